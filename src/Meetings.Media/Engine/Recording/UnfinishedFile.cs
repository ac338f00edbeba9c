using System.Buffers.Binary;
using Meetings.Media.Wire.Containers;

namespace Meetings.Media.Engine.Recording;

/// <summary>Reads a file that a <see cref="TrackFile"/> could not end, element by element, up to the last whole frame.</summary>
internal sealed class UnfinishedFile
{
    private const long ShownAtMost = 250;
    private readonly FileStream _file;
    private readonly byte[] _part = new byte[MatroskaWriter.MaxPart];
    private readonly List<MatroskaCluster> _clusters = [];
    private long _at;
    private long _cluster;
    private long _last = -1;
    private long _step;
    private long _shown;
    private long _pictures;

    private UnfinishedFile(FileStream file) => _file = file;

    /// <summary>Cuts off what is not whole, then ends the file. False, and nothing is changed, when it has ended or is none of ours.</summary>
    public static bool TryFinish(FileStream file)
    {
        if (new UnfinishedFile(file).Read() is not { } layout)
            return false;
        file.SetLength(layout.Length);
        file.Position = layout.Length;
        TrackFile.End(file, layout);
        return true;
    }

    private MatroskaLayout? Read()
    {
        if (!TryHead(out var id, out var size) || id != MatroskaId.Ebml || size < 0)
            return null;
        var segment = _at += size;
        var start = new byte[MatroskaWriter.MaxPart];
        var length = MatroskaWriter.WriteStart(start, (int)Math.Min(segment, int.MaxValue), null);
        if (!TryRead(length) || !_part.AsSpan(0, length).SequenceEqual(start.AsSpan(0, length)))
            return null;
        _at += length;
        if (!TryHead(out id, out size) || id != MatroskaId.Tracks || size < 0)
            return null;
        var isPicture = TryRead(MatroskaWriter.MaxPart) && _part.AsSpan(0, (int)Math.Min(size, _part.Length)).IndexOf("V_"u8) >= 0;
        _at += size;
        var whole = ReadClusters();
        if (_clusters.Count == 0)
            return null;
        var frame = isPicture && _pictures > 0 ? _shown * 1_000_000 / _pictures : 0;
        return new MatroskaLayout((int)segment, _clusters, whole, _last + _step, frame);
    }

    /// <returns>Where the last whole frame ends.</returns>
    private long ReadClusters()
    {
        long whole = _at, begun = -1;
        while (true)
        {
            var at = _at;
            if (!TryHead(out var id, out var size))
                return whole;
            if (id == MatroskaId.Cluster)
            {
                begun = at; // its size, if it has one, is no more than what follows
                continue;
            }

            if (begun < 0 || size < 1 || _at + size > _file.Length || id is not (MatroskaId.Timestamp or MatroskaId.SimpleBlock) || !TryRead((int)Math.Min(size, 8)))
                return whole;
            if (id == MatroskaId.Timestamp)
            {
                _cluster = 0;
                for (var i = 0; i < Math.Min(size, 8); i++)
                    _cluster = (_cluster << 8) | _part[i];
            }
            else
            {
                if (size < 4)
                    return whole;
                Note(begun, _cluster + BinaryPrimitives.ReadInt16BigEndian(_part.AsSpan(1)), (_part[3] & 0x80) != 0);
                whole = _at + size;
            }

            _at += size;
        }
    }

    private void Note(long cluster, long milliseconds, bool isKeyFrame)
    {
        if (_clusters.Count == 0 || _clusters[^1].Position != cluster)
            _clusters.Add(new MatroskaCluster(milliseconds, cluster, isKeyFrame));
        _step = _last < 0 || milliseconds - _last > ShownAtMost ? 0 : milliseconds - _last;
        _shown += _step;
        _pictures += _step > 0 ? 1 : 0;
        _last = milliseconds;
    }

    /// <summary>The head of an element (RFC 8794 section 4); a size that is not known is -1.</summary>
    private bool TryHead(out uint id, out long size)
    {
        (id, size) = (0, -1);
        if (!TryRead(1))
            return false;
        int idLength = LengthOf(_part[0]), sizeLength;
        if (idLength > 4 || !TryRead(idLength + 1) || (sizeLength = LengthOf(_part[idLength])) > 8 || !TryRead(idLength + sizeLength))
            return false;
        for (var i = 0; i < idLength; i++)
            id = (id << 8) | _part[i];
        var unknown = (1L << (7 * sizeLength)) - 1;
        long value = _part[idLength] & (0xff >> sizeLength);
        for (var i = 1; i < sizeLength; i++)
            value = (value << 8) | _part[idLength + i];
        size = value == unknown ? -1 : value;
        _at += idLength + sizeLength;
        return size <= _file.Length;
    }

    private static int LengthOf(byte first) => 1 + System.Numerics.BitOperations.LeadingZeroCount((uint)first << 24 | 0x80_0000);

    /// <summary>Looks at so many bytes, or at those there are when more than half a part is asked for.</summary>
    private bool TryRead(int length)
    {
        if (_at > _file.Length)
            return false;
        if (_file.Position != _at)
            _file.Position = _at;
        return _file.ReadAtLeast(_part.AsSpan(0, length), length, throwOnEndOfStream: false) == length || length == _part.Length;
    }
}
