using Meetings.Media.Conference.Allocation;
using Meetings.Media.Conference.Forwarding;
using Meetings.Media.Conference.Publishing;
using Meetings.Media.Conference.Taps;
using Meetings.Media.Primitives;
using Meetings.Media.Session;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Session.Outbound;
using Meetings.Media.Wire;

namespace Meetings.Media.Conference;

/// <summary>
/// A conference as a pure machine: bytes, commands and time go in, datagrams and notices come out through the caller's
/// <see cref="Outbox"/>. No clock, socket, thread, lock or entropy. The order of calls is: <see cref="Receive"/> for every datagram of
/// a batch, then <see cref="Flush"/> once; <see cref="Apply(Instant, RoomCommand, Outbox)"/> and <see cref="Tick"/> at any time between, followed by a flush.
/// </summary>
public sealed class Room : IDisposable
{
    /// <summary>Seats up to which a room is stepped whole: it costs nothing worth saving.</summary>
    private const int LargeRoom = 16;

    /// <summary>In how many steps every listener of a large room is looked at.</summary>
    private const int ListenerTurns = 4;

    private static readonly TimeSpan BusyStep = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// A step waits so long for a packet to bring it along: waking up for it alone costs more than the step. Not where a picture waits
    /// for room or a line is thin: there every probe is measured by it.
    /// </summary>
    private static readonly TimeSpan StepPatience = TimeSpan.FromMilliseconds(15);

    private static readonly TimeSpan IdleStep = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BusyFor = TimeSpan.FromMilliseconds(500);

    private readonly RoomOptions _options;
    private readonly Dictionary<PeerId, Seat> _seats = [];
    private readonly List<Seat> _order = [];
    private readonly List<Seat> _publishers = [];
    private readonly List<PublishedLayer> _fresh = [];
    private readonly AddressBook _addresses = new();
    private readonly Doorkeeper _door;
    private readonly AudioStage _stage;
    private readonly DominantSpeaker _dominant = new();
    private readonly SlotAssignment _assignment;
    private readonly LayerRequests _demand = new();
    private RoomTap? _tap;
    private Instant _stepAt = new(long.MinValue);
    private Instant _now;
    private Instant _lastMedia = new(long.MinValue / 2);
    private bool _resendsWaiting;
    private bool _picturesWait;
    private bool _stepWhole = true;
    private bool _thinLines;
    private int _turn;

