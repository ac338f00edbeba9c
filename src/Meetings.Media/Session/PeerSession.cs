using Meetings.Media.Primitives;
using Meetings.Media.Session.Dtls;
using Meetings.Media.Session.Ice;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Session.Outbound;
using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Session;

/// <summary>Times and rates a session is held to.</summary>
internal readonly record struct SessionLimits(TimeSpan SilentAfter, TimeSpan DeadAfter, long AssumedBitrate);

/// <summary>One PeerConnection: its path, its keys, what it publishes and the slots it receives in. Knows no other peer.</summary>
internal sealed class PeerSession : IDisposable
{
    private readonly Dictionary<uint, OutboundSlot> _everySlot = [];
    private readonly List<OutboundSlot> _audioSlots = [];
    private readonly List<OutboundSlot> _videoSlots = [];
    private readonly List<OutboundSlot> _slots = [];
    private readonly PublisherFeedback _feedback;
    private readonly SlotReports _reports = new();
    private readonly ResendQueue _resends = new();
    private readonly RtcpIntake _rtcp;
    private EntropySource _entropy;

    public PeerSession(PeerId id, NegotiatedSession negotiated, ReadOnlySpan<byte> entropy, SessionLimits limits, RoomCounters counters)
    {
        Id = id;
        _entropy = new EntropySource(entropy);
        Liveness = new Liveness(limits.SilentAfter, limits.DeadAfter);
        Receiver = new PeerReceiver(id);
        Sender = new PeerSender(counters, limits.AssumedBitrate);
        _feedback = new PublisherFeedback((uint)_entropy.Next());
        _rtcp = new RtcpIntake(Receiver, _resends, Sender.Line, counters);
        Negotiated = negotiated;
        Ice = new IceAgent(negotiated.LocalUfrag, negotiated.LocalPassword);
        Negotiate(negotiated);
    }

    public PeerId Id { get; }

    public NegotiatedSession Negotiated { get; private set; }

    public IceAgent Ice { get; private set; }

    public DtlsGate Dtls { get; } = new();

    public Liveness Liveness { get; }

    public PeerReceiver Receiver { get; }

    public PeerSender Sender { get; }

    // Lists, not interfaces: they are walked for every packet and receiver. Nobody else changes them.
    public List<OutboundSlot> AudioSlots => _audioSlots;

    public List<OutboundSlot> VideoSlots => _videoSlots;

    /// <summary>Audio slots, then video slots.</summary>
    public List<OutboundSlot> Slots => _slots;

    public bool HasResends => !_resends.IsEmpty;

    /// <summary>Pictures wait until the line to the peer has room.</summary>
    public bool HasWaiting { get; private set; }

    public double LossToPeer => _rtcp.LossToPeer;

    /// <summary>Keys are there, a path is there, and the peer is not dead.</summary>
    public bool CanSend => Sender.Srtp is not null && Liveness.State is PeerConnectivity.Connected or PeerConnectivity.Silent && Ice.HasPath;

    /// <summary>Whether this offer belongs to the same PeerConnection: same certificate.</summary>
    public bool IsSameConnection(NegotiatedSession session) =>
        session.RemoteFingerprintSha256.Span.SequenceEqual(Negotiated.RemoteFingerprintSha256.Span);

    /// <summary>Takes over a new offer of the same connection: more or fewer slots, new payload types, an ICE restart.</summary>
    public void Negotiate(NegotiatedSession session)
    {
        if (session.LocalUfrag != Negotiated.LocalUfrag || session.LocalPassword != Negotiated.LocalPassword)
        {
            Ice = new IceAgent(session.LocalUfrag, session.LocalPassword, Ice);
        }

        Negotiated = session;
        Receiver.Negotiate(session);
        _audioSlots.Clear();
        _videoSlots.Clear();
        _slots.Clear();
        foreach (NegotiatedMedia media in session.Media)
        {
            if (!media.IsPublished && media.IsActive && SlotFor(media) is { } slot)
            {
                (media.IsAudio ? _audioSlots : _videoSlots).Add(slot);
            }
        }

        _slots.AddRange(_audioSlots);
        _slots.AddRange(_videoSlots);
        foreach (OutboundSlot slot in _everySlot.Values)
        {
            if (!_slots.Contains(slot))
            {
                slot.Show(null);
            }
        }

        _rtcp.Slots = _slots;
        Sender.Line.IsNumbered = _slots.Exists(static s => s.Media.TransportSequenceExtension != 0);
    }

    public void Establish(SrtpProfile profile, ReadOnlySpan<byte> inboundKey, ReadOnlySpan<byte> outboundKey)
    {
        Receiver.Srtp?.Dispose();
        Sender.Srtp?.Dispose();
        Receiver.Srtp = new SrtpReceiver(profile, inboundKey);
        Sender.Srtp = new SrtpSender(profile, outboundKey);
        foreach (OutboundSlot slot in _slots)
        {
            slot.Interrupt();
        }
    }

