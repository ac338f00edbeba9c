namespace Meetings.Media.Session.Inbound;

/// <summary>
/// The latest plaintext packets of one published source, by extended sequence number: one copy serves forwarding to everybody and
/// retransmission. A byte ring with an index beside it, so memory is bounded in bytes and in packets and nothing is allocated a packet.
/// </summary>
internal sealed class PacketRing
{
    private readonly byte[] _bytes;
    private readonly Entry[] _entries;
    private long _written;

    /// <param name="byteCapacity">Payload bytes kept.</param>
    /// <param name="packetCapacity">Packets kept; a power of two.</param>
    public PacketRing(int byteCapacity, int packetCapacity)
    {
        _bytes = GC.AllocateUninitializedArray<byte>(byteCapacity);
        _entries = new Entry[packetCapacity];
        Array.Fill(_entries, new Entry { Sequence = -1 });
    }

    public int PacketCapacity => _entries.Length;

    /// <summary>Copies a packet in; an older one under the same index place is forgotten.</summary>
    public void Store(long sequence, uint timestamp, bool marker, PacketMark mark, ReadOnlySpan<byte> payload)
    {
        int at = (int)(_written % _bytes.Length);
        if (at + payload.Length > _bytes.Length)
        {
            _written += _bytes.Length - at; // payloads stay contiguous: skip the tail
            at = 0;
        }

        payload.CopyTo(_bytes.AsSpan(at));
        _entries[sequence & (_entries.Length - 1)] = new Entry
        {
            Sequence = sequence,
            Start = _written,
            Length = payload.Length,
            Timestamp = timestamp,
            Marker = marker,
            Mark = mark,
        };
        _written += payload.Length;
    }

    public bool TryGet(long sequence, out StoredPacket packet)
    {
        ref readonly Entry entry = ref _entries[sequence & (_entries.Length - 1)];
        if (entry.Sequence != sequence || _written - entry.Start > _bytes.Length)
        {
            packet = default;
            return false;
        }

        int at = (int)(entry.Start % _bytes.Length);
        packet = new StoredPacket(sequence, entry.Timestamp, entry.Marker, entry.Mark, _bytes.AsSpan(at, entry.Length));
        return true;
    }

    /// <summary>Adds a mark to a packet that is still there.</summary>
    public void Mark(long sequence, PacketMark mark)
    {
        ref Entry entry = ref _entries[sequence & (_entries.Length - 1)];
        if (entry.Sequence == sequence)
        {
            entry.Mark |= mark;
        }
    }

    private struct Entry
    {
        public long Sequence;
        public long Start;
        public int Length;
        public uint Timestamp;
        public bool Marker;
        public PacketMark Mark;
    }
}

/// <summary>What forwarding must know of a payload without parsing it again.</summary>
[Flags]
internal enum PacketMark : ushort
{
    None = 0,

    /// <summary>First packet of a frame.</summary>
    FrameStart = 1,

    /// <summary>The frame is a key frame (only set together with <see cref="FrameStart"/>).</summary>
    KeyFrame = 2,

    /// <summary>A VP8 payload descriptor is present and valid.</summary>
    Vp8 = 4,

    /// <summary>The frame depends on the base temporal layer only: going up to its layer is safe here (Y, RFC 7741 section 4.2).</summary>
    LayerSync = 8,

    /// <summary>An H.264 payload (RFC 6184).</summary>
    H264 = 32,

    /// <summary>Sound wrapped with its earlier frames (RFC 2198).</summary>
    Red = 256,

    /// <summary>Two bits hold the temporal layer, 0 to 3.</summary>
    TemporalMask = 0xc0,

    /// <summary>One byte shorter than the longest of its frame: a byte of padding lets the frame leave in one system call.</summary>
    OneShort = 16,
}

/// <summary>A packet in a <see cref="PacketRing"/>; valid until the next store.</summary>
internal readonly ref struct StoredPacket(long sequence, uint timestamp, bool marker, PacketMark mark, ReadOnlySpan<byte> payload)
{
    /// <summary>Extended sequence number on the track's own line (see <c>PublishedTrack</c>).</summary>
    public long Sequence { get; } = sequence;

    public uint Timestamp { get; } = timestamp;

    public bool Marker { get; } = marker;

    public PacketMark Mark { get; } = mark;

    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Temporal layer, 0 to 3; 0 where the codec does not say.</summary>
    public int Temporal => (int)(Mark & PacketMark.TemporalMask) >> 6;

    public bool StartsKeyFrame => (Mark & PacketMark.KeyFrame) != 0;
}