    public Room(RoomOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.AudibleSpeakers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.AudibleSpeakers, 8);
        _options = options;
        _door = new Doorkeeper(options, Counters, _seats, _order, _addresses);
        _stage = new AudioStage(options.AudibleSpeakers);
        _assignment = new SlotAssignment(options);
    }

    public RoomCounters Counters { get; } = new();

    /// <summary>Seats taken, connected or not.</summary>
    public int PeerCount => _order.Count;

    /// <summary>What is left out of pictures because the server has too much to do; set by its owner, in force with the next step.</summary>
    public Shedding Shedding { get; set; }

    /// <summary>
    /// Asked with every address that a peer proves to be its own, and again while the peer is heard from there: false when it is in use by a
    /// peer of another room. Set by an owner of several rooms; a room by itself need not ask.
    /// </summary>
    internal AddressClaim? Claim
    {
        set => _door.Claim = value;
    }

    /// <summary>Whether an integrity-checked binding made this address one of this room's.</summary>
    public bool Owns(TransportAddress address) => _addresses.TryFind(address, out _);

    /// <summary>Whether this is the local user name fragment of one of this room's peers (the part of USERNAME before the colon).</summary>
    public bool OwnsUfrag(ReadOnlySpan<byte> ufrag) => _addresses.TryFind(ufrag, out _);

    /// <summary>Takes one datagram; decrypts it in place, records what is to be forwarded. Answers to STUN are written at once.</summary>
    public void Receive(Instant now, TransportAddress from, Span<byte> datagram, Outbox outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        Counters.DatagramsReceived++;
        Counters.BytesReceived += datagram.Length;
        DropReason reason = Demultiplexer.Classify(datagram) switch
        {
            PacketClass.Stun => _door.ReceiveStun(now, from, datagram, outbox),
            PacketClass.Dtls => _door.ReceiveDtls(now, from, datagram, outbox),
            PacketClass.Rtp => ReceiveRtp(now, from, datagram, outbox),
            PacketClass.Rtcp => ReceiveRtcp(now, from, datagram, outbox),
            PacketClass.Unknown or _ => datagram.IsEmpty ? DropReason.Empty : DropReason.UnknownClass,
        };
        if (reason != DropReason.None)
        {
            Counters.Drop(reason);
        }
    }

    /// <summary>Joins, re-negotiates, removes, keys or steers a peer. A command for a peer that is not seated does nothing.</summary>
    public void Apply(Instant now, RoomCommand command, Outbox outbox)
    {
        ArgumentNullException.ThrowIfNull(command);
        ArgumentNullException.ThrowIfNull(outbox);
        switch (command)
        {
            case JoinPeer join:
                _door.Join(join, outbox);
                break;
            case RemovePeer:
                _door.Remove(command.Peer, outbox);
                break;
            case AllowSource allow:
                _door.Allow(allow);
                break;
            case TapCommand tap:
                Apply(now, tap);
                break;
            default:
                if (_seats.TryGetValue(command.Peer, out Seat? seat))
                {
                    Steer(now, seat, command, outbox);
                }

                break;
        }

        _stepAt = now; // what the command changed shows in the next flush
        _stepWhole = true;
    }

    /// <summary>A deadline returned by <see cref="Flush"/> has passed.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
        ArgumentNullException.ThrowIfNull(outbox);
        if (now >= _stepAt && _order.Count > 0)
        {
            Step(now, outbox);
        }
    }

    /// <summary>Encrypts what was recorded, receiver by receiver, writes due feedback and says when the room wants to be called again.</summary>
    public Instant Flush(Instant now, Outbox outbox)
    {
        _now = now;
        Tick(now, outbox);
        if (_fresh.Count > 0 || _resendsWaiting || _picturesWait)
        {
            FlushMedia(now, outbox);
        }

        _tap?.Read(now, _order);
        return _order.Count == 0 ? Instant.Never : _stepWhole || _thinLines || _picturesWait ? _stepAt : _stepAt + StepPatience;
    }

    /// <summary>A reading of one peer; null when it is not seated here.</summary>
    public PeerStatistics? Statistics(PeerId peer) =>
        _seats.TryGetValue(peer, out Seat? seat) ? Observation.Of(_now, seat) : null;

    /// <summary>A reading of every peer seated here.</summary>
    public IReadOnlyList<PeerStatistics> AllStatistics() => [.. _order.Select(seat => Observation.Of(_now, seat))];

    public void Dispose()
    {
        _tap?.Sink.Complete();
        foreach (Seat seat in _order)
        {
            seat.Session.Dispose();
        }
    }

    private DropReason ReceiveRtp(Instant now, TransportAddress from, Span<byte> datagram, Outbox outbox)
    {
        if (!_addresses.TryFind(from, out Seat seat))
        {
            return DropReason.UnknownAddress;
        }

        DropReason reason = seat.Session.Receiver.Receive(now, datagram, out bool authenticated, out PublishedLayer? layer);
        if (authenticated)
        {
            if (!seat.Sends(now))
            {
                _stepAt = now; // what begins is put into slots at once
                _stepWhole = true;
            }

            seat.LastMedia = now;
            _lastMedia = now;
            _door.Heard(now, seat, from, outbox);
        }

        if (layer is null)
        {
            return reason;
        }

        Counters.PacketsAccepted++;
        if (layer.PendingCount == 1)
        {
            _fresh.Add(layer);
        }

        if (layer.Track.IsAudio)
        {
            seat.Meter.Note(now, seat.Session.Receiver.LastLevel);
        }

        return reason;
    }

    private DropReason ReceiveRtcp(Instant now, TransportAddress from, Span<byte> datagram, Outbox outbox)
    {
        if (!_addresses.TryFind(from, out Seat seat))
        {
            return DropReason.UnknownAddress;
        }

        DropReason reason = seat.Session.ReceiveRtcp(now, datagram, out bool authenticated);
        if (authenticated)
        {
            _resendsWaiting |= seat.Session.HasResends;
            _door.Heard(now, seat, from, outbox);
        }

        return reason;
    }

    private void Apply(Instant now, TapCommand command)
    {
        switch (command)
        {
            case StartTap start:
                _tap?.Sink.Complete();
                _tap = new RoomTap(now, start.Sink);
                _tap.Begin(_order);
                break;
            case PauseTap:
                _tap?.Pause();
                break;
            case ResumeTap:
                _tap?.Resume();
                break;
            case StopTap stop when _tap?.Sink == stop.Sink:
                _tap.Sink.Complete();
                _tap = null;
                break;
        }
    }

    private void Steer(Instant now, Seat seat, RoomCommand command, Outbox outbox)
    {
        switch (command)
        {
            case DtlsEstablished keys:
                seat.Session.Establish(keys.Profile, keys.InboundKey.Span, keys.OutboundKey.Span);
                break;
            case DtlsSend send:
                _door.SendDtls(seat, send.Datagram.Span, outbox);
                break;
            case SetWishes wishes:
                seat.Wishes = wishes.Video;
                break;
            case ExpectCodec expected:
                seat.Session.Receiver.Expect(now, expected.Codec);
                break;
            case SetCeiling ceiling:
                seat.Allotment.Ceiling = ceiling.Ceiling;
                break;
            case SetStartEstimate start:
                seat.Session.Sender.Line.Start(start.BitsPerSecond);
                break;
            case PicturesLost:
                seat.Session.BeginPicturesAnew();
                break;
            case DtlsFailed:
                Counters.Drop(DropReason.NoKeys); // no keys, no media: nothing else to undo
                break;
        }
    }

    /// <summary>
    /// What happens by time: who lives, who speaks, who is on stage, what slots show, what publishers are told. Every 10 ms while media
    /// flows, rarely otherwise. In a large room those who send nothing are looked at in turns, each every 40 ms: it is they who make it
    /// large, and nothing of theirs is more pressing. A command or a change on stage is for everybody at once.
    /// </summary>
    private void Step(Instant now, Outbox outbox)
    {
        _stepAt = now + (now - _lastMedia < BusyFor ? BusyStep : IdleStep);
        bool whole = _stepWhole || _order.Count <= LargeRoom || now - _lastMedia >= BusyFor;
        _stepWhole = false;
        _turn = (_turn + 1) % ListenerTurns;
        if (whole || _turn == 0)
        {
            FindPublishers(now);
        }

        foreach (Seat seat in _publishers)
        {
            Doorkeeper.Pass(now, seat, outbox);
            if (seat.Meter.Decide(now, AudioStage.IsAudible(now, seat)))
            {
                outbox.Tell(new SpeakingChanged(seat.Id, seat.Meter.IsSpeaking));
            }
        }

        whole |= _stage.Update(now, _publishers);
        if (_dominant.Update(now, _stage.Members))
        {
            outbox.Tell(new DominantSpeakerChanged(_dominant.Speaker));
        }

        _thinLines = false;
        for (int i = 0; i < _order.Count; i++)
        {
            _thinLines |= !_order[i].Allotment.HasAmpleLine && _order[i].Session.CanProbe;
            if (whole || i % ListenerTurns == _turn || _order[i].Sends(now))
            {
                StepSeat(now, _order[i], outbox);
            }
        }

        _demand.Update(now, _order, outbox);
    }

    private void StepSeat(Instant now, Seat seat, Outbox outbox)
    {
        Doorkeeper.Pass(now, seat, outbox);
        _assignment.AssignAudio(now, seat, _stage);
        _assignment.AssignVideo(now, seat, _seats);
        if (seat.Session.CanSend)
        {
            seat.Allotment.Update(now, seat, Shedding, outbox);
        }

        TellSlots(seat, outbox);
        if (seat.Session.CanSend)
        {
            seat.Session.FlushFeedback(now, outbox);
        }
    }

    private void FindPublishers(Instant now)
    {
        _publishers.Clear();
        foreach (Seat seat in _order)
        {
            if (seat.Sends(now) || seat.Meter.IsSpeaking || _stage.Has(seat))
            {
                _publishers.Add(seat);
            }
        }
    }

    private void FlushMedia(Instant now, Outbox outbox)
    {
        foreach (PublishedLayer layer in _fresh)
        {
            layer.LevelPending();
        }

        _picturesWait = false;
        for (int i = 0; i < _order.Count; i++)
        {
            Seat seat = _order[i];
            if (seat.Session.CanSend)
            {
                seat.Session.FlushMedia(now, outbox);
                _picturesWait |= seat.Session.HasWaiting;
                TellSlots(seat, outbox);
            }
        }

        foreach (PublishedLayer layer in _fresh)
        {
            layer.ClearPending();
        }

        _fresh.Clear();
        _resendsWaiting = false;
    }

    private static void TellSlots(Seat seat, Outbox outbox)
    {
        List<OutboundSlot> slots = seat.Session.Slots;
        for (int i = 0; i < slots.Count; i++)
        {
            OutboundSlot slot = slots[i];
            PublishedTrack? shown = slot.Shown;
            PublishedTrack? undecodable = shown is null ? slot.Undecodable : null;
            if (shown == slot.Told && undecodable == slot.ToldUndecodable)
            {
                continue;
            }

            PublishedTrack? now = shown ?? undecodable;
            PublishedTrack named = now ?? slot.Told ?? slot.ToldUndecodable!;
            (slot.Told, slot.ToldUndecodable) = (shown, undecodable);
            outbox.Tell(new SlotChanged(seat.Id, slot.IsAudio, slot.Media.Slot, now?.Publisher, named.Source, undecodable is not null));
        }
    }
}
