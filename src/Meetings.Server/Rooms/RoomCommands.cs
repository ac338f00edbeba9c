using System.Collections.Immutable;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>What somebody, or the clock, asks of a room. Texts are already cleaned and bounded, names already looked up.</summary>
internal abstract record RoomCommand;

/// <summary>A command of a connection that has entered.</summary>
internal abstract record MemberCommand(int By) : RoomCommand;

/// <summary>A device asks to come in, or to take its place back.</summary>
/// <param name="Invited">Invited callers do not wait in the lobby.</param>
/// <param name="SecretHash">Hash of the new connection's resume secret, used when the place is a new one.</param>
/// <param name="ResumeHash">Hash of the secret shown by a device that was here before.</param>
/// <param name="Device">Names the device among those of its account.</param>
internal sealed record Enter(
    AccountId Account, ConnectionKind Kind, string Label, string? UnitName, MeetingRole Role, bool MayManage, bool Invited,
    PersonId? PersonId, SiteId? SiteId, string? Position, string SecretHash, string? ResumeHash, string Device) : RoomCommand;

/// <summary>The socket of the connection has been gone for a while.</summary>
internal sealed record LoseLine(int Conn) : RoomCommand;

/// <summary>The connection has a socket although the log says its line is lost.</summary>
internal sealed record RegainLine(int Conn) : RoomCommand;

/// <summary>The server started again: nobody but these connections has a line.</summary>
internal sealed record LoseLinesExcept(ImmutableHashSet<int> Alive) : RoomCommand;

/// <summary>The grace of a floor holder whose line is lost may have run out.</summary>
internal sealed record EndFloorGrace : RoomCommand;

internal sealed record NoteSpeech(int Conn, int Seconds) : RoomCommand;

internal sealed record Leave(int By) : MemberCommand(By);

internal sealed record RaiseHand(int By, bool Up) : MemberCommand(By);

internal sealed record LowerHand(int By, int Conn) : MemberCommand(By);

internal sealed record GiveFloor(int By, int Conn, int? Seat) : MemberCommand(By);

internal sealed record TakeFloor(int By) : MemberCommand(By);

internal sealed record Mute(int By, int Conn) : MemberCommand(By);

internal sealed record Admit(int By, int Conn) : MemberCommand(By);

internal sealed record RefuseEntry(int By, int Conn) : MemberCommand(By);

internal sealed record RemoveConnection(int By, int Conn) : MemberCommand(By);

/// <summary>A site says who sits in its room now; replaces what it said before.</summary>
internal sealed record SitDown(int By, ImmutableArray<Sitter> People) : MemberCommand(By);

internal sealed record Sitter(PersonId? PersonId, string Name, string? Position, string? UnitName, MeetingRole Role);

internal sealed record BeginMeeting(int By) : MemberCommand(By);

internal sealed record PauseMeeting(int By) : MemberCommand(By);

internal sealed record ResumeMeeting(int By) : MemberCommand(By);

internal sealed record CloseMeeting(int By) : MemberCommand(By);

internal sealed record BeginItem(int By, AgendaItemId ItemId) : MemberCommand(By);

internal sealed record EndItem(int By) : MemberCommand(By);

/// <param name="Pages">How many pages the document has; 0 while it is being prepared; null when it is not of this meeting.</param>
internal sealed record ShowPage(int By, DocumentId DocumentId, int Page, int? Pages) : MemberCommand(By);

internal sealed record HidePage(int By) : MemberCommand(By);

internal sealed record Say(int By, string ClientId, string Text) : MemberCommand(By);

internal sealed record MarkChat(int By, long Message, bool On) : MemberCommand(By);

/// <param name="Revision">The revision the writer saw; 0 for a new note.</param>
internal sealed record WriteNote(int By, string Id, AgendaItemId? ItemId, string Text, int Revision) : MemberCommand(By);

/// <param name="Revision">The revision the writer saw; 0 for a new conclusion.</param>
internal sealed record WriteConclusion(
    int By, string Id, AgendaItemId? ItemId, string Text, UnitId? UnitId, string? UnitName, DateOnly? Due, int Revision) : MemberCommand(By);

internal sealed record RemoveNote(int By, string Id) : MemberCommand(By);

/// <summary>What a decision may look at besides the state.</summary>
/// <param name="Items">Agenda items of the plan with their presenters.</param>
/// <param name="IsOverloaded">The media engine leaves out all it can: no room begins.</param>
internal sealed record RoomContext(
    DateTimeOffset Now, MeetingStatus PlanStatus, DateTimeOffset Start, IReadOnlyDictionary<AgendaItemId, PersonId?> Items, RoomOptions Options, bool IsOverloaded = false);

/// <summary>A yes: the facts to append (none when nothing changes) and what the asker needs to know.</summary>
internal sealed record Decision(ImmutableArray<RoomEvent> Events, int Conn = 0, int Revision = 0)
{
    public static readonly Decision Nothing = new([]);

    public static Decision Of(params ImmutableArray<RoomEvent> events) => new(events);
}
