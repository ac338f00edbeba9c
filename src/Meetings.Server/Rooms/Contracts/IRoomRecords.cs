using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Contracts;

/// <summary>What happened in a meeting, read from its append-only log.</summary>
public interface IRoomRecords
{
    /// <summary>The folded record of a meeting; null when its room was never opened.</summary>
    Task<RoomRecord?> ReadAsync(MeetingId meeting, CancellationToken cancellationToken);
}

/// <summary>The room was closed by its chair or secretary; the log is complete.</summary>
public sealed record RoomClosed(MeetingId MeetingId) : IDomainEvent;

/// <summary>Everything the minutes need. Instants are UTC.</summary>
public sealed record RoomRecord(
    MeetingId MeetingId,
    DateTimeOffset OpenedAt,
    DateTimeOffset? BegunAt,
    DateTimeOffset? ClosedAt,
    IReadOnlyList<RecordedPause> Pauses,
    IReadOnlyList<Attendee> Attendees,
    IReadOnlyList<RecordedItem> Items,
    IReadOnlyList<RecordedSpeech> Speeches,
    IReadOnlyList<RecordedNote> Notes,
    IReadOnlyList<RecordedConclusion> Conclusions,
    IReadOnlyList<RecordedDocument> DocumentsShown,
    IReadOnlyList<RecordedChat> MarkedChat);

public sealed record RecordedPause(DateTimeOffset From, DateTimeOffset? To);

/// <summary>One person counted once, however many devices or sites carried them.</summary>
/// <param name="Role">As in Scheduling's MeetingRole, camel case.</param>
public sealed record Attendee(
    int Seat, PersonId? PersonId, string Name, string? Position, string? UnitName, string Role, string? SiteLabel, IReadOnlyList<Presence> Intervals);

/// <param name="To">Null while present.</param>
/// <param name="LostLine">True when the interval ended by a dropped line rather than by leaving.</param>
public sealed record Presence(DateTimeOffset From, DateTimeOffset? To, bool LostLine);

public sealed record RecordedItem(AgendaItemId ItemId, DateTimeOffset BegunAt, DateTimeOffset? EndedAt);

/// <param name="Seconds">How long; from the floor given and taken, or from the microphone's activity.</param>
/// <param name="HadFloor">True when the chair had given the floor.</param>
public sealed record RecordedSpeech(
    DateTimeOffset From, int Seconds, string Name, string? Position, string? UnitName, bool HadFloor, AgendaItemId? ItemId);

public sealed record RecordedNote(string Id, AgendaItemId? ItemId, string Text);

public sealed record RecordedConclusion(string Id, AgendaItemId? ItemId, string Text, UnitId? UnitId, string? UnitName, DateOnly? Due);

public sealed record RecordedDocument(DocumentId DocumentId, DateTimeOffset FirstShownAt, AgendaItemId? ItemId);

public sealed record RecordedChat(DateTimeOffset At, string Name, string Text, AgendaItemId? ItemId);
