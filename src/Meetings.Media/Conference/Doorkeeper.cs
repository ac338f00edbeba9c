using Meetings.Media.Primitives;
using Meetings.Media.Session;
using Meetings.Media.Session.Ice;
using Meetings.Media.Wire.Stun;

namespace Meetings.Media.Conference;

/// <summary>
/// Who belongs to the room and from which addresses: joins, rejoins, leaves, integrity-checked bindings, DTLS passed on, and whether a
/// peer is still alive.
/// </summary>
internal sealed class Doorkeeper(
    RoomOptions options, RoomCounters counters, Dictionary<PeerId, Seat> seats, List<Seat> order, AddressBook addresses)
{
    private const int MaxEarlyDenials = 4096;

    /// <summary>How often what comes from an address renews the claim to it; as often as browsers check.</summary>
    private static readonly TimeSpan ClaimEvery = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// Browsers call a path disconnected when five checks in a row got no answer. Where a third is lost each way that happens to one series in thirty;
    /// with the answer sent three times to one in three hundred.
    /// </summary>
    private const int AnswersWhereMuchIsLost = 3;

    private readonly SessionLimits _limits = new(options.SilentAfter, options.DeadAfter, options.AssumedReceiverBitrate);
    private readonly HashSet<(PeerId, SourceKind)> _deniedEarly = [];

    /// <inheritdoc cref="Room.Claim"/>
    public AddressClaim? Claim { get; set; }

    public void Join(JoinPeer join, Outbox outbox)
    {
        if (seats.TryGetValue(join.Peer, out Seat? seat))
        {
            Rejoin(seat, join, outbox);
            return;
        }

        if (order.Count >= options.MaxPeers)
        {
            counters.Drop(DropReason.TooManyPeers);
            return;
        }

        seat = new Seat(join.Peer, NewSession(join));
        seats.Add(join.Peer, seat);
        order.Add(seat);
        addresses.Learn(join.Session.LocalUfrag, seat);
        foreach (SourceKind source in Enum.GetValues<SourceKind>())
        {
            if (_deniedEarly.Remove((join.Peer, source)))
            {
                seat.Allow(source, allowed: false);
            }
        }
    }

    public void Remove(PeerId peer, Outbox outbox)
    {
        if (!seats.Remove(peer, out Seat? seat))
        {
            return;
        }

        order.Remove(seat);
        Leave(seat, outbox);
    }

    /// <summary>May come before the peer does: somebody muted or waiting enters so.</summary>
    public void Allow(AllowSource command)
    {
        if (seats.TryGetValue(command.Peer, out Seat? seat))
        {
            seat.Allow(command.Source, command.Allowed);
        }
        else if (command.Allowed)
        {
            _deniedEarly.Remove((command.Peer, command.Source));
        }
        else if (_deniedEarly.Count < MaxEarlyDenials)
        {
            _deniedEarly.Add((command.Peer, command.Source));
        }
    }

    /// <summary>Answers a binding request; learns the address only when its integrity holds (RFC 8445 section 7.3).</summary>
    public DropReason ReceiveStun(Instant now, TransportAddress from, ReadOnlySpan<byte> datagram, Outbox outbox)
    {
        if (!StunMessage.TryParse(datagram, out StunMessage message, out DropReason reason))
        {
            return reason;
        }

        if (message.Class != StunClass.Request || message.Method != StunMethod.Binding)
        {
            return DropReason.StunUnsupported;
        }

        if (!addresses.TryFind(message.ReceiverUfrag, out Seat seat))
        {
            return DropReason.StunUnknownUser;
        }

        IceAgent ice = seat.Session.Ice;
        reason = ice.Authenticate(message, from);
        if (reason != DropReason.None)
        {
            return reason; // no answer without proof: nothing to reflect at a forged source
        }

        if (IsTaken(now, from, seat))
        {
            return DropReason.AddressTaken;
        }

        if (!outbox.TryReserve(StunWriter.MaxWrittenLength, out Span<byte> buffer))
        {
            return DropReason.OutboxFull;
        }

        if (message.FirstUnknownRequired != 0 || message.TryGetIceControlled(out _))
        {
            bool unknown = message.FirstUnknownRequired != 0;
            int code = unknown ? StunWriter.UnknownAttribute : StunWriter.RoleConflict;
            Send(outbox, from, ice.WriteError(buffer, message, code, message.FirstUnknownRequired));
            return unknown ? DropReason.StunUnknownAttribute : DropReason.StunUnsupported;
        }

        if (Claim?.Invoke(now, from) == false)
        {
            return DropReason.AddressTaken;
        }

        int length = ice.WriteSuccess(buffer, message, from);
        Send(outbox, from, length);
        if (seat.Session.Sender.Line.LosesMuch)
        {
            Repeat(outbox, from, buffer[..length]);
        }

        Learn(now, seat, from, ice.Accept(now, message, from), outbox);
        return DropReason.None;
    }

    /// <summary>Passes a DTLS datagram on when it comes from one of the peer's validated addresses.</summary>
    public DropReason ReceiveDtls(Instant now, TransportAddress from, ReadOnlySpan<byte> datagram, Outbox outbox)
    {
        if (!addresses.TryFind(from, out Seat seat))
        {
            return DropReason.DtlsBeforeIce;
        }

        DropReason reason = seat.Session.Dtls.Admit(now, from, datagram);
        if (reason == DropReason.None)
        {
            outbox.Tell(new DtlsReceived(seat.Id, datagram.ToArray()));
        }

        return reason;
    }

    public void SendDtls(Seat seat, ReadOnlySpan<byte> records, Outbox outbox)
    {
        bool knows = seat.Session.Dtls.From is { } from && addresses.TryFind(from, out Seat owner) && owner == seat;
        if ((knows ? seat.Session.Dtls.From : seat.Session.Ice.SendTo) is not { } to)
        {
            counters.Drop(DropReason.UnknownAddress);
        }
        else if (outbox.TryReserve(records.Length, out Span<byte> buffer))
        {
            records.CopyTo(buffer);
            Send(outbox, to, records.Length);
        }
        else
        {
            counters.Drop(DropReason.OutboxFull);
        }
    }

    /// <summary>Something authenticated came from the peer, by one of its validated addresses: its claim holds though every check be lost.</summary>
    public void Heard(Instant now, Seat seat, TransportAddress from, Outbox outbox)
    {
        if (Claim is not null && now - seat.ClaimedAt >= ClaimEvery)
        {
            seat.ClaimedAt = now;
            Claim(now, from);
        }

        if (seat.Session.Liveness.Heard(now))
        {
            TellConnectivity(seat, outbox);
        }
    }

    /// <summary>Time passed; a peer may have fallen silent or died.</summary>
    public static void Pass(Instant now, Seat seat, Outbox outbox)
    {
        if (!seat.Session.Liveness.Pass(now))
        {
            return;
        }

        if (seat.Session.Liveness.State == PeerConnectivity.Dead)
        {
            seat.Session.Interrupt();
        }

        TellConnectivity(seat, outbox);
    }

    /// <summary>Same certificate: the same connection offers again. Another one: a new connection takes the seat, the old keys go.</summary>
    private void Rejoin(Seat seat, JoinPeer join, Outbox outbox)
    {
        string before = seat.Session.Ice.LocalUfrag;
        if (seat.Session.IsSameConnection(join.Session))
        {
            addresses.Forget(before);
            seat.Session.Negotiate(join.Session);
        }
        else
        {
            Leave(seat, outbox);
            seat.Session = NewSession(join);
            seat.Session.Sender.Line.Start(seat.Allotment.LastEstimate);
        }

        addresses.Learn(join.Session.LocalUfrag, seat);
        seat.ApplyPermissions();
    }

    private void Leave(Seat seat, Outbox outbox)
    {
        PeerSession session = seat.Session;
        addresses.Forget(session.Ice.LocalUfrag);
        for (int i = 0; i < session.Ice.Addresses.Count; i++)
        {
            addresses.Forget(session.Ice.Addresses[i]);
            outbox.Tell(new AddressReleased(seat.Id, session.Ice.Addresses[i]));
        }

        session.Dispose();
    }

    private void Learn(Instant now, Seat seat, TransportAddress from, Binding binding, Outbox outbox)
    {
        if (binding.Evicted is { } evicted)
        {
            addresses.Forget(evicted);
            outbox.Tell(new AddressReleased(seat.Id, evicted));
        }

        if (binding.IsNew)
        {
            if (addresses.TryFind(from, out Seat previous) && previous != seat)
            {
                previous.Session.Ice.Release(from);
                outbox.Tell(new AddressReleased(previous.Id, from));
            }

            addresses.Learn(from, seat);
            outbox.Tell(new AddressValidated(seat.Id, from));
        }

        if (binding.Moved)
        {
            seat.Session.Sender.Line.PathChanged(now);
        }

        if (seat.Session.Liveness.Heard(now) || binding.Moved)
        {
            TellConnectivity(seat, outbox);
        }
    }

    /// <summary>An address in use by a living peer is not given to another, whatever that one proves; an abandoned one may be.</summary>
    private bool IsTaken(Instant now, TransportAddress from, Seat seat) =>
        addresses.TryFind(from, out Seat owner) && owner != seat && owner.Session.Liveness.IsFresh(now) && owner.Session.Ice.Uses(from, now);

    private PeerSession NewSession(JoinPeer join) => new(join.Peer, join.Session, join.Entropy.Span, _limits, counters);

    private void Repeat(Outbox outbox, TransportAddress to, ReadOnlySpan<byte> answer)
    {
        for (int i = 1; i < AnswersWhereMuchIsLost && outbox.TryReserve(answer.Length, out Span<byte> again); i++)
        {
            answer.CopyTo(again);
            Send(outbox, to, answer.Length);
        }
    }

    private void Send(Outbox outbox, TransportAddress to, int length)
    {
        outbox.Commit(to, length);
        counters.Sent(length);
    }

    private static void TellConnectivity(Seat seat, Outbox outbox) =>
        outbox.Tell(new PeerConnectivityChanged(seat.Id, seat.Session.Liveness.State, seat.Session.Ice.SendTo));
}

/// <summary>Claims an address for a room; false when it is in use elsewhere.</summary>
internal delegate bool AddressClaim(Instant now, TransportAddress address);
