using System.Buffers.Binary;

namespace Meetings.Media.Wire.Rtcp;

/// <summary>One reception report block (RFC 3550 section 6.4.1).</summary>
/// <param name="Ssrc">The stream reported on.</param>
/// <param name="FractionLost">Lost since the last report, in 1/256.</param>
/// <param name="CumulativeLost">Lost since the start, signed 24 bits (duplicates count negative).</param>
/// <param name="HighestSequence">Cycles * 65536 + highest sequence number received.</param>
/// <param name="Jitter">Interarrival jitter in timestamp units.</param>
/// <param name="LastSenderReport">Middle 32 bits of the last SR's NTP time; 0 = none yet.</param>
/// <param name="DelaySinceLastSenderReport">In 1/65536 s; 0 = none yet.</param>
public readonly record struct ReportBlock(
    uint Ssrc,
    byte FractionLost,
    int CumulativeLost,
    uint HighestSequence,
    uint Jitter,
    uint LastSenderReport,
    uint DelaySinceLastSenderReport)
{
    /// <summary>Bytes on the wire.</summary>
    public const int Length = 24;

    internal static ReportBlock Read(ReadOnlySpan<byte> from) => new(
        BinaryPrimitives.ReadUInt32BigEndian(from),
        from[4],
        (BinaryPrimitives.ReadInt32BigEndian(from[4..]) << 8) >> 8,
        BinaryPrimitives.ReadUInt32BigEndian(from[8..]),
        BinaryPrimitives.ReadUInt32BigEndian(from[12..]),
        BinaryPrimitives.ReadUInt32BigEndian(from[16..]),
        BinaryPrimitives.ReadUInt32BigEndian(from[20..]));

    internal void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, Ssrc);
        var lost = Math.Clamp(CumulativeLost, -0x80_0000, 0x7f_ffff) & 0xff_ffff;
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], ((uint)FractionLost << 24) | (uint)lost);
        BinaryPrimitives.WriteUInt32BigEndian(to[8..], HighestSequence);
        BinaryPrimitives.WriteUInt32BigEndian(to[12..], Jitter);
        BinaryPrimitives.WriteUInt32BigEndian(to[16..], LastSenderReport);
        BinaryPrimitives.WriteUInt32BigEndian(to[20..], DelaySinceLastSenderReport);
    }
}

/// <summary>The report blocks of a sender or receiver report; at most 31.</summary>
public readonly ref struct ReportBlocks
{
    private readonly ReadOnlySpan<byte> _bytes;

    internal ReportBlocks(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    public int Count => _bytes.Length / ReportBlock.Length;

    public ReportBlock this[int index] => ReportBlock.Read(_bytes.Slice(index * ReportBlock.Length, ReportBlock.Length));
}

/// <summary>Sender report (RFC 3550 section 6.4.1).</summary>
public readonly ref struct SenderReport
{
    private const int InfoLength = 24;

    private SenderReport(ReadOnlySpan<byte> body, int count)
    {
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        Ntp = BinaryPrimitives.ReadUInt64BigEndian(body[4..]);
        RtpTimestamp = BinaryPrimitives.ReadUInt32BigEndian(body[12..]);
        PacketCount = BinaryPrimitives.ReadUInt32BigEndian(body[16..]);
        OctetCount = BinaryPrimitives.ReadUInt32BigEndian(body[20..]);
        Blocks = new ReportBlocks(body.Slice(InfoLength, count * ReportBlock.Length));
    }

    public uint Ssrc { get; }

    /// <summary>Sender's clock in 32.32 fixed-point seconds.</summary>
    public ulong Ntp { get; }

    /// <summary>The middle 32 bits of <see cref="Ntp"/>, as a report block's LSR echoes them.</summary>
    public uint CompactNtp => (uint)(Ntp >> 16);

    public uint RtpTimestamp { get; }

    public uint PacketCount { get; }

    public uint OctetCount { get; }

    public ReportBlocks Blocks { get; }

    /// <param name="body"><see cref="RtcpReader.Body"/> of a packet of type <see cref="RtcpType.SenderReport"/>.</param>
    /// <param name="count"><see cref="RtcpReader.Count"/>.</param>
    public static bool TryParse(ReadOnlySpan<byte> body, int count, out SenderReport report)
    {
        var fits = body.Length >= InfoLength + (count * ReportBlock.Length);
        report = fits ? new SenderReport(body, count) : default;
        return fits;
    }
}

/// <summary>Receiver report (RFC 3550 section 6.4.2).</summary>
public readonly ref struct ReceiverReport
{
    private ReceiverReport(ReadOnlySpan<byte> body, int count)
    {
        Ssrc = BinaryPrimitives.ReadUInt32BigEndian(body);
        Blocks = new ReportBlocks(body.Slice(4, count * ReportBlock.Length));
    }

    /// <summary>The reporter; browsers that only receive use 1.</summary>
    public uint Ssrc { get; }

    public ReportBlocks Blocks { get; }

    public static bool TryParse(ReadOnlySpan<byte> body, int count, out ReceiverReport report)
    {
        var fits = body.Length >= 4 + (count * ReportBlock.Length);
        report = fits ? new ReceiverReport(body, count) : default;
        return fits;
    }
}
