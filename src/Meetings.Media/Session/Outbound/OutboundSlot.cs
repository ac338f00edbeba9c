using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// A fixed slot of one receiver: a stream with its own constant SSRC that shows changing sources, and of each the layer its target allows.
/// A picture's source or layer changes at a key frame only; until it comes, the one before goes on. Sound changes at once.
/// </summary>
internal sealed class OutboundSlot
{
    private static readonly TimeSpan PatientFor = TimeSpan.FromSeconds(2);

    private readonly SlotTimeline _timeline;
    private readonly SlotPackets _packets;
    private PublishedTrack? _wanted;
    private PublishedTrack? _refused;
    private Instant _refusedSince;
    private PublishedLayer? _current;
    private PublishedLayer? _next;
    private TemporalGate _gate;
    private LineQueue? _waiting;
    private LayerTarget _target = LayerTarget.Best;
    private Instant _lackingSince = Instant.Never;
    private Instant _lastKeyFrameHonoured = new(long.MinValue / 2);

    public OutboundSlot(NegotiatedMedia media, SlotSeed seed)
    {
        _timeline = new SlotTimeline(media.ClockRate, media.IsAudio, seed.Sequence, seed.Timestamp, seed.PictureId);
        _packets = new SlotPackets(media, _timeline, seed.RtxSequence);
    }

    public NegotiatedMedia Media => _packets.Media;

    public bool IsAudio => Media.IsAudio;

    /// <summary>What is being forwarded now.</summary>
    public PublishedTrack? Current => _current?.Track;

    /// <summary>The layer that is being forwarded now.</summary>
    public PublishedLayer? CurrentLayer => _current;

    /// <summary>Highest temporal layer that passes now.</summary>
    public int CurrentTemporal => _gate.Current;

    /// <summary>What shall be forwarded.</summary>
    public PublishedTrack? Wanted => _wanted;

    /// <summary>The layer whose key frame the slot waits for; null while paused.</summary>
    public PublishedLayer? Awaited => _next;

    /// <summary>The layer the target and the wish ask for, whether it is sent or not; null while nothing is wanted.</summary>
    public PublishedLayer? Ideal { get; private set; }

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

    /// <summary>How high a picture the receiver has room for, pixels; 0 for no limit.</summary>
    public int MaxHeight { get; set; }

    /// <summary>What the receiver was last told the slot shows; kept by the room.</summary>
    public PublishedTrack? Told { get; set; }

    /// <summary>The source of which the receiver was last told that it cannot decode it; kept by the room.</summary>
    public PublishedTrack? ToldUndecodable { get; set; }

    /// <summary>The wished source that the receiver cannot decode, once its publisher had time to change the codec.</summary>
    public PublishedTrack? Undecodable { get; private set; }

    /// <summary>What the slot shows as seen from outside: a source that only begins anew is still shown.</summary>
    public PublishedTrack? Shown => Current ?? (_wanted is not null && _wanted == Told && !IsPaused ? Told : null);

    /// <summary>Sound only: how many times every frame is repeated, for a line that loses packets.</summary>
    public int SoundRepeats
    {
        set => _packets.SoundRepeats = value;
    }

    public long Packets => _packets.Packets;

    public long Octets => _packets.Octets;

    public long Resent => _packets.Resent;

    public long PacketsAtLastReport { get; set; }

    /// <summary>Whether the slot would send something of what has arrived.</summary>
    public bool HasWork => IsWaiting || (_current?.PendingCount ?? 0) != 0 || (_wanted?.HasPending ?? false);

    /// <summary>Pictures wait until the receiver's line has room.</summary>
    public bool IsWaiting => _waiting is { Count: > 0 };

    private bool IsPaused => _target.IsPaused && !IsAudio;

    /// <summary>A new offer may change payload types and extension ids, never kind or SSRC.</summary>
    public void Renegotiate(NegotiatedMedia media) => _packets.Renegotiate(media);

    /// <summary>Whether the receiver understands what this source sends; a source not heard yet is given a chance.</summary>
    public bool CanShow(PublishedTrack track) => track.Codec is not { } codec || _packets.Carries(codec, track.Media);

    /// <summary>The wished source if the receiver understands it, else null; then <see cref="Undecodable"/> tells after a while.</summary>
    public PublishedTrack? Decodable(Instant now, PublishedTrack? track)
    {
        PublishedTrack? refused = track is not null && !CanShow(track) ? track : null;
        if (refused != _refused)
        {
            (_refused, _refusedSince) = (refused, now);
        }

        Undecodable = now - _refusedSince >= PatientFor ? refused : null;
        return refused is null ? track : null;
    }

