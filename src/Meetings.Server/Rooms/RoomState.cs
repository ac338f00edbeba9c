using System.Collections.Immutable;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>A live meeting at one event number; immutable.</summary>
internal sealed record RoomState
{
    public static readonly RoomState Empty = new();

    /// <summary>Number of the last event folded in; 0 before the first.</summary>
    public long Number { get; init; }

    public MeetingStatus Status { get; init; } = MeetingStatus.Scheduled;

    public DateTimeOffset? OpenedAt { get; init; }

    public DateTimeOffset? BegunAt { get; init; }

    /// <summary>Every connection that ever came, the gone ones too: their names stay in the chat.</summary>
    public ImmutableSortedDictionary<int, Connection> Connections { get; init; } = ImmutableSortedDictionary<int, Connection>.Empty;

    public ImmutableSortedDictionary<int, Seat> Seats { get; init; } = ImmutableSortedDictionary<int, Seat>.Empty;

    /// <summary>Connections with a raised hand, the first to raise first.</summary>
    public ImmutableList<int> Hands { get; init; } = [];

    public Floor? Floor { get; init; }

    public RunningItem? Item { get; init; }

    public ImmutableList<AgendaItemId> ItemsDone { get; init; } = [];

    public PageShown? Shown { get; init; }

    public ImmutableList<ChatLine> Chat { get; init; } = [];

    public ImmutableHashSet<(int Conn, string ClientId)> ChatIds { get; init; } = [];

    public ImmutableSortedDictionary<string, NoteWritten> Notes { get; init; } = ImmutableSortedDictionary.Create<string, NoteWritten>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, ConclusionWritten> Conclusions { get; init; } =
        ImmutableSortedDictionary.Create<string, ConclusionWritten>(StringComparer.Ordinal);

    /// <summary>Accounts that were refused or removed: they come in only by admission.</summary>
    public ImmutableHashSet<AccountId> Expelled { get; init; } = [];

    /// <summary>Accounts that were admitted from the lobby: a lost line does not send them back there.</summary>
    public ImmutableHashSet<AccountId> AdmittedAccounts { get; init; } = [];

    public int LastConn { get; init; }

    public int LastSeat { get; init; }

    /// <summary>A connection that has not left, been refused or removed; null otherwise.</summary>
    public Connection? Find(int conn) => Connections.TryGetValue(conn, out var found) && !found.IsGone ? found : null;

    public IEnumerable<Connection> Here => Connections.Values.Where(c => !c.IsGone);

    public IEnumerable<Seat> SeatsOf(int conn) => Seats.Values.Where(s => s.Conns.Contains(conn));
}

/// <summary>A device or a site in the meeting.</summary>
internal sealed record Connection(Arrived Arrival, EntryState State, LineState Line)
{
    public int Conn => Arrival.Conn;

    public bool IsGone => Line == LineState.Gone;

    public bool IsIn => State == EntryState.In && !IsGone;

    /// <summary>Chair, secretary and those who manage the meeting hold the same rights, so an absent chair stops nobody.</summary>
    public bool Leads => IsIn && (Arrival.MayManage || Arrival.Role is MeetingRole.Chair or MeetingRole.Secretary);
}

internal enum LineState
{
    Present,
    Dropped,
    Gone,
}

/// <summary>A person, counted once. Without connections the person is away but keeps the seat's number.</summary>
internal sealed record Seat(Seated Person, ImmutableSortedSet<int> Conns)
{
    public int Number => Person.Seat;
}

/// <summary>Who has the floor.</summary>
/// <param name="Since">When the floor was given, moved forward by the time the clock stood still.</param>
/// <param name="StoppedAt">When the holder's line was lost; null while the clock runs.</param>
internal sealed record Floor(int Conn, int? Seat, DateTimeOffset Since, DateTimeOffset? StoppedAt);

internal sealed record RunningItem(AgendaItemId ItemId, DateTimeOffset BeganAt);

internal sealed record ChatLine(long Number, DateTimeOffset At, int Conn, int? Seat, string Text, bool Marked);
