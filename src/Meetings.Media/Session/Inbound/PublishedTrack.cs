using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// One published source of a peer (its microphone, camera or screen): receive state, loss repair, key-frame requests, and the ring that
/// feeds every subscriber. Packets stand on the track's own 64-bit <i>line</i>: extended sequence numbers that go on growing when the
/// SSRC changes or the sender jumps, with <see cref="DiscontinuityAt"/> saying where a decoder must begin anew.
/// </summary>
internal sealed class PublishedTrack
{
    private const int MaxPending = 512;
    private const int MaxJump = 1000;
    private const int AudioRingBytes = 48 * 1024;
    private const int VideoRingBytes = 512 * 1024;

    private static readonly TimeSpan YoungKeyFrame = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan LiveWithin = TimeSpan.FromSeconds(2);

    private readonly ReceiveWindow _window = new();
    private readonly LayerMeter _meter = new();
    private readonly long[] _pending = new long[MaxPending];
    private PacketRing? _ring;
    private long _lineOffset;
    private bool _hasStream;

    public PublishedTrack(PeerId publisher, NegotiatedMedia media)
    {
        Publisher = publisher;
        Media = media;
        Report = new ReceptionReport(media.ClockRate);
    }

    public PeerId Publisher { get; }

    /// <summary>The m-line as last negotiated; payload types and extension ids may change with a new offer, kind and source never.</summary>
    public NegotiatedMedia Media { get; set; }

    public SourceKind Source => Media.Source;

    public bool IsAudio => Media.IsAudio;

    /// <summary>False while the chair has it muted: received and counted, never forwarded.</summary>
    public bool Allowed { get; private set; } = true;

    /// <summary>True when the publisher left or was replaced.</summary>
    public bool Closed { get; private set; }

    public uint Ssrc { get; private set; }

    public bool HasStream => _hasStream;

    public Instant LastPacketAt { get; private set; } = new(long.MinValue / 2);

    public long DiscontinuityAt { get; private set; }

    public long Highest => _window.Highest;

    public LossRepair Repair { get; } = new();

    public KeyFrameRequests KeyFrames { get; } = new();

    public ReceptionReport Report { get; }

    public long Packets { get; private set; }

    public long Repaired { get; private set; }

    public long KeyFrameCount { get; private set; }

    /// <summary>Where the newest key frame begins, and when it came; -1 before the first.</summary>
    public (long Line, Instant At) LastKeyFrame { get; private set; } = (-1, default);

    /// <summary>Lines of the packets accepted since the last flush, in order of arrival.</summary>
    public ReadOnlySpan<long> Pending => _pending.AsSpan(0, PendingCount);

    public int PendingCount { get; private set; }

    /// <summary>Our NTP time and the RTP timestamp of the latest sender report.</summary>
    public (ulong Ntp, uint Timestamp)? LastReport { get; private set; }

    /// <summary>LSR of our next report block, and when that report came.</summary>
    public uint LastReportMiddle { get; private set; }

    public Instant LastReportAt { get; private set; }

    /// <summary>What each layer costs, by spatial then temporal layer, smallest first; for whoever allots a receiver's bandwidth.</summary>
    /// <param name="to">Room for <see cref="LayerTarget.MaxSpatial"/> times <see cref="LayerTarget.MaxTemporal"/> entries.</param>
    /// <returns>How many were written: at least one for a source with a stream.</returns>
    public int CopyRates(Instant now, Span<LayerRate> to)
    {
        if (!_hasStream)
        {
            return 0;
        }

        bool live = now - LastPacketAt < LiveWithin;
        for (int t = 0; t < _meter.TemporalLayers; t++)
        {
            to[t] = new LayerRate(0, t, _meter.Height, _meter.UpTo(now, t, live), live);
        }

        return _meter.TemporalLayers;
    }

    public bool Has(long line, out StoredPacket packet)
    {
        if (_ring is null)
        {
            packet = default;
            return false;
        }

        return _ring.TryGet(line, out packet);
    }

    /// <summary>Takes the place of an earlier stream of this source, or begins the first one.</summary>
    public void BindStream(uint ssrc, long sequence)
    {
        if (_hasStream && ssrc == Ssrc)
        {
            return;
        }

        // Far enough from the old stream that nothing of it can be mistaken for the new one.
        long start = _hasStream ? _window.Highest + 2 * ReceiveWindow.Size : sequence;
        _lineOffset = start - sequence;
        DiscontinuityAt = start;
        Ssrc = ssrc;
        _hasStream = true;
        Repair.Reset();
        Report.Reset();
        _meter.Restart();
        LastReport = null;
        LastReportMiddle = 0;
    }

    /// <summary>
    /// A key frame so young that a newcomer may begin with it, from the ring: many joining at once then share one request upstream.
    /// </summary>
    public bool TryGetYoungKeyFrame(Instant now, out StoredPacket packet)
    {
        if (LastKeyFrame.Line >= DiscontinuityAt && now - LastKeyFrame.At <= YoungKeyFrame)
        {
            return Has(LastKeyFrame.Line, out packet);
        }

        packet = default;
        return false;
    }

    public long LineOf(long extendedSequence) => extendedSequence + _lineOffset;

    /// <summary>The line of a 16-bit sequence number near the newest packet (original number in a retransmission).</summary>
    public long LineNear(ushort sequence)
    {
        long highest = _window.Highest - _lineOffset;
        return highest + (short)(sequence - (ushort)highest) + _lineOffset;
    }