    /// <summary>Sets what the slot shall show; null empties it at once.</summary>
    public void Show(PublishedTrack? track)
    {
        if (track is null)
        {
            (_next, _current, Ideal) = (null, null, null);
            _waiting?.Clear();
        }

        _wanted = track;
    }

    /// <summary>The stream was broken off (receiver gone for a while): what follows begins anew.</summary>
    public void Interrupt()
    {
        _current = null;
        _waiting?.Clear();
    }

    /// <summary>Decides which layer shall be forwarded, and remembers what is asked of the publisher.</summary>
    public void Aim(Instant now)
    {
        if (_wanted is null || IsPaused)
        {
            (_next, Ideal) = (null, null);
            return;
        }

        PublishedLayer aim = _wanted.Layers.Count == 1 ? Ideal = _wanted.Layers[0] : Select(now, _wanted.Layers);
        _next = aim == _current ? null : aim;
    }

    /// <summary>Forwards what arrived since the last flush.</summary>
    public void Forward(Instant now, PeerSender sender)
    {
        if (IsPaused)
        {
            return;
        }

        Aim(now);
        if (_next is not null && _next.PendingCount != 0 && TrySwitch(now, sender))
        {
            return;
        }

        if (_current is null)
        {
            return;
        }

        if (_waiting is not null && _waiting.IsStale(now))
        {
            _current.KeyFrames.Want(); // what waited is of no use any more: the picture begins anew
            Interrupt();
            return;
        }

        ForwardWaiting(now, sender);
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

            ForwardOrWait(now, sender, packet);
        }
    }

    /// <summary>A receiver asks for a key frame; false when it asks too often.</summary>
    public bool RequestKeyFrame(Instant now)
    {
        if (IsAudio || IsPaused || (_current ?? _next) is not { } layer || now - _lastKeyFrameHonoured < KeyFrameRequests.Spacing)
        {
            return false;
        }

        _lastKeyFrameHonoured = now;
        layer.KeyFrames.Want();
        return true;
    }

    /// <summary>Asks for the key frame the slot waits for, if its layer is being sent and none is at hand.</summary>
    public void WantAwaited(Instant now)
    {
        if (_next is { } next && next.IsFlowing(now) && !TryGetStart(now, next, out _))
        {
            next.KeyFrames.Want();
        }
    }

    /// <summary>Sends a packet again under the repair SSRC (RFC 4588 section 4), if it may be and still is at hand.</summary>
    public DropReason Resend(Instant now, ushort sequence, TimeSpan roundTrip, PeerSender sender) =>
        _packets.Resend(now, sequence, roundTrip, sender);

    /// <summary>Whether probes can be sent on the slot's repair stream.</summary>
    public bool CanProbe => !IsAudio && _packets.CanProbe;

    /// <summary>Sends a packet of padding, 1 to 255 bytes of it; false when nothing was sent.</summary>
    public bool SendPadding(Instant now, int padding, PeerSender sender) => _packets.SendPadding(now, padding, sender);

    /// <summary>The RTP timestamp this slot's source has now, for a sender report; false before the source has reported.</summary>
    public bool TryMapReport(ulong nowNtp, out uint timestamp)
    {
        timestamp = 0;
        if (_current?.LastReport is not { } report || !_timeline.TryGet(_timeline.CurrentEpoch, out SlotTimeline.Epoch epoch))
        {
            return false;
        }

        timestamp = report.Timestamp + epoch.TimestampDelta + Ticks(nowNtp, report.Ntp);
        return true;
    }

    private PublishedLayer Select(Instant now, List<PublishedLayer> layers)
    {
        Span<LayerState> states = stackalloc LayerState[LayerTarget.MaxSpatial];
        int current = -1;
        for (int i = 0; i < layers.Count; i++)
        {
            states[i] = new LayerState(layers[i].IsFlowing(now), layers[i].Meter.Height);
            current = layers[i] == _current ? i : current;
        }

        states = states[..layers.Count];
        int ideal = LayerSelector.Ideal(states, _target, MaxHeight);
        Ideal = layers[ideal];
        int aim = LayerSelector.Aim(states, ideal, current, mayExceed: _lackingSince != Instant.Never && now - _lackingSince > PatientFor);
        if (aim <= ideal && states[aim].IsFlowing)
        {
            _lackingSince = Instant.Never;
        }
        else if (_lackingSince == Instant.Never)
        {
            _lackingSince = now;
        }

        return layers[aim];
    }

    /// <summary>Begins the awaited layer if a packet it can begin with has come, and catches up to its newest packet.</summary>
    private bool TrySwitch(Instant now, PeerSender sender)
    {
        PublishedLayer next = _next!;
        foreach (long line in next.Pending)
        {
            if (line >= next.DiscontinuityAt && next.Has(line, out StoredPacket packet) && (IsAudio || packet.StartsKeyFrame))
            {
                BeginAt(now, sender, next, packet);
                return true;
            }
        }

        if (!IsAudio && TryGetStart(now, next, out StoredPacket start))
        {
            BeginAt(now, sender, next, start);
            return true;
        }

        return false;
    }

    /// <summary>A key frame from the ring; within one picture only one that is newer than what was shown.</summary>
    private bool TryGetStart(Instant now, PublishedLayer next, out StoredPacket start) =>
        next.TryGetYoungKeyFrame(now, out start)
        && (_current is null || _current.Track != next.Track || Align(next, start.Timestamp) is uint at && (int)(at - _timeline.LastTimestamp) > 0);

    /// <summary>The layer's own stream began anew: sound goes on at once, a picture waits for the next key frame.</summary>
    private void RestartCurrent(Instant now, PeerSender sender)
    {
        PublishedLayer layer = _current!;
        Interrupt();
        _next = layer;
        if (!TrySwitch(now, sender))
        {
            layer.KeyFrames.Want();
        }
    }

    private void BeginAt(Instant now, PeerSender sender, PublishedLayer layer, in StoredPacket first)
    {
        PictureNumbers? picture = null;
        if ((first.Mark & PacketMark.Vp8) != 0 && Vp8Descriptor.TryParse(first.Payload, out Vp8Descriptor descriptor))
        {
            picture = new PictureNumbers(descriptor.HasPictureId ? descriptor.PictureId : null, descriptor.HasTl0PicIdx ? descriptor.Tl0PicIdx : null);
        }

        _timeline.Begin(now, layer, first, picture, Align(layer, first.Timestamp));
        _gate.Restart();
        (_current, _next) = (layer, null);

        // Later packets of the key frame may have come before its first one: everything from the start on is sent now.
        _packets.BeginEpoch();
        _waiting?.Clear();
        for (long line = first.Sequence; line <= layer.Highest; line++)
        {
            if (layer.Has(line, out StoredPacket packet))
            {
                ForwardOrWait(now, sender, packet);
            }
        }
    }

    /// <summary>
    /// Where a timestamp of this layer belongs on the slot's line, by the sender reports of both layers; null when the slot showed another
    /// picture before, or one of them has not reported.
    /// </summary>
    private uint? Align(PublishedLayer layer, uint timestamp)
    {
        if (!_timeline.TryGet(_timeline.CurrentEpoch, out SlotTimeline.Epoch epoch) || epoch.Layer.Track != layer.Track
            || epoch.Layer.LastReport is not { } before || layer.LastReport is not { } report)
        {
            return null;
        }

        return before.Timestamp + Ticks(report.Ntp, before.Ntp) + (timestamp - report.Timestamp) + epoch.TimestampDelta;
    }

    private uint Ticks(ulong laterNtp, ulong earlierNtp) =>
        (uint)(long)(NtpTime.Nanoseconds(laterNtp, earlierNtp) / 1e9 * Media.ClockRate);

    /// <summary>What waited leaves in its order as far as the line has room.</summary>
    private void ForwardWaiting(Instant now, PeerSender sender)
    {
        while (IsWaiting && sender.Pacer.Admits(now))
        {
            if (_current!.Has(_waiting!.Take(), out StoredPacket packet))
            {
                ForwardOne(now, sender, packet);
            }
        }
    }

    private void ForwardOrWait(Instant now, PeerSender sender, in StoredPacket packet)
    {
        if (IsAudio || !IsWaiting && sender.Pacer.Admits(now))
        {
            ForwardOne(now, sender, packet);
        }
        else
        {
            (_waiting ??= new LineQueue()).Add(now, packet.Sequence);
        }
    }

    private void ForwardOne(Instant now, PeerSender sender, in StoredPacket packet)
    {
        bool isNewest = packet.Sequence > _timeline.HighestLine;
        if (isNewest
            ? _gate.Passes(packet, IsAudio ? 0 : _target.Temporal)
            : packet.Temporal <= _gate.Current && !_timeline.WasSkipped(packet.Sequence, packet.Timestamp))
        {
            _packets.Send(now, packet, sender);
        }
        else if (isNewest)
        {
            _timeline.Skip(packet.Sequence, packet.Timestamp);
        }
        else
        {
            _packets.SendFiller(now, packet, sender);
        }
    }
}

/// <summary>Random beginnings of a slot's numbers (RFC 3550 section 5.1), drawn from the join command's entropy.</summary>
internal readonly record struct SlotSeed(ushort Sequence, uint Timestamp, int PictureId, ushort RtxSequence);
