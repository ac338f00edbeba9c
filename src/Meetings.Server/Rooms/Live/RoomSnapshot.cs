using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>A room at one event number, for a client that has just come in; docs/protocol.md names the members of the rows.</summary>
[WireContract]
internal sealed record RoomSnapshot(
    MeetingId MeetingId,
    long Number,
    string Status,
    string Title,
    int You,
    IReadOnlyList<object?[]> Seats,
    IReadOnlyList<object?[]> Connections,
    object?[]? Floor,
    IReadOnlyList<int> Hands,
    object?[]? Item,
    IReadOnlyList<AgendaItemId> ItemsDone,
    object?[]? Shown,
    IReadOnlyList<object?[]> Chat,
    IReadOnlyList<object?[]> Notes,
    IReadOnlyList<object?[]> Conclusions,
    long? BeganAt,
    IReadOnlyList<string> Rights,
    int AudioSlots)
{
    private const int MostChat = 200;

    /// <param name="you">The asker's own connection; 0 when the asker only looks.</param>
    public static RoomSnapshot Of(MeetingId meeting, RoomView view, int you, Func<int, int> sourcesOf, Withheld withheld)
    {
        var state = view.State;
        return new RoomSnapshot(
            meeting,
            state.Number,
            RoomWire.Name(state.Status),
            view.Title,
            you,
            [.. state.Seats.Values.Select(s => new object?[]
            {
                s.Number, s.Conns.Where(c => state.Find(c) is not null).ToArray(), s.Person.Name, s.Person.Position, s.Person.UnitName,
                RoomWire.Name(s.Person.Role), RoomWire.Id(s.Person.PersonId),
            })],
            [.. state.Here.Select(c => new object?[]
            {
                c.Conn, RoomWire.Name(c.Arrival.Kind), c.Arrival.Label, c.Arrival.UnitName, RoomWire.Name(c.Arrival.Role), StateOf(c),
                state.Hands.Contains(c.Conn) ? 1 : 0, sourcesOf(c.Conn), RoomWire.Id(c.Arrival.PersonId), RoomWire.Id(c.Arrival.SiteId),
            })],
            state.Floor is { } floor ? [floor.Conn, floor.Seat, Began(floor, view.Context.Now).ToUnixTimeMilliseconds()] : null,
            state.Hands,
            state.Item is { } item ? [item.ItemId.ToString(), item.BeganAt.ToUnixTimeMilliseconds()] : null,
            state.ItemsDone,
            state.Shown is { } shown ? [shown.DocumentId.ToString(), shown.Page, shown.Conn] : null,
            [.. state.Chat.TakeLast(MostChat).Select(line => new object?[]
            {
                line.Number, line.At.ToUnixTimeMilliseconds(), line.Conn, NameOf(state, line), line.Text, line.Marked ? 1 : 0,
            })],
            [.. state.Notes.Values.Where(n => !withheld.Hides(n.ItemId)).Select(n => new object?[] { n.Id, n.ItemId?.ToString(), n.Text, n.Revision })],
            [.. state.Conclusions.Values.Where(c => !withheld.Hides(c.ItemId)).Select(c => new object?[]
            {
                c.Id, c.ItemId?.ToString(), c.Text, c.UnitId?.ToString(), c.UnitName, RoomWire.Day(c.Due), c.Revision,
            })],
            state.BegunAt?.ToUnixTimeMilliseconds(),
            state.Find(you) is { } me ? Permissions.RightsOf(state, me, view.Context) : [],
            AudioSlots: 3);
    }

    // While the holder's line is lost the clock stands still.
    private static DateTimeOffset Began(Floor floor, DateTimeOffset now) =>
        floor.StoppedAt is { } stopped ? floor.Since + (now - stopped) : floor.Since;

    private static string StateOf(Connection connection) => connection switch
    {
        { State: EntryState.Lobby } => "lobby",
        { Line: LineState.Dropped } => "dropped",
        _ => "in",
    };

    private static string NameOf(RoomState state, ChatLine line) =>
        line.Seat is { } seat && state.Seats.TryGetValue(seat, out var person) ? person.Person.Name : state.Connections[line.Conn].Arrival.Label;
}