    /// <summary>Takes an authenticated packet of the current stream: counts it, finds gaps, stores and marks it for forwarding.</summary>
    /// <param name="line">Its place on the track's line.</param>
    /// <param name="repaired">It came as a retransmission.</param>
    public DropReason Accept(Instant now, long line, in RtpPacket packet, ReadOnlySpan<byte> payload, bool repaired, RoundTrip roundTrip)
    {
        if (line < DiscontinuityAt)
        {
            return DropReason.TooLate;
        }

        long before = _window.Highest;
        Arrival arrival = _window.Record(line);
        if (arrival is Arrival.Duplicate or Arrival.TooLate)
        {
            return arrival is Arrival.Duplicate ? DropReason.Duplicate : DropReason.TooLate;
        }

        LastPacketAt = now;
        Packets++;
        Report.Record(now, line, packet.Timestamp, arrival == Arrival.Newest && !repaired);
        if (arrival == Arrival.Newest)
        {
            NoteProgress(now, before, line);
        }
        else
        {
            Instant asked = Repair.NoteArrived(line);
            if (repaired)
            {
                Repaired++;
                if (asked != Instant.Never)
                {
                    roundTrip.Sample(now - asked);
                }
            }
        }

        return Store(now, line, packet, payload);
    }

    public void Allow(bool allowed)
    {
        if (Allowed == allowed)
        {
            return;
        }

        Allowed = allowed;
        Repair.Reset();
        PendingCount = 0;
        DiscontinuityAt = _window.Highest + 1; // nothing said while muted is ever sent, not even as a retransmission
    }

    /// <summary>Takes a sender report (RFC 3550 section 6.4.1) of the current stream.</summary>
    public void NoteReport(Instant now, ulong ntp, uint timestamp, SenderClock clock)
    {
        clock.Note(now, ntp);
        LastReport = (clock.ToOurs(ntp), timestamp);
        LastReportMiddle = NtpTime.Middle(ntp);
        LastReportAt = now;
    }

    /// <summary>
    /// Marks pending packets that are one byte shorter than another of their frame. Browsers cut a frame into packets that differ by one
    /// byte; levelled, they are one message to the kernel.
    /// </summary>
    public void LevelPending()
    {
        for (int first = 0; !IsAudio && first < PendingCount;)
        {
            if (!Has(_pending[first], out StoredPacket head))
            {
                first++;
                continue;
            }

            int longest = head.Payload.Length;
            int end = first + 1;
            for (; end < PendingCount && Has(_pending[end], out StoredPacket next) && next.Timestamp == head.Timestamp; end++)
            {
                longest = Math.Max(longest, next.Payload.Length);
            }

            for (int i = first; i < end; i++)
            {
                if (Has(_pending[i], out StoredPacket packet) && packet.Payload.Length == longest - 1)
                {
                    _ring!.Mark(_pending[i], PacketMark.OneShort);
                }
            }

            first = end;
        }
    }

    public void ClearPending() => PendingCount = 0;

    /// <summary>Ends the source; its packets are forgotten, whoever still points at it.</summary>
    public void Close()
    {
        Closed = true;
        PendingCount = 0;
        _ring = null;
    }

    private void NoteProgress(Instant now, long before, long line)
    {
        if (before < DiscontinuityAt || line - before <= 1)
        {
            return;
        }

        if (line - before > MaxJump)
        {
            DiscontinuityAt = line;
            Repair.Reset();
        }
        else if (!IsAudio && Allowed)
        {
            Repair.NoteGap(now, before + 1, line);
        }
    }

    private DropReason Store(Instant now, long line, in RtpPacket packet, ReadOnlySpan<byte> payload)
    {
        if (!Allowed)
        {
            return DropReason.NotForwarded;
        }

        PacketMark mark = IsAudio ? PacketMark.FrameStart : MarkOf(payload);
        _meter.Add(now, (int)mark >> 6, payload.Length);
        if (!IsAudio && mark == PacketMark.None && !payload.IsEmpty)
        {
            return DropReason.CodecMalformed;
        }

        if ((mark & PacketMark.KeyFrame) != 0)
        {
            KeyFrameCount++;
            LastKeyFrame = line > LastKeyFrame.Line ? (line, now) : LastKeyFrame;
            KeyFrames.Satisfy();
        }

        if (PendingCount == MaxPending)
        {
            return DropReason.RingFull;
        }

        _ring ??= IsAudio ? new PacketRing(AudioRingBytes, 128) : new PacketRing(VideoRingBytes, 1024);
        _ring.Store(line, packet.Timestamp, packet.Marker, mark, payload);
        _pending[PendingCount++] = line;
        return DropReason.None;
    }

    private PacketMark MarkOf(ReadOnlySpan<byte> payload)
    {
        if (!Vp8Descriptor.TryParse(payload, out Vp8Descriptor descriptor))
        {
            return PacketMark.None;
        }

        PacketMark mark = PacketMark.Vp8 | (PacketMark)(descriptor.Tid << 6) | (descriptor.LayerSync ? PacketMark.LayerSync : 0);
        if (!descriptor.StartOfFrame)
        {
            return mark;
        }

        if (descriptor.TryGetKeyFrameSize(payload, out int width, out int height))
        {
            _meter.NoteSize(width, height);
        }

        return mark | PacketMark.FrameStart | (descriptor.IsKeyFrame(payload) ? PacketMark.KeyFrame : 0);
    }
}
