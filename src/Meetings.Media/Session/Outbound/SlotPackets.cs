using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// Writes a slot's packets: the source's payload under the slot's own numbers and the receiver's payload types, and again when asked for.
/// </summary>
internal sealed class SlotPackets
{
    private const int TrailerRoom = 32;

    /// <summary>
    /// On a line that loses much, what is asked for a third time goes twice: browsers ask ten times and then wait seconds for a key frame,
    /// and one packet in three thousand is asked for in vain so often where 30 % are lost both ways.
    /// </summary>
    private const int TwiceFrom = 2;

    private readonly SlotTimeline _timeline;
    private HeaderLayout _layout;
    private SentHistory? _history;
    private long _rtxSequence;
    private bool _begins;
    private bool _wasSilent;

    public SlotPackets(NegotiatedMedia media, SlotTimeline timeline, ushort rtxSequence)
    {
        Media = media;
        _layout = new HeaderLayout(media);
        _timeline = timeline;
        _rtxSequence = rtxSequence;
    }

    public NegotiatedMedia Media { get; private set; }

    /// <summary>Sound only: how many frames before its own every packet repeats (RFC 2198), where the receiver understands that.</summary>
    public int SoundRepeats { get; set; }

    public long Packets { get; private set; }

    public long Octets { get; private set; }

    public long Resent { get; private set; }

    public void Renegotiate(NegotiatedMedia media)
    {
        Media = media;
        _layout = new HeaderLayout(media);
    }

    /// <summary>Whether the receiver understands this codec as the publisher negotiated it.</summary>
    public bool Carries(MediaCodec codec, NegotiatedMedia publisher) => codec switch
    {
        MediaCodec.Opus or MediaCodec.Red => Media.Find(MediaCodec.Opus) is not null,
        MediaCodec.H264 => Media.Find(MediaCodec.H264) is { } own && own.PacketizationMode >= (publisher.Find(MediaCodec.H264)?.PacketizationMode ?? 0),
        MediaCodec.Vp8 or _ => Media.Find(codec) is not null,
    };

    /// <summary>The next packet is the first of another source or layer.</summary>
    public void BeginEpoch() => _begins = true;

    public void Send(Instant now, in StoredPacket packet, PeerSender sender)
    {
        int repeats = CountEarlier(packet, out int earlierBytes);
        NegotiatedCodec? red = repeats > 0 ? Media.Find(MediaCodec.Red) : null;
        int capacity = HeaderLayout.MaxLength + packet.Payload.Length + TrailerRoom + (red is null ? 0 : earlierBytes);
        if ((red ?? CodecFor(packet.Mark)) is not { } codec || !sender.TryReserve(capacity, out Span<byte> buffer)
            || !_timeline.TryPlace(packet.Sequence, out Placement placement))
        {
            return;
        }

        uint timestamp = packet.Timestamp + placement.TimestampDelta;
        OpusToc sound = Media.IsAudio ? SoundOf(packet) : default;
        bool marker = packet.Marker || Media.IsAudio && BeginsTalk(sound);
        var header = new OutgoingHeader(marker, codec.PayloadType, placement.Sequence, timestamp, Media.SlotSsrc, Number(now, sender));
        int headerLength = _layout.Write(buffer, now, header);
        int written = red is null
            ? WritePayload(buffer[headerLength..], packet, codec, placement.PictureIdDelta, placement.Tl0Delta, isNew: true)
            : WriteRepeated(buffer[headerLength..], packet);
        int length = headerLength + written;
        if ((packet.Mark & PacketMark.OneShort) != 0)
        {
            RtpPadding.AddByte(buffer, length++);
        }

        sender.CommitRtp(now, buffer, length, headerLength, placement.Sequence);
        _timeline.NoteSent(now, packet.Sequence, placement, timestamp, sound.Samples);
        if (codec.Rtx is not null && _timeline.TryGet(_timeline.CurrentEpoch, out SlotTimeline.Epoch epoch))
        {
            _history ??= new SentHistory();
            _history.Note(now, placement.Sequence, _timeline.CurrentEpoch, packet.Sequence - epoch.StartLine, placement.PictureIdDelta);
        }

        _begins = false;
        Packets++;
        Octets += written;
        sender.Counters.PacketsForwarded++;
        sender.Counters.SoundRepeated += red is null ? 0 : repeats;
    }

    /// <summary>
    /// Fills the place of a late packet that is not wanted with an empty one of padding (RFC 3550 section 5.1), so that the receiver does
    /// not ask for it for ever.
    /// </summary>
    public void SendFiller(Instant now, in StoredPacket packet, PeerSender sender)
    {
        if (CodecFor(packet.Mark) is not { } codec || !_timeline.TryPlace(packet.Sequence, out Placement placement)
            || !sender.TryReserve(HeaderLayout.MaxLength + 1 + TrailerRoom, out Span<byte> buffer))
        {
            return;
        }

        var header = new OutgoingHeader(
            false, codec.PayloadType, placement.Sequence, packet.Timestamp + placement.TimestampDelta, Media.SlotSsrc, Number(now, sender));
        int length = _layout.Write(buffer, now, header);
        RtpPadding.AddByte(buffer, length);
        sender.CommitRtp(now, buffer, length + 1, length, placement.Sequence);
    }

