using System.Buffers.Binary;
using System.Numerics;

namespace Meetings.Media.Wire.Rtcp;

/// <summary>Generic NACK (RFC 4585 section 6.2.1): sequence numbers a receiver misses. Enumerate to get them.</summary>
public readonly ref struct Nack
{
    private readonly ReadOnlySpan<byte> _entries;

    private Nack(ReadOnlySpan<byte> body)
    {
        SenderSsrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        MediaSsrc = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        _entries = body[8..];
    }

    public uint SenderSsrc { get; }

    public uint MediaSsrc { get; }

    /// <summary>PID/BLP pairs; each names 1-17 packets.</summary>
    public int EntryCount => _entries.Length / 4;

    /// <summary>All named packets, repeats included.</summary>
    public int PacketCount
    {
        get
        {
            var count = EntryCount;
            for (var i = 0; i < EntryCount; i++)
                count += BitOperations.PopCount((uint)BinaryPrimitives.ReadUInt16BigEndian(_entries[((4 * i) + 2)..]));
            return count;
        }
    }

    public static bool TryParse(ReadOnlySpan<byte> body, out Nack nack)
    {
        var fits = body.Length >= 12;
        nack = fits ? new Nack(body) : default;
        return fits;
    }

    public Enumerator GetEnumerator() => new(_entries);

    /// <summary>Yields sequence numbers in the order of the packet.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<byte> _entries;
        private int _next;
        private uint _bits;
        private ushort _packetId;

        internal Enumerator(ReadOnlySpan<byte> entries) => _entries = entries;

        public ushort Current { get; private set; }

        public bool MoveNext()
        {
            if (_bits != 0)
            {
                Current = (ushort)(_packetId + BitOperations.TrailingZeroCount(_bits) + 1);
                _bits &= _bits - 1;
                return true;
            }

            if (_next + 4 > _entries.Length)
                return false;
            _packetId = Current = BinaryPrimitives.ReadUInt16BigEndian(_entries[_next..]);
            _bits = BinaryPrimitives.ReadUInt16BigEndian(_entries[(_next + 2)..]);
            _next += 4;
            return true;
        }
    }
}

/// <summary>Picture loss indication (RFC 4585 section 6.3.1): the receiver of <paramref name="MediaSsrc"/> needs a key frame.</summary>
public readonly record struct PictureLossIndication(uint SenderSsrc, uint MediaSsrc)
{
    public static bool TryParse(ReadOnlySpan<byte> body, out PictureLossIndication pli)
    {
        pli = default;
        if (body.Length < 8)
            return false;
        pli = new PictureLossIndication(
            BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..]));
        return true;
    }
}

/// <summary>Full intra request (RFC 5104 section 4.3.1): key frames wanted, per stream with a request number.</summary>
public readonly ref struct FullIntraRequest
{
    private readonly ReadOnlySpan<byte> _entries;

    private FullIntraRequest(ReadOnlySpan<byte> body)
    {
        SenderSsrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        _entries = body[8..];
    }

    public uint SenderSsrc { get; }

    public int Count => _entries.Length / 8;

    /// <summary>A stream and the request's number, which repeats when the request does.</summary>
    public (uint Ssrc, byte Number) this[int index] =>
        (BinaryPrimitives.ReadUInt32BigEndian(_entries[(8 * index)..]), _entries[(8 * index) + 4]);

    public static bool TryParse(ReadOnlySpan<byte> body, out FullIntraRequest fir)
    {
        var fits = body.Length >= 16;
        fir = fits ? new FullIntraRequest(body) : default;
        return fits;
    }
}

/// <summary>Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03 section 2.2).</summary>
public readonly ref struct ReceiverEstimatedMaximumBitrate
{
    private readonly ReadOnlySpan<byte> _ssrcs;

    private ReceiverEstimatedMaximumBitrate(uint senderSsrc, ulong bitrate, ReadOnlySpan<byte> ssrcs)
    {
        SenderSsrc = senderSsrc;
        BitsPerSecond = bitrate;
        _ssrcs = ssrcs;
    }

    public uint SenderSsrc { get; }

    /// <summary>Bits per second; saturates where the wire form exceeds 64 bits.</summary>
    public ulong BitsPerSecond { get; }

    public int SsrcCount => _ssrcs.Length / 4;

    public uint Ssrc(int index) => BinaryPrimitives.ReadUInt32BigEndian(_ssrcs[(4 * index)..]);

    /// <summary>False too for other application layer feedback, whose identifier is not "REMB".</summary>
    public static bool TryParse(ReadOnlySpan<byte> body, out ReceiverEstimatedMaximumBitrate remb)
    {
        remb = default;
        if (body.Length < 16 || !body.Slice(8, 4).SequenceEqual("REMB"u8) || body.Length < 16 + (4 * body[12]))
            return false;
        var exponent = body[13] >> 2;
        var mantissa = (ulong)(BinaryPrimitives.ReadUInt32BigEndian(body[12..]) & 0x3_ffff);
        var bitrate = mantissa << exponent;
        if (bitrate >> exponent != mantissa)
            bitrate = ulong.MaxValue;
        remb = new ReceiverEstimatedMaximumBitrate(
            BinaryPrimitives.ReadUInt32BigEndian(body), bitrate, body.Slice(16, 4 * body[12]));
        return true;
    }
}
