using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>A fact of a meeting. It is appended to the log before anyone is told; the room's state is the fold of its facts.</summary>
internal abstract record RoomEvent;

/// <summary>A fact with its place in the meeting's log.</summary>
/// <param name="Number">1, 2, 3 ... without gaps within a meeting.</param>
internal sealed record NumberedEvent(long Number, DateTimeOffset At, RoomEvent Event);

internal sealed record Opened : RoomEvent;

internal sealed record Begun : RoomEvent;

internal sealed record Paused : RoomEvent;

internal sealed record Resumed : RoomEvent;

internal sealed record Closed : RoomEvent;

/// <summary>A device came to the door. <paramref name="ResumeHash"/> is SHA-256 of the secret by which it takes its place back; never told.</summary>
internal sealed record Arrived(
    int Conn, AccountId Account, ConnectionKind Kind, string Label, string? UnitName, MeetingRole Role, bool MayManage, EntryState State,
    PersonId? PersonId, SiteId? SiteId, string? Position, string ResumeHash, string Device) : RoomEvent;

internal sealed record Admitted(int Conn) : RoomEvent;

internal sealed record EntryRefused(int Conn) : RoomEvent;

/// <summary>The chair sent the connection out; its account comes back only by admission.</summary>
internal sealed record Removed(int Conn) : RoomEvent;

/// <summary>The line of the connection is gone. Its seat, hand and place in the queue are kept for the whole meeting.</summary>
internal sealed record Dropped(int Conn) : RoomEvent;

internal sealed record Returned(int Conn) : RoomEvent;

internal sealed record Left(int Conn) : RoomEvent;

/// <summary>A person is in the meeting through this connection; the same seat may have several connections.</summary>
/// <param name="Account">Identifies the person when the directory does not (a guest).</param>
/// <param name="SiteId">Set when a site named the person who sits in its room.</param>
internal sealed record Seated(
    int Seat, int Conn, string Name, string? Position, string? UnitName, MeetingRole Role, PersonId? PersonId,
    AccountId? Account, SiteId? SiteId) : RoomEvent;

internal sealed record Unseated(int Seat, int Conn) : RoomEvent;

internal sealed record HandRaised(int Conn, bool Up) : RoomEvent;

/// <summary>Who has the floor from now on; both null when nobody has.</summary>
internal sealed record FloorGiven(int? Conn, int? Seat) : RoomEvent;

internal sealed record MutedByChair(int Conn) : RoomEvent;

/// <summary>A stretch of speech of at least 3 s that just ended.</summary>
internal sealed record Spoke(int Conn, int Seconds) : RoomEvent;

internal sealed record ItemBegun(AgendaItemId ItemId) : RoomEvent;

internal sealed record ItemEnded(AgendaItemId ItemId) : RoomEvent;

/// <param name="Page">From 1.</param>
internal sealed record PageShown(DocumentId DocumentId, int Page, int Conn) : RoomEvent;

internal sealed record PageHidden : RoomEvent;

/// <param name="ClientId">Made by the sender, so that a message sent again after a lost answer counts once.</param>
internal sealed record ChatSaid(int Conn, int? Seat, string Text, string ClientId) : RoomEvent;

internal sealed record ChatMarked(long Message, bool On) : RoomEvent;

internal sealed record NoteWritten(string Id, AgendaItemId? ItemId, string Text, int Revision, int Conn) : RoomEvent;

internal sealed record ConclusionWritten(
    string Id, AgendaItemId? ItemId, string Text, UnitId? UnitId, string? UnitName, DateOnly? Due, int Revision, int Conn) : RoomEvent;

/// <summary>A note or a conclusion was taken back.</summary>
internal sealed record NoteRemoved(string Id) : RoomEvent;

internal enum ConnectionKind
{
    Person,
    Site,
    Guest,
}

internal enum EntryState
{
    Lobby,
    In,
}
