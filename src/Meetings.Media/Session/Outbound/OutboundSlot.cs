using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// A fixed slot of one receiver: a stream with its own constant SSRC that shows changing sources. A picture's source changes at a key
/// frame only; until it comes, the source before goes on. Sound changes at once.
/// </summary>
internal sealed class OutboundSlot
{
    private const int TrailerRoom = 32;

    private readonly SlotTimeline _timeline;
    private SentHistory? _history;
    private HeaderLayout _layout;
    private PublishedTrack? _current;
    private PublishedTrack? _next;
    private LayerTarget _target = LayerTarget.Best;
    private long _rtxSequence;
    private Instant _lastKeyFrameHonoured = new(long.MinValue / 2);

    public OutboundSlot(NegotiatedMedia media, SlotSeed seed)
    {
        Media = media;
        _layout = new HeaderLayout(media);
        _timeline = new SlotTimeline(media.ClockRate, media.IsAudio, seed.Sequence, seed.Timestamp, seed.PictureId);
        _rtxSequence = seed.RtxSequence;
        _history = media.RtxPayloadType is null ? null : new SentHistory();
    }

    public NegotiatedMedia Media { get; private set; }

    public bool IsAudio => Media.IsAudio;

    /// <summary>What is being forwarded now.</summary>
    public PublishedTrack? Current => _current;

    /// <summary>What shall be forwarded: the awaited source, or the current one.</summary>
    public PublishedTrack? Wanted => _next ?? _current;

    /// <summary>The source whose key frame the slot waits for; null while paused.</summary>
    public PublishedTrack? Awaited => _target.IsPaused ? null : _next;

    /// <summary>
    /// How much of the picture may be forwarded, as whoever allots the receiver's bandwidth decides; the best by default. Paused, the slot
    /// keeps its source and begins anew with a key frame when it may send again. Of no effect on sound.
    /// </summary>
    public LayerTarget Target
    {
        get => _target;
        set
        {
            if (value.IsPaused && !_target.IsPaused && !IsAudio)
            {
                Interrupt();
            }

            _target = value;
        }
    }

    /// <summary>What the receiver was last told the slot shows; kept by the room.</summary>
    public PublishedTrack? Told { get; set; }

    /// <summary>What the slot shows as seen from outside: a source that only begins anew is still shown.</summary>
    public PublishedTrack? Shown => _current ?? (_next is not null && _next == Told && !_target.IsPaused ? Told : null);

    public long Packets { get; private set; }

    public long Octets { get; private set; }

    public long Resent { get; private set; }

    public long PacketsAtLastReport { get; set; }

    /// <summary>A new offer may change payload types and extension ids, never kind or SSRC.</summary>
    public void Renegotiate(NegotiatedMedia media)
    {
        Media = media;
        _layout = new HeaderLayout(media);
        _history ??= media.RtxPayloadType is null ? null : new SentHistory();
    }

    /// <summary>Sets what the slot shall show; null empties it at once.</summary>
    public void Show(PublishedTrack? track)
    {
        if (track is null)
        {
            _next = _current = null;
        }
        else if (track == _current)
        {
            _next = null;
        }
        else
        {
            _next = track;
        }
    }

    /// <summary>The stream was broken off (receiver gone for a while): what follows begins anew.</summary>
    public void Interrupt()
    {
        _next ??= _current;
        _current = null;
    }

    /// <summary>Whether the slot would send something of what has arrived.</summary>
    public bool HasWork => (_current?.PendingCount ?? 0) != 0 || (_next?.PendingCount ?? 0) != 0;

    /// <summary>Forwards what arrived since the last flush.</summary>
    public void Forward(Instant now, PeerSender sender)
    {
        if (_target.IsPaused && !IsAudio)
        {
            return;
        }

        if (_next is not null && _next.PendingCount != 0 && TrySwitch(now, sender))
        {
            return;
        }

        if (_current is null || _current.PendingCount == 0)
        {
            return;
        }

        foreach (long line in _current.Pending)
        {
            if (line < _timeline.StartLine || !_current.Has(line, out StoredPacket packet))
            {
                continue;
            }

            if (_timeline.StartLine < _current.DiscontinuityAt && line >= _current.DiscontinuityAt)
            {
                RestartCurrent(now, sender);
                return;
            }

            Send(now, sender, packet);
        }
    }

