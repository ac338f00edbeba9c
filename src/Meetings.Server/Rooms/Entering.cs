using System.Collections.Immutable;
using System.Globalization;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>Coming in: the place taken back, the lobby, the seat of a person who already has one.</summary>
internal static class Entering
{
    public static Outcome<Decision> Decide(RoomState state, Enter enter, RoomContext context)
    {
        if (context.PlanStatus is MeetingStatus.Closed)
        {
            return Refusal.Conflict("meeting_closed");
        }

        if (context.PlanStatus is MeetingStatus.Draft or MeetingStatus.Cancelled)
        {
            return Refusal.Conflict("meeting_not_scheduled");
        }

        if (Resumable(state, enter) is { } place)
        {
            return new Decision(place.Line == LineState.Dropped ? [new Returned(place.Conn)] : [], place.Conn);
        }

        var opens = context.Start - context.Options.OpensBefore;
        if (state.Status == MeetingStatus.Scheduled && context.Now < opens)
        {
            return Refusal.Conflict("too_early", ("opens", opens.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
        }

        var here = state.Here.ToList();
        var mine = here.Where(c => c.Arrival.Account == enter.Account).ToList();
        var stale = mine.Where(c => c.Line == LineState.Dropped && (c.Arrival.Device == enter.Device || enter.Kind == ConnectionKind.Site)).ToList();
        var goesIn = ((enter.Invited || enter.MayManage) && !state.Expelled.Contains(enter.Account))
            || state.AdmittedAccounts.Contains(enter.Account);
        if (mine.Count - stale.Count >= context.Options.MostDevicesOfAccount)
        {
            return Refusal.Conflict("too_many_devices");
        }

        // Whoever meets already goes on and may be joined; another meeting would cost them their voices.
        if (here.Count == 0 && context.IsOverloaded)
        {
            return new Refusal("server_overloaded", RefusalKind.Unavailable);
        }

        if (here.Count >= context.Options.MostConnections
            || (!goesIn && here.Count(c => c.State == EntryState.Lobby) >= context.Options.MostWaiting))
        {
            return new Refusal("room_full", RefusalKind.Unavailable);
        }

        return new Decision(Arrive(state, enter, goesIn, stale), state.LastConn + 1);
    }

    /// <summary>The place whose secret is shown by the same account, unless what the account may do has changed since.</summary>
    private static Connection? Resumable(RoomState state, Enter enter) => enter.ResumeHash is null
        ? null
        : state.Here.LastOrDefault(c =>
            c.Arrival.ResumeHash == enter.ResumeHash
            && c.Arrival.Account == enter.Account
            && c.Arrival.Role == enter.Role
            && c.Arrival.MayManage == enter.MayManage);

    private static ImmutableArray<RoomEvent> Arrive(RoomState state, Enter enter, bool goesIn, List<Connection> stale)
    {
        var conn = state.LastConn + 1;
        var events = ImmutableArray.CreateBuilder<RoomEvent>();
        var holder = stale.Find(c => state.Floor?.Conn == c.Conn);
        var hand = stale.Exists(c => state.Hands.Contains(c.Conn));
        var staleSeats = stale.SelectMany(c => state.SeatsOf(c.Conn)).DistinctBy(s => s.Number).ToList();
        foreach (var old in stale)
        {
            events.AddRange(Leaving.Depart(state, old, keepFloor: old == holder && goesIn));
            events.Add(new Left(old.Conn));
        }

        if (goesIn && state.Status == MeetingStatus.Scheduled)
        {
            events.Add(new Opened());
        }

        events.Add(new Arrived(
            conn, enter.Account, enter.Kind, enter.Label, enter.UnitName, enter.Role, enter.MayManage,
            goesIn ? EntryState.In : EntryState.Lobby, enter.PersonId, enter.SiteId, enter.Position, enter.SecretHash, enter.Device));
        if (!goesIn)
        {
            return events.ToImmutable();
        }

        if (enter.Kind == ConnectionKind.Site)
        {
            events.AddRange(staleSeats.Select(seat => seat.Person with { Conn = conn }));
        }
        else
        {
            events.Add(Seating.Own(state, (Arrived)events[^1]));
        }

        if (hand)
        {
            events.Add(new HandRaised(conn, Up: true));
        }

        if (holder is not null)
        {
            events.Add(new FloorGiven(conn, state.Floor!.Seat));
        }

        return events.ToImmutable();
    }
}