    /// <summary>Sends a packet again under the repair SSRC (RFC 4588 section 4), if it may be and still is at hand.</summary>
    public DropReason Resend(Instant now, ushort sequence, TimeSpan roundTrip, PeerSender sender)
    {
        // Without a repair stream nothing is resent: another header under the same SRTP index would reuse its key stream.
        if (_history is null || _timeline.CurrentEpoch < 0)
        {
            return DropReason.FeedbackLimited;
        }

        long extended = SentHistory.Extend(sequence, _timeline.HighestSequence);
        if (!_history.TryTake(now, extended, roundTrip, _timeline.CurrentEpoch, out SentHistory.Sent sent)
            || !_timeline.TryGet(sent.Epoch, out SlotTimeline.Epoch epoch))
        {
            return DropReason.FeedbackLimited;
        }

        PublishedTrack track = epoch.Layer.Track;
        if (!track.Allowed || track.Closed || !epoch.Layer.Has(epoch.StartLine + sent.LineOffset, out StoredPacket packet)
            || CodecFor(packet.Mark) is not { Rtx: byte payloadType })
        {
            return DropReason.TooLate;
        }

        bool isTwice = sent.Resends >= TwiceFrom && sender.Line.LosesMuch;
        DropReason reason = ResendOne(now, sequence, packet, sent, epoch, payloadType, sender);
        return reason == DropReason.None && isTwice ? ResendOne(now, sequence, packet, sent, epoch, payloadType, sender) : reason;
    }