    /// <summary>A receiver asks for a key frame; false when it asks too often.</summary>
    public bool RequestKeyFrame(Instant now)
    {
        if (IsAudio || _target.IsPaused || Wanted is not { } track || now - _lastKeyFrameHonoured < KeyFrameRequests.Spacing)
        {
            return false;
        }

        _lastKeyFrameHonoured = now;
        track.KeyFrames.Want();
        return true;
    }

    /// <summary>Sends a packet again under the repair SSRC (RFC 4588 section 4), if it may be and still is at hand.</summary>
    public DropReason Resend(Instant now, ushort sequence, TimeSpan roundTrip, PeerSender sender)
    {
        // Without a repair stream nothing is resent: another header under the same SRTP index would reuse its key stream.
        if (Media.RtxPayloadType is not byte payloadType || _history is null || _timeline.CurrentEpoch < 0)
        {
            return DropReason.FeedbackLimited;
        }

        long extended = SentHistory.Extend(sequence, _timeline.HighestSequence);
        if (!_history.TryTake(now, extended, roundTrip, _timeline.CurrentEpoch, out int number)
            || !_timeline.TryGet(number, out SlotTimeline.Epoch epoch))
        {
            return DropReason.FeedbackLimited;
        }

        long line = extended - epoch.SequenceDelta;
        if (!epoch.Track.Allowed || epoch.Track.Closed || !epoch.Track.Has(line, out StoredPacket packet))
        {
            return DropReason.TooLate;
        }

        int capacity = HeaderLayout.MaxLength + Rtx.HeaderLength + packet.Payload.Length + TrailerRoom;
        if (!sender.Retransmissions.TrySpend(now, capacity))
        {
            return DropReason.FeedbackLimited;
        }

        if (!sender.TryReserve(capacity, out Span<byte> buffer))
        {
            return DropReason.None;
        }

        _rtxSequence++;
        var header = new OutgoingHeader(
            packet.Marker, payloadType, _rtxSequence, packet.Timestamp + epoch.TimestampDelta, Media.SlotRtxSsrc, Number(sender));
        int headerLength = _layout.Write(buffer, now, header);
        Rtx.WriteHeader(buffer[headerLength..], sequence);
        int start = headerLength + Rtx.HeaderLength;
        int payloadLength = WritePayload(buffer[start..], packet, epoch, isNew: false);
        sender.CommitRtp(now, buffer, start + payloadLength, headerLength, _rtxSequence);
        Resent++;
        sender.Counters.PacketsResent++;
        return DropReason.None;
    }

    /// <summary>The RTP timestamp this slot's source has now, for a sender report; false before the source has reported.</summary>
    public bool TryMapReport(ulong nowNtp, out uint timestamp)
    {
        timestamp = 0;
        if (_current?.LastReport is not { } report || !_timeline.TryGet(_timeline.CurrentEpoch, out SlotTimeline.Epoch epoch))
        {
            return false;
        }

        long elapsed = NtpTime.Nanoseconds(nowNtp, report.Ntp);
        timestamp = report.Timestamp + epoch.TimestampDelta + (uint)(long)(elapsed / 1e9 * Media.ClockRate);
        return true;
    }

    private ushort Number(PeerSender sender) => _layout.UsesTransportSequence ? sender.NextTransportSequence() : (ushort)0;

    /// <summary>Begins the awaited source if a packet it can begin with has come, and catches up to its newest packet.</summary>
    private bool TrySwitch(Instant now, PeerSender sender)
    {
        PublishedTrack next = _next!;
        foreach (long line in next.Pending)
        {
            if (line < next.DiscontinuityAt || !next.Has(line, out StoredPacket packet) || !(IsAudio || packet.StartsKeyFrame))
            {
                continue;
            }

            _next = null;
            _current = next;
            BeginAt(now, sender, packet);
            return true;
        }

        if (!IsAudio && next.TryGetYoungKeyFrame(now, out StoredPacket start))
        {
            _next = null;
            _current = next;
            BeginAt(now, sender, start);
            return true;
        }

        return false;
    }

