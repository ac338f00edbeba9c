using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// One RTP stream of a published source: the only one, or one simulcast layer (RFC 8853). Receive state, loss repair, key-frame requests,
/// measured rates, and the ring that feeds every subscriber. Packets stand on the layer's own 64-bit <i>line</i>: extended sequence
/// numbers that go on growing when the SSRC changes or the sender jumps, with <see cref="DiscontinuityAt"/> saying where a decoder must
/// begin anew.
/// </summary>
internal sealed class PublishedLayer
{
    private const int MaxPending = 512;
    private const int MaxJump = 1000;

    private static readonly TimeSpan YoungKeyFrame = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LiveWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FlowsWithin = TimeSpan.FromMilliseconds(700);

    private readonly ReceiveWindow _window = new();
    private readonly int _ringBytes;
    private readonly PayloadReader _reader = new();
    private long[] _pending = [];
    private PacketRing? _ring;
    private long _lineOffset;
    private byte _payloadType;
    private bool _hasStream;
    private ArrivingKeyFrame _keyFrame;

    /// <param name="rid">Its RID in the offer (RFC 8851), empty for the only stream of a source.</param>
    /// <param name="ringBytes">Payload bytes kept for forwarding and retransmission.</param>
    public PublishedLayer(PublishedTrack track, string rid, int ringBytes)
    {
        Track = track;
        Rid = rid;
        _ringBytes = ringBytes;
        Report = new ReceptionReport(track.Media.ClockRate);
    }

    public PublishedTrack Track { get; }

    public string Rid { get; }

    /// <summary>Place of the RID in the offer; 0 for the only stream.</summary>
    public int Order { get; set; }

    public uint Ssrc { get; private set; }

    public bool HasStream => _hasStream;

    /// <summary>What its packets hold now.</summary>
    public MediaCodec Codec { get; private set; }

    public Instant LastPacketAt { get; private set; } = new(long.MinValue / 2);

    public long DiscontinuityAt { get; private set; }

    public long Highest => _window.Highest;

    public LossRepair Repair { get; } = new();

    public KeyFrameRequests KeyFrames { get; } = new();

    public ReceptionReport Report { get; }

    public LayerMeter Meter { get; } = new();

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

    /// <summary>Whether packets come; a layer its encoder has switched off does not count.</summary>
    public bool IsLive(Instant now) => _hasStream && now - LastPacketAt < LiveWithin;

    /// <summary>Whether packets come now, as closely as a camera of few pictures a second allows: a slot leaves a layer that does not.</summary>
    public bool IsFlowing(Instant now) => _hasStream && now - LastPacketAt < FlowsWithin;

    public bool Has(long line, out StoredPacket packet)
    {
        if (_ring is null)
        {
            packet = default;
            return false;
        }

        return _ring.TryGet(line, out packet);
    }

    /// <summary>Takes the place of an earlier stream of this layer, or begins the first one; another codec is another stream, too.</summary>
    public void BindStream(uint ssrc, long sequence, byte payloadType, MediaCodec codec)
    {
        if (_hasStream && ssrc == Ssrc)
        {
            if (payloadType != _payloadType)
            {
                ChangeCodec(sequence, payloadType, codec);
            }

            return;
        }

        // Far enough from the old stream that nothing of it can be mistaken for the new one.
        long start = _hasStream ? _window.Highest + 2 * ReceiveWindow.Size : sequence;
        _lineOffset = start - sequence;
        DiscontinuityAt = start;
        (Ssrc, Codec, _payloadType, _hasStream) = (ssrc, codec, payloadType, true);
        Repair.Reset();
        Report.Reset();
        Meter.Restart();
        _reader.Restart();
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
    /// <param name="line">Its place on the layer's line.</param>
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

    /// <summary>Nothing that came so far is ever sent, not even as a retransmission.</summary>
    public void Forget()
    {
        Repair.Reset();
        PendingCount = 0;
        DiscontinuityAt = _window.Highest + 1;
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
        for (int first = 0; !Track.IsAudio && first < PendingCount;)
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

    /// <summary>Ends the layer; its packets are forgotten, whoever still points at it.</summary>
    public void Close()
    {
        PendingCount = 0;
        _ring = null;
    }

    private void ChangeCodec(long sequence, byte payloadType, MediaCodec codec)
    {
        if (!Track.IsAudio && LineOf(sequence) <= _window.Highest)
        {
            return; // a straggler of the codec before
        }

        // Opus bare or wrapped is the same sound; a picture of another codec begins anew.
        if (!Track.IsAudio)
        {
            DiscontinuityAt = LineOf(sequence);
            Repair.Reset();
            Meter.Restart();
            _reader.Restart();
        }

        (Codec, _payloadType) = (codec, payloadType);
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
        else if (!Track.IsAudio && Track.Allowed)
        {
            Repair.NoteGap(now, before + 1, line);
        }
    }

    private DropReason Store(Instant now, long line, in RtpPacket packet, ReadOnlySpan<byte> payload)
    {
        if (!Track.Allowed)
        {
            return DropReason.NotForwarded;
        }

        PacketMark mark = _reader.Read(Codec, payload, packet.Timestamp);
        if (mark == PacketMark.None && !payload.IsEmpty)
        {
            return DropReason.CodecMalformed;
        }

        Meter.Add(now, (int)(mark & PacketMark.TemporalMask) >> 6, payload.Length);
        if ((mark & PacketMark.KeyFrame) != 0)
        {
            KeyFrameCount++;
            if (line > LastKeyFrame.Line)
            {
                LastKeyFrame = (line, now);
                _keyFrame = new ArrivingKeyFrame(FirstOf(line, mark), line, packet.Timestamp);
                Repair.KeyFrameBegins(_keyFrame.First);
            }

            KeyFrames.Satisfy();
            if (_reader.Height != 0 && _reader.Height != Meter.Height)
            {
                Meter.Height = _reader.Height;
                Track.SortLayers();
            }
        }

        if (PendingCount == MaxPending)
        {
            return DropReason.RingFull;
        }

        if (_ring is null)
        {
            _ring = new PacketRing(_ringBytes, Track.IsAudio ? 128 : 1024);
            _pending = new long[MaxPending];
        }

        _ring.Store(line, packet.Timestamp, packet.Marker, mark, payload);
        _pending[PendingCount++] = line;
        if (Repair.HasMissing && _keyFrame.IsWhole(this))
        {
            Repair.KeyFrameIsWhole(_keyFrame.First);
        }

        return DropReason.None;
    }

    /// <summary>Of H.264, parameter sets may be missing right before the packet by which a key frame was recognised; of VP8 that is the first.</summary>
    private long FirstOf(long line, PacketMark mark)
    {
        while ((mark & PacketMark.H264) != 0 && line > DiscontinuityAt && !Has(line - 1, out _))
        {
            line--;
        }

        return line;
    }
}
