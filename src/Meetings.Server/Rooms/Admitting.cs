using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>The door: admit, refuse, send out.</summary>
internal static class Admitting
{
    public static Outcome<Decision> Admit(RoomState state, int conn)
    {
        if (state.Find(conn) is not { } waiting)
        {
            return Refusal.NotFound("connection_gone");
        }

        if (waiting.State == EntryState.In)
        {
            return Decision.Nothing;
        }

        return waiting.Arrival.Kind == ConnectionKind.Site
            ? Decision.Of(new Admitted(conn))
            : Decision.Of(new Admitted(conn), Seating.Own(state, waiting.Arrival));
    }

    public static Outcome<Decision> Refuse(RoomState state, int conn) => state.Find(conn) switch
    {
        null => Refusal.NotFound("connection_gone"),
        { State: EntryState.In } => Refusal.Conflict("already_in"),
        _ => Decision.Of(new EntryRefused(conn)),
    };

    public static Outcome<Decision> Remove(RoomState state, Connection by, int conn)
    {
        if (state.Find(conn) is not { } found)
        {
            return Refusal.NotFound("connection_gone");
        }

        if (found.Arrival.Account == by.Arrival.Account)
        {
            return Refusal.Conflict("cannot_remove_yourself");
        }

        if (found.Arrival.Role == MeetingRole.Chair)
        {
            return Refusal.Conflict("cannot_remove_chair");
        }

        if (found.State == EntryState.Lobby)
        {
            return Decision.Of(new EntryRefused(conn));
        }

        // Every device of the account goes: the second one must not stay behind.
        var all = state.Here.Where(c => c.Arrival.Account == found.Arrival.Account);
        return new Decision([.. all.SelectMany(c => Leaving.Depart(state, c).Append(new Removed(c.Conn)))]);
    }
}