    /// <summary>The source's own stream began anew: sound goes on at once, a picture waits for the next key frame.</summary>
    private void RestartCurrent(Instant now, PeerSender sender)
    {
        PublishedTrack track = _current!;
        _current = null;
        _next = track;
        if (!TrySwitch(now, sender))
        {
            track.KeyFrames.Want();
        }
    }

    private void BeginAt(Instant now, PeerSender sender, in StoredPacket first)
    {
        int? pictureId = null;
        int? tl0 = null;
        if (!IsAudio && Vp8Descriptor.TryParse(first.Payload, out Vp8Descriptor descriptor))
        {
            pictureId = descriptor.HasPictureId ? descriptor.PictureId : null;
            tl0 = descriptor.HasTl0PicIdx ? descriptor.Tl0PicIdx : null;
        }

        PublishedTrack track = _current!;
        _timeline.Begin(now, track, first.Sequence, first.Timestamp, pictureId, tl0);
        long start = first.Sequence;

        // Later packets of the key frame may have come before its first one: everything from the start on is sent now.
        for (long line = start; line <= track.Highest; line++)
        {
            if (track.Has(line, out StoredPacket packet))
            {
                Send(now, sender, packet, line == start && IsAudio);
            }
        }
    }

    private void Send(Instant now, PeerSender sender, in StoredPacket packet, bool forceMarker = false)
    {
        int capacity = HeaderLayout.MaxLength + packet.Payload.Length + TrailerRoom;
        if (!sender.TryReserve(capacity, out Span<byte> buffer) || !_timeline.TryGet(_timeline.CurrentEpoch, out SlotTimeline.Epoch epoch))
        {
            return;
        }

        long sequence = _timeline.Advance(now, packet.Sequence, packet.Timestamp);
        var header = new OutgoingHeader(
            packet.Marker || forceMarker, Media.PayloadType, sequence, packet.Timestamp + epoch.TimestampDelta, Media.SlotSsrc, Number(sender));
        int headerLength = _layout.Write(buffer, now, header);
        int length = headerLength + WritePayload(buffer[headerLength..], packet, epoch, isNew: true);
        if ((packet.Mark & PacketMark.OneShort) != 0)
        {
            RtpPadding.AddByte(buffer, length++);
        }

        sender.CommitRtp(now, buffer, length, headerLength, sequence);
        _history?.Note(now, sequence, _timeline.CurrentEpoch);
        Packets++;
        Octets += packet.Payload.Length;
        sender.Counters.PacketsForwarded++;
    }

    /// <summary>Copies a payload with its picture numbers moved onto the slot's line, the picture id always in 15 bits.</summary>
    /// <returns>Bytes written.</returns>
    private int WritePayload(Span<byte> to, in StoredPacket packet, in SlotTimeline.Epoch epoch, bool isNew)
    {
        if ((packet.Mark & PacketMark.Vp8) == 0 || !Vp8Descriptor.TryParse(packet.Payload, out Vp8Descriptor descriptor) || !descriptor.HasPictureId)
        {
            packet.Payload.CopyTo(to);
            return packet.Payload.Length;
        }

        int pictureId = descriptor.PictureId + epoch.PictureIdDelta & 0x7fff;
        byte tl0 = (byte)(descriptor.Tl0PicIdx + epoch.Tl0Delta);
        if (isNew)
        {
            _timeline.NotePicture(pictureId, tl0);
        }

        int length = descriptor.Write(to, pictureId, tl0);
        packet.Payload[descriptor.Length..].CopyTo(to[length..]);
        return length + packet.Payload.Length - descriptor.Length;
    }
}

/// <summary>Random beginnings of a slot's numbers (RFC 3550 section 5.1), drawn from the join command's entropy.</summary>
internal readonly record struct SlotSeed(ushort Sequence, uint Timestamp, int PictureId, ushort RtxSequence);