    /// <summary>Takes an SRTCP datagram; decrypts in place.</summary>
    public DropReason ReceiveRtcp(Instant now, Span<byte> datagram, out bool authenticated)
    {
        authenticated = false;
        if (Receiver.Srtp is null)
        {
            return DropReason.NoKeys;
        }

        if (!Receiver.Srtp.TryUnprotectRtcp(datagram, out int length, out DropReason reason))
        {
            return reason;
        }

        authenticated = true;
        return _rtcp.Receive(now, datagram[..length]);
    }

    /// <summary>Sending stops: what is asked for is forgotten, every slot begins anew when the peer returns.</summary>
    public void Interrupt()
    {
        _resends.Clear();
        foreach (OutboundSlot slot in _slots)
        {
            slot.Interrupt();
        }
    }

    /// <summary>What was sent of pictures did not leave: every picture begins anew, with a key frame.</summary>
    public void BeginPicturesAnew()
    {
        foreach (OutboundSlot slot in _videoSlots)
        {
            slot.Interrupt();
        }
    }

    /// <summary>Writes media that arrived since the last flush, then what was asked for again. Only when <see cref="CanSend"/>.</summary>
    public void FlushMedia(Instant now, Outbox outbox)
    {
        Sender.Open(outbox, Ice.SendTo!.Value);
        HasWaiting = false;
        int count = Sender.Line.IsTried(now) ? _slots.Count : _audioSlots.Count;
        for (int i = 0; i < count; i++)
        {
            if (_slots[i].HasWork)
            {
                _slots[i].Forward(now, Sender);
                HasWaiting |= _slots[i].IsWaiting;
            }
        }

        if (!_resends.IsEmpty)
        {
            _resends.Flush(now, Receiver.RoundTrip.Value, Sender);
        }
    }

    /// <summary>Whether padding can be sent to try what the line carries.</summary>
    public bool CanProbe => ProbeSlot is not null;

    private OutboundSlot? ProbeSlot
    {
        get
        {
            for (int i = 0; i < _videoSlots.Count; i++)
            {
                if (_videoSlots[i].CanProbe)
                {
                    return _videoSlots[i];
                }
            }

            return null;
        }
    }

    /// <summary>Sends a burst of padding when one is due. Only when <see cref="CanSend"/>.</summary>
    /// <param name="demand">What would be sent if the line carried it, bit/s.</param>
    public void Probe(Instant now, long demand, Outbox outbox)
    {
        if (ProbeSlot is not { } slot || Sender.Line.TakeProbe(now, demand, out byte cluster) is not (> 0 and int bytes))
        {
            return;
        }

        const int Headers = 80;
        const int MostPadding = 255;
        int packets = Math.Max(cluster == 0 ? 1 : Bandwidth.ProbeClusters.LeastPackets, (bytes + Headers + MostPadding - 1) / (Headers + MostPadding));
        int padding = Math.Clamp(bytes / packets - Headers, 1, MostPadding);
        Sender.Open(outbox, Ice.SendTo!.Value);
        Sender.BeginProbe(cluster);
        for (int i = 0; i < packets && slot.SendPadding(now, padding, Sender); i++)
        {
        }

        Sender.EndProbe();
    }

    /// <summary>Writes due feedback and reports. Only when <see cref="CanSend"/>.</summary>
    public void FlushFeedback(Instant now, Outbox outbox)
    {
        Sender.Open(outbox, Ice.SendTo!.Value);
        for (int i = 0; i < _videoSlots.Count; i++)
        {
            _videoSlots[i].WantAwaited(now);
        }

        _feedback.Write(now, Receiver, Sender);
        _reports.Write(now, _slots, Sender);
    }

    public void Dispose()
    {
        Receiver.Dispose();
        Sender.Srtp?.Dispose();
        Sender.Srtp = null;
    }

    /// <summary>
    /// Finds a slot by its SSRC, also one an earlier offer had and the last did not: beginning the same SSRC anew under the same keys would
    /// use key stream twice.
    /// </summary>
    private OutboundSlot? SlotFor(NegotiatedMedia media)
    {
        const int MostSlots = 64;
        if (_everySlot.TryGetValue(media.SlotSsrc, out OutboundSlot? slot))
        {
            if (_audioSlots.Contains(slot) || _videoSlots.Contains(slot) || slot.IsAudio != media.IsAudio)
            {
                return null;
            }

            slot.Renegotiate(media);
            return slot;
        }

        if (_everySlot.Count >= MostSlots)
        {
            return null;
        }

        var seed = new SlotSeed(_entropy.NextSequence(), (uint)_entropy.Next(), (int)(_entropy.Next() & 0x7fff), _entropy.NextSequence());
        slot = new OutboundSlot(media, seed);
        _everySlot.Add(media.SlotSsrc, slot);
        return slot;
    }
}