    private DropReason ResendOne(
        Instant now, ushort sequence, in StoredPacket packet, SentHistory.Sent sent, SlotTimeline.Epoch epoch, byte payloadType, PeerSender sender)
    {
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
            packet.Marker, payloadType, _rtxSequence, packet.Timestamp + epoch.TimestampDelta, Media.SlotRtxSsrc, Number(now, sender));
        int headerLength = _layout.Write(buffer, now, header);
        Rtx.WriteHeader(buffer[headerLength..], sequence);
        int start = headerLength + Rtx.HeaderLength;
        int payloadLength = WritePayload(buffer[start..], packet, CodecFor(packet.Mark)!, sent.PictureIdDelta, epoch.Tl0Delta, isNew: false);
        sender.CommitRtp(now, buffer, start + payloadLength, headerLength, _rtxSequence);
        Resent++;
        sender.Counters.PacketsResent++;
        return DropReason.None;
    }

    /// <summary>Whether padding can be sent: on the repair stream, where it means nothing to a decoder, and numbered.</summary>
    public bool CanProbe => _layout.UsesTransportSequence && Media.SlotRtxSsrc != 0 && ProbeType is not null;

    /// <summary>Sends a packet of nothing but padding (RFC 3550 section 5.1) under the repair SSRC.</summary>
    /// <param name="padding">Bytes of padding, 1 to 255.</param>
    /// <returns>False when nothing was sent.</returns>
    public bool SendPadding(Instant now, int padding, PeerSender sender)
    {
        if (ProbeType is not { } payloadType || !sender.TryReserve(HeaderLayout.MaxLength + padding + TrailerRoom, out Span<byte> buffer))
        {
            return false;
        }

        _rtxSequence++;
        var header = new OutgoingHeader(false, payloadType, _rtxSequence, _timeline.LastTimestamp, Media.SlotRtxSsrc, Number(now, sender));
        int length = _layout.Write(buffer, now, header);
        RtpPadding.Fill(buffer, length, padding);
        sender.CommitRtp(now, buffer, length + padding, length, _rtxSequence);
        return true;
    }

    private byte? ProbeType => (Media.Find(MediaCodec.Vp8) ?? Media.Find(MediaCodec.H264))?.Rtx;

    private ushort Number(Instant now, PeerSender sender) =>
        _layout.UsesTransportSequence ? sender.NextTransportSequence(now) : (ushort)0;

    /// <summary>Under which of the receiver's codecs this goes out; null when it has none for it.</summary>
    private NegotiatedCodec? CodecFor(PacketMark mark)
    {
        if (!Media.IsAudio)
        {
            return Media.Find((mark & PacketMark.H264) != 0 ? MediaCodec.H264 : MediaCodec.Vp8);
        }

        // The first packet of a source goes bare: its earlier frames belong to a time when the slot held another.
        NegotiatedCodec? red = (mark & PacketMark.Red) != 0 && !_begins ? Media.Find(MediaCodec.Red) : null;
        return red ?? Media.Find(MediaCodec.Opus);
    }

    /// <summary>The marker bit begins a talk spurt (RFC 3551 section 4.1): another source, or the end of a silence that Opus left out.</summary>
    private bool BeginsTalk(OpusToc sound)
    {
        bool wasSilent = _wasSilent;
        _wasSilent = sound.IsDtx;
        return _begins || wasSilent && !_wasSilent;
    }

    /// <summary>What the frame of a packet of sound holds; nothing when it does not say.</summary>
    private static OpusToc SoundOf(in StoredPacket packet)
    {
        ReadOnlySpan<byte> frame = packet.Payload;
        if ((packet.Mark & PacketMark.Red) != 0 && RedPayload.TryFindPrimary(frame, out Range primary))
        {
            frame = frame[primary];
        }

        return OpusToc.TryParse(frame, out OpusToc sound) ? sound : default;
    }

    /// <summary>
    /// Copies a payload with its picture numbers moved onto the slot's line, the picture id always in 15 bits; redundant sound keeps its
    /// wrapping only where the receiver asked for it.
    /// </summary>
    /// <returns>Bytes written.</returns>
    private int WritePayload(Span<byte> to, in StoredPacket packet, NegotiatedCodec codec, int pictureIdDelta, byte tl0Delta, bool isNew)
    {
        if ((packet.Mark & PacketMark.Red) != 0)
        {
            return WriteRed(to, packet, codec);
        }

        if ((packet.Mark & PacketMark.Vp8) == 0 || !Vp8Descriptor.TryParse(packet.Payload, out Vp8Descriptor descriptor) || !descriptor.HasPictureId)
        {
            packet.Payload.CopyTo(to);
            return packet.Payload.Length;
        }

        int pictureId = descriptor.PictureId + pictureIdDelta & 0x7fff;
        byte tl0 = (byte)(descriptor.Tl0PicIdx + tl0Delta);
        if (isNew)
        {
            _timeline.NotePicture(pictureId, tl0);
        }

        int length = descriptor.Write(to, pictureId, tl0);
        packet.Payload[descriptor.Length..].CopyTo(to[length..]);
        return length + packet.Payload.Length - descriptor.Length;
    }

    /// <summary>How many earlier frames go along with a packet, and the bytes they and all headers take.</summary>
    private int CountEarlier(in StoredPacket packet, out int bytes)
    {
        int count = 0;
        bytes = RedPayload.NewestHeader;
        for (int back = 1; back <= SoundRepeats; back++)
        {
            if (TryFindEarlier(packet, back, out StoredPacket earlier))
            {
                count++;
                bytes += RedPayload.EarlierHeader + earlier.Payload.Length;
            }
        }

        return count;
    }

    /// <summary>
    /// The frame so many before this one, if it was forwarded and is worth repeating: not silence, and close enough to be told.
    /// </summary>
    private bool TryFindEarlier(scoped in StoredPacket packet, int back, out StoredPacket earlier)
    {
        earlier = default;
        return Media.IsAudio && !_begins && (packet.Mark & PacketMark.Red) == 0
            && _timeline.TryGet(_timeline.CurrentEpoch, out SlotTimeline.Epoch epoch) && packet.Sequence - back >= epoch.StartLine
            && epoch.Layer.Has(packet.Sequence - back, out earlier) && (earlier.Mark & PacketMark.Red) == 0
            && RedPayload.CanRepeat(packet.Timestamp - earlier.Timestamp, earlier.Payload.Length)
            && OpusToc.TryParse(earlier.Payload, out OpusToc toc) && !toc.IsDtx;
    }

    /// <summary>Writes a frame behind those before it, the oldest first.</summary>
    /// <returns>Bytes written.</returns>
    private int WriteRepeated(Span<byte> to, in StoredPacket packet)
    {
        byte type = Media.Find(MediaCodec.Opus)!.PayloadType;
        int length = 0;
        for (int back = SoundRepeats; back > 0; back--)
        {
            if (TryFindEarlier(packet, back, out StoredPacket earlier))
            {
                RedPayload.WriteEarlierHeader(to[length..], type, packet.Timestamp - earlier.Timestamp, earlier.Payload.Length);
                length += RedPayload.EarlierHeader;
            }
        }

        to[length++] = type;
        for (int back = SoundRepeats; back > 0; back--)
        {
            if (TryFindEarlier(packet, back, out StoredPacket earlier))
            {
                earlier.Payload.CopyTo(to[length..]);
                length += earlier.Payload.Length;
            }
        }

        packet.Payload.CopyTo(to[length..]);
        return length + packet.Payload.Length;
    }

    private int WriteRed(Span<byte> to, in StoredPacket packet, NegotiatedCodec codec)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        if (codec.Codec == MediaCodec.Red)
        {
            payload.CopyTo(to);
            RedPayload.SetPayloadType(to, Media.Find(MediaCodec.Opus)!.PayloadType);
        }
        else if (RedPayload.TryFindPrimary(payload, out Range primary))
        {
            payload = payload[primary];
            payload.CopyTo(to);
        }

        return payload.Length;
    }
}
