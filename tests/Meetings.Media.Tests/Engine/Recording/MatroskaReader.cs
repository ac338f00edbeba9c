using System.Buffers.Binary;
using System.Text;

namespace Meetings.Media.Tests.Engine.Recording;

/// <summary>
/// Reads a Matroska or WebM file as RFC 8794 and RFC 9559 say, and complains about everything a player might; a cut-off end is no fault
/// while the segment's size is unknown.
/// </summary>
internal sealed class MatroskaReader
{
    private static readonly HashSet<uint> Masters = [0x1654ae6b, 0xae, 0xe0, 0xe1, 0x1549a966, 0x1a45dfa3, 0x114d9b74, 0x4dbb];
    private static readonly HashSet<uint> Known =
    [
        0x4286, 0x42f7, 0x42f2, 0x42f3, 0x4282, 0x4287, 0x4285, 0x2ad7b1, 0x4d80, 0x5741, 0xd7, 0x73c5, 0x83, 0x9c, 0x536e, 0x86, 0x63a2, 0x56aa, 0x56bb,
        0xb5, 0x9f, 0xb0, 0xba, 0xe7, 0xa3, 0xec, 0x4489, 0x53ab, 0x53ac, 0xb3, 0xf7, 0xf1, 0x23e383,
    ];

    private static readonly HashSet<uint> CueMasters = [0x1c53bb6b, 0xbb, 0xb7];

    private readonly byte[] _bytes;
    private readonly List<(long Id, long Position)> _seeks = [];
    private readonly Dictionary<long, int> _clusterAt = [];
    private readonly Dictionary<long, uint> _elementAt = [];
    private long _segment;
    private long? _clusterEnd;
    private readonly Dictionary<uint, byte[]> _values = [];
    private int _at;
    private long _cluster = -1;

    public MatroskaReader(byte[] bytes)
    {
        _bytes = bytes;
        Read();
        if (!IsEnded)
            return;
        Assert.Equal([0x1549a966, 0x1654ae6b, 0x1c53bb6b], _seeks.Select(static s => s.Id));
        Assert.All(_seeks, s => Assert.Equal(s.Id, _elementAt[s.Position]));
        Assert.NotEmpty(Cues);
        foreach (var (milliseconds, position) in Cues)
        {
            var first = Frames[_clusterAt[position]];
            Assert.Equal((milliseconds, true), (first.Milliseconds, first.IsKeyFrame));
        }
    }

    /// <summary>Whether the segment's size is told: then everything else must be, too.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Milliseconds; null while unknown.</summary>
    public double? Duration => _values.TryGetValue(0x4489, out var value) ? BinaryPrimitives.ReadDoubleBigEndian(value) : null;

    /// <summary>Time and the cluster's place in the segment.</summary>
    public List<(long Milliseconds, long Position)> Cues { get; } = [];

    /// <summary>What must be known before the first frame; empty where nothing must.</summary>
    public byte[] Configuration => _values.GetValueOrDefault(0x63a2u, []);

    public List<(long Milliseconds, bool IsKeyFrame, byte[] Frame)> Frames { get; } = [];

    public int Clusters { get; private set; }

    public string Codec => Encoding.ASCII.GetString(_values[0x86]);

    public string DocType => Encoding.ASCII.GetString(_values[0x4282]);

    public long Number(uint id) => _values[id].Aggregate(0L, static (sum, b) => (sum << 8) | b);

    private void Read()
    {
        Assert.Equal(0x1a45dfa3u, Peek());
        while (_at < _bytes.Length)
        {
            var start = _at;
            if (!TryId(out var id) || !TrySize(out var size))
                return; // cut off
            _elementAt[start - _segment] = id;
            switch (id)
            {
                case 0x18538067:
                    _segment = _at;
                    IsEnded = size is not null;
                    Assert.True(size is null || size == _bytes.Length - _at, "the segment ends where the file does");
                    break;
                case 0x1f43b675:
                    Assert.True(_cluster < 0 || _clusterEnd is null || _clusterEnd == start, "a cluster ends where the next one begins");
                    Assert.True(!IsEnded || size is not null);
                    Assert.True(size is null || size <= _bytes.Length - _at, "what has a size is whole");
                    _clusterEnd = _at + size;
                    Clusters++;
                    _clusterAt[start - _segment] = Frames.Count;
                    _cluster = -1;
                    break;
                case var cues when CueMasters.Contains(cues):
                    Assert.True(cues != 0x1c53bb6b || _clusterEnd is null || _clusterEnd == start, "the last cluster ends where the cues begin");
                    break;
                case var master when Masters.Contains(master):
                    Assert.True(size <= _bytes.Length - _at, "a master element must be whole");
                    break;
                default:
                    Assert.True(Known.Contains(id), $"unknown element {id:x} at {start}");
                    if (size > _bytes.Length - _at)
                        return; // cut off
                    Take(id, _bytes.AsSpan(_at, (int)size!.Value));
                    _at += (int)size.Value;
                    break;
            }
        }
    }

    private void Take(uint id, ReadOnlySpan<byte> body)
    {
        if (id == 0xe7)
        {
            _values[id] = body.ToArray();
            Assert.True(Number(id) >= _cluster);
            _cluster = Number(id);
        }
        else if (id == 0xa3)
        {
            Assert.True(_cluster >= 0, "a block before its cluster's time");
            Assert.Equal(0x81, body[0]);
            Frames.Add((_cluster + BinaryPrimitives.ReadInt16BigEndian(body[1..]), (body[3] & 0x80) != 0, body[4..].ToArray()));
        }
        else
        {
            _values[id] = body.ToArray();
            if (id == 0x53ac)
                _seeks.Add((Number(0x53ab), Number(id)));
            if (id == 0xf1)
                Cues.Add((Number(0xb3), Number(id)));
        }
    }

    private uint Peek() => BinaryPrimitives.ReadUInt32BigEndian(_bytes);

    private bool TryId(out uint id)
    {
        id = 0;
        if (_at >= _bytes.Length)
            return false;
        var length = 1 + System.Numerics.BitOperations.LeadingZeroCount((uint)_bytes[_at] << 24);
        Assert.InRange(length, 1, 4);
        if (_at + length > _bytes.Length)
            return false;
        for (var i = 0; i < length; i++)
            id = (id << 8) | _bytes[_at++];
        return true;
    }

    private bool TrySize(out long? size)
    {
        size = null;
        if (_at >= _bytes.Length)
            return false;
        var length = 1 + System.Numerics.BitOperations.LeadingZeroCount((uint)_bytes[_at] << 24);
        Assert.InRange(length, 1, 8);
        if (_at + length > _bytes.Length)
            return false;
        long value = _bytes[_at++] & (0xff >> length);
        var isUnknown = value == 0xff >> length;
        for (var i = 1; i < length; i++)
        {
            isUnknown &= _bytes[_at] == 0xff;
            value = (value << 8) | _bytes[_at++];
        }

        size = isUnknown ? null : value;
        return true;
    }
}
