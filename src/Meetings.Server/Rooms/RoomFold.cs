using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>State = fold of events. Total: an event that makes no sense in a state changes nothing but the number.</summary>
internal static class RoomFold
{
    public static RoomState Apply(RoomState state, NumberedEvent fact) =>
        Change(state, fact.Event, fact.Number, fact.At) with { Number = fact.Number };

    public static RoomState Fold(RoomState state, IEnumerable<NumberedEvent> facts) => facts.Aggregate(state, Apply);

    private static RoomState Change(RoomState state, RoomEvent fact, long number, DateTimeOffset at) => fact switch
    {
        Opened => state with { Status = MeetingStatus.Open, OpenedAt = state.OpenedAt ?? at },
        Begun => state with { Status = MeetingStatus.InSession, BegunAt = state.BegunAt ?? at },
        Paused => state with { Status = MeetingStatus.Paused },
        Resumed => state with { Status = MeetingStatus.InSession },
        Closed => state with { Status = MeetingStatus.Closed },
        Arrived arrived => state with
        {
            Connections = state.Connections.SetItem(arrived.Conn, new Connection(arrived, arrived.State, LineState.Present)),
            LastConn = Math.Max(state.LastConn, arrived.Conn),
        },
        Admitted admitted => With(
            WithAccount(state, admitted.Conn, admits: true), admitted.Conn, c => c with { State = EntryState.In }),
        EntryRefused refused => Gone(WithAccount(state, refused.Conn, admits: false), refused.Conn),
        Removed removed => Gone(WithAccount(state, removed.Conn, admits: false), removed.Conn),
        Left left => Gone(state, left.Conn),
        Dropped dropped => StopClock(With(state, dropped.Conn, c => c with { Line = LineState.Dropped }), dropped.Conn, at),
        Returned returned => StartClock(With(state, returned.Conn, c => c with { Line = LineState.Present }), returned.Conn, at),
        Seated seated => state with
        {
            Seats = state.Seats.SetItem(seated.Seat, state.Seats.TryGetValue(seated.Seat, out var seat)
                ? seat with { Conns = seat.Conns.Add(seated.Conn) }
                : new Seat(seated, [seated.Conn])),
            LastSeat = Math.Max(state.LastSeat, seated.Seat),
        },
        Unseated unseated => state.Seats.TryGetValue(unseated.Seat, out var seat)
            ? state with { Seats = state.Seats.SetItem(unseated.Seat, seat with { Conns = seat.Conns.Remove(unseated.Conn) }) }
            : state,
        HandRaised hand => state with { Hands = hand.Up ? state.Hands.Remove(hand.Conn).Add(hand.Conn) : state.Hands.Remove(hand.Conn) },
        FloorGiven { Conn: { } conn } floor => state with { Floor = new Floor(conn, floor.Seat, at, null) },
        FloorGiven => state with { Floor = null },
        MutedByChair or Spoke => state,
        ItemBegun item => state with { Item = new RunningItem(item.ItemId, at), ItemsDone = state.ItemsDone.Remove(item.ItemId) },
        ItemEnded item => state with { Item = null, ItemsDone = state.ItemsDone.Remove(item.ItemId).Add(item.ItemId) },
        PageShown shown => state with { Shown = shown },
        PageHidden => state with { Shown = null },
        ChatSaid said => state with
        {
            Chat = state.Chat.Add(new ChatLine(number, at, said.Conn, said.Seat, said.Text, Marked: false)),
            ChatIds = state.ChatIds.Add((said.Conn, said.ClientId)),
        },
        ChatMarked marked => state.Chat.FindIndex(line => line.Number == marked.Message) is var index and >= 0
            ? state with { Chat = state.Chat.SetItem(index, state.Chat[index] with { Marked = marked.On }) }
            : state,
        NoteWritten note => state with { Notes = state.Notes.SetItem(note.Id, note) },
        ConclusionWritten conclusion => state with { Conclusions = state.Conclusions.SetItem(conclusion.Id, conclusion) },
        NoteRemoved removed => state with { Notes = state.Notes.Remove(removed.Id), Conclusions = state.Conclusions.Remove(removed.Id) },
        _ => throw new InvalidOperationException($"The fold does not know {fact.GetType().Name}."),
    };

    private static RoomState With(RoomState state, int conn, Func<Connection, Connection> change) =>
        state.Find(conn) is { } found ? state with { Connections = state.Connections.SetItem(conn, change(found)) } : state;

    private static RoomState WithAccount(RoomState state, int conn, bool admits) => state.Find(conn) is not { } found
        ? state
        : state with
        {
            AdmittedAccounts = admits ? state.AdmittedAccounts.Add(found.Arrival.Account) : state.AdmittedAccounts.Remove(found.Arrival.Account),
            Expelled = admits ? state.Expelled.Remove(found.Arrival.Account) : state.Expelled.Add(found.Arrival.Account),
        };

    private static RoomState Gone(RoomState state, int conn) => With(state, conn, c => c with { Line = LineState.Gone });

    private static RoomState StopClock(RoomState state, int conn, DateTimeOffset at) =>
        state.Floor is { StoppedAt: null } floor && floor.Conn == conn ? state with { Floor = floor with { StoppedAt = at } } : state;

    private static RoomState StartClock(RoomState state, int conn, DateTimeOffset at) =>
        state.Floor is { StoppedAt: { } stopped } floor && floor.Conn == conn
            ? state with { Floor = floor with { Since = floor.Since + (at - stopped), StoppedAt = null } }
            : state;
}
