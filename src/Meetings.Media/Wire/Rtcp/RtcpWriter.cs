using System.Buffers.Binary;

namespace Meetings.Media.Wire.Rtcp;

/// <summary>
/// Builds a compound RTCP packet. Every Add writes one whole packet and returns true, or writes nothing and returns false when it does
/// not fit. Begin with a report, or send reduced size (RFC 5506).
/// </summary>
public ref struct RtcpWriter(Span<byte> to)
{
    private const int MaxReportBlocks = 31;

    private readonly Span<byte> _to = to;

    /// <summary>Bytes written so far; always a multiple of four.</summary>
    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => _to[..Length];

    /// <summary>Sender report (RFC 3550 section 6.4.1).</summary>
    /// <param name="ntp">32.32 fixed-point seconds, the same clock for every stream of this sender.</param>
    /// <param name="blocks">At most 31.</param>
    public bool AddSenderReport(
        uint ssrc, ulong ntp, uint rtpTimestamp, uint packetCount, uint octetCount, scoped ReadOnlySpan<ReportBlock> blocks = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks.Length, MaxReportBlocks);
        if (!TryBegin(RtcpType.SenderReport, blocks.Length, 24 + (blocks.Length * ReportBlock.Length), out var body))
            return false;
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        BinaryPrimitives.WriteUInt64BigEndian(body[4..], ntp);
        BinaryPrimitives.WriteUInt32BigEndian(body[12..], rtpTimestamp);
        BinaryPrimitives.WriteUInt32BigEndian(body[16..], packetCount);
        BinaryPrimitives.WriteUInt32BigEndian(body[20..], octetCount);
        WriteBlocks(body[24..], blocks);
        return true;
    }

    /// <summary>Receiver report (RFC 3550 section 6.4.2).</summary>
    /// <param name="blocks">At most 31.</param>
    public bool AddReceiverReport(uint ssrc, scoped ReadOnlySpan<ReportBlock> blocks = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blocks.Length, MaxReportBlocks);
        if (!TryBegin(RtcpType.ReceiverReport, blocks.Length, 4 + (blocks.Length * ReportBlock.Length), out var body))
            return false;
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        WriteBlocks(body[4..], blocks);
        return true;
    }

    /// <summary>Source description with one CNAME (RFC 3550 section 6.5.1).</summary>
    /// <param name="canonicalName">At most 255 bytes of UTF-8; must not name a person.</param>
    public bool AddCanonicalName(uint ssrc, scoped ReadOnlySpan<byte> canonicalName)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(canonicalName.Length, 255);
        // SSRC, item header, text, then at least one zero octet up to a multiple of four.
        var length = (4 + 2 + canonicalName.Length + 4) & ~3;
        if (!TryBegin(RtcpType.SourceDescription, 1, length, out var body))
            return false;
        body.Clear();
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        body[4] = 1;
        body[5] = (byte)canonicalName.Length;
        canonicalName.CopyTo(body[6..]);
        return true;
    }

    /// <summary>Goodbye of one stream (RFC 3550 section 6.6).</summary>
    public bool AddGoodbye(uint ssrc)
    {
        if (!TryBegin(RtcpType.Goodbye, 1, 4, out var body))
            return false;
        BinaryPrimitives.WriteUInt32BigEndian(body, ssrc);
        return true;
    }

    /// <summary>Generic NACK (RFC 4585 section 6.2.1).</summary>
    /// <param name="missing">Sequence numbers, ascending modulo 65536; near ones share an entry.</param>
    public bool AddNack(uint senderSsrc, uint mediaSsrc, scoped ReadOnlySpan<ushort> missing)
    {
        if (missing.IsEmpty)
            return false;
        var entries = 1;
        var first = missing[0];
        foreach (var sequence in missing)
        {
            if ((ushort)(sequence - first) <= 16)
                continue;
            first = sequence;
            entries++;
        }

        if (!TryBeginFeedback(RtcpType.TransportFeedback, TransportFeedbackFormat.Nack, senderSsrc, mediaSsrc, 4 * entries, out var fci))
            return false;
        var at = 0;
        first = missing[0];
        var bits = 0;
        foreach (var sequence in missing)
        {
            var distance = (ushort)(sequence - first);
            if (distance is > 0 and <= 16)
            {
                bits |= 1 << (distance - 1);
            }
            else if (distance > 16)
            {
                WriteEntry(fci[at..], first, bits);
                at += 4;
                first = sequence;
                bits = 0;
            }
        }

        WriteEntry(fci[at..], first, bits);
        return true;
    }

    /// <summary>Picture loss indication (RFC 4585 section 6.3.1).</summary>
    public bool AddPictureLossIndication(uint senderSsrc, uint mediaSsrc) => TryBeginFeedback(
        RtcpType.PayloadFeedback, PayloadFeedbackFormat.PictureLossIndication, senderSsrc, mediaSsrc, 0, out _);

    /// <summary>Full intra request for one stream (RFC 5104 section 4.3.1); its media SSRC field is 0.</summary>
    /// <param name="number">Raised by one for each new request.</param>
    public bool AddFullIntraRequest(uint senderSsrc, uint mediaSsrc, byte number)
    {
        if (!TryBeginFeedback(RtcpType.PayloadFeedback, PayloadFeedbackFormat.FullIntraRequest, senderSsrc, 0, 8, out var fci))
            return false;
        BinaryPrimitives.WriteUInt32BigEndian(fci, mediaSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(fci[4..], (uint)number << 24);
        return true;
    }

    /// <summary>Receiver estimated maximum bitrate (draft-alvestrand-rmcat-remb-03); its media SSRC field is 0.</summary>
    /// <param name="ssrcs">At most 255 streams the estimate is about.</param>
    public bool AddReceiverEstimatedMaximumBitrate(uint senderSsrc, ulong bitsPerSecond, scoped ReadOnlySpan<uint> ssrcs)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ssrcs.Length, 255);
        if (!TryBeginFeedback(
            RtcpType.PayloadFeedback,
            PayloadFeedbackFormat.ApplicationLayerFeedback,
            senderSsrc,
            0,
            8 + (4 * ssrcs.Length),
            out var fci))
        {
            return false;
        }

        var exponent = Math.Max(0, 64 - System.Numerics.BitOperations.LeadingZeroCount(bitsPerSecond) - 18);
        "REMB"u8.CopyTo(fci);
        BinaryPrimitives.WriteUInt32BigEndian(
            fci[4..], ((uint)ssrcs.Length << 24) | ((uint)exponent << 18) | (uint)(bitsPerSecond >> exponent));
        for (var i = 0; i < ssrcs.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(fci[(8 + (4 * i))..], ssrcs[i]);
        return true;
    }

    /// <summary>Transport-wide feedback; see <see cref="TransportFeedbackBuilder"/>.</summary>
    /// <param name="baseSequence">Extended number of the first packet reported on: the one after the last feedback's last.</param>
    /// <param name="arrivals">Ascending by sequence, none below <paramref name="baseSequence"/>.</param>
    /// <returns>
    /// How many arrivals were told; the rest goes into the next feedback packet. 0 when not even one fits, or when the first lies
    /// 65535 or more after the base: then the sender jumped and the base must be taken from it.
    /// </returns>
    public int AddTransportFeedback(
        uint senderSsrc, uint mediaSsrc, byte feedbackCount, long baseSequence, scoped ReadOnlySpan<PacketArrival> arrivals)
    {
        const int BeforeChunks = 20;
        if (_to.Length - Length < BeforeChunks + 4)
            return 0;
        var packet = _to[Length..];
        var told = TransportFeedbackBuilder.Write(packet[BeforeChunks..], baseSequence, arrivals, out var result);
        if (told == 0)
            return 0;
        var bodyLength = (BeforeChunks - 4 + result.Length + 3) & ~3;
        packet[(BeforeChunks + result.Length)..(4 + bodyLength)].Clear();
        TryBeginFeedback(
            RtcpType.TransportFeedback,
            TransportFeedbackFormat.TransportWideCongestionControl,
            senderSsrc,
            mediaSsrc,
            bodyLength - 8,
            out var fci);
        BinaryPrimitives.WriteUInt16BigEndian(fci, (ushort)baseSequence);
        BinaryPrimitives.WriteUInt16BigEndian(fci[2..], (ushort)result.StatusCount);
        BinaryPrimitives.WriteUInt32BigEndian(fci[4..], ((uint)result.ReferenceTime << 8) | feedbackCount);
        return told;
    }

    private bool TryBeginFeedback(RtcpType type, int format, uint senderSsrc, uint mediaSsrc, int fciLength, out Span<byte> fci)
    {
        fci = default;
        if (!TryBegin(type, format, 8 + fciLength, out var body))
            return false;
        BinaryPrimitives.WriteUInt32BigEndian(body, senderSsrc);
        BinaryPrimitives.WriteUInt32BigEndian(body[4..], mediaSsrc);
        fci = body[8..];
        return true;
    }

    private bool TryBegin(RtcpType type, int count, int bodyLength, out Span<byte> body)
    {
        body = default;
        if (_to.Length - Length < 4 + bodyLength)
            return false;
        var packet = _to.Slice(Length, 4 + bodyLength);
        packet[0] = (byte)(0x80 | count);
        packet[1] = (byte)type;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(bodyLength / 4));
        Length += packet.Length;
        body = packet[4..];
        return true;
    }

    private static void WriteBlocks(Span<byte> to, scoped ReadOnlySpan<ReportBlock> blocks)
    {
        for (var i = 0; i < blocks.Length; i++)
            blocks[i].Write(to[(i * ReportBlock.Length)..]);
    }

    private static void WriteEntry(Span<byte> to, ushort packetId, int bits)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, packetId);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)bits);
    }
}
