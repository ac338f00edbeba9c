using Meetings.Server.Kernel;

namespace Meetings.Server.Scheduling.Contracts;

/// <summary>A line of a list of meetings.</summary>
/// <param name="LocalStart">Wall clock at the meeting's place, "2026-11-23T08:00".</param>
[WireContract]
public sealed record MeetingSummary(
    MeetingId Id,
    string Title,
    MeetingKind Kind,
    MeetingMode Mode,
    MeetingStatus Status,
    string HostUnitName,
    string? ChairName,
    DateTimeOffset Start,
    DateTimeOffset End,
    string LocalStart,
    string Zone,
    int ItemCount,
    int DocumentCount,
    MeetingRole? MyRole,
    bool MayManage,
    SeriesId? SeriesId = null);

/// <summary>Everything of one meeting that its invitees may see.</summary>
/// <param name="GuestLinks">Only for those who may manage.</param>
/// <param name="UrgentReason">Why an urgent meeting is called without lead time; not told to guests.</param>
[WireContract]
public sealed record MeetingDetails(
    MeetingId Id,
    string Title,
    MeetingKind Kind,
    MeetingMode Mode,
    MeetingStatus Status,
    UnitId HostUnitId,
    string HostUnitName,
    PersonRef? Chair,
    PersonRef? Secretary,
    string LocalStart,
    string Zone,
    DateTimeOffset Start,
    DateTimeOffset End,
    int Minutes,
    string? Place,
    string? Notes,
    IReadOnlyList<AgendaItemView> Agenda,
    IReadOnlyList<InviteeView> Invitees,
    bool MayManage,
    MeetingRole? MyRole,
    int Revision,
    string? CancelReason,
    IReadOnlyList<GuestLinkView>? GuestLinks,
    string? UrgentReason = null,
    QuorumRule Quorum = QuorumRule.None,
    SeriesView? Series = null);

/// <summary>The meeting's place among those that recur with it.</summary>
/// <param name="Position">From 1, in the order of their starts, cancelled ones counted.</param>
/// <param name="Previous">The meeting before it that the caller may see.</param>
public sealed record SeriesView(SeriesId Id, RecurrenceInput Rule, int Position, int Count, MeetingId? Previous, MeetingId? Next);

/// <param name="Start">Computed: the meeting's start plus the minutes of the items before.</param>
/// <param name="Label">"2", or "2.1" for a part of item 2.</param>
/// <param name="Audience">Who attends; left out: everybody.</param>
/// <param name="IsMine">The caller attends it.</param>
public sealed record AgendaItemView(
    AgendaItemId Id,
    int Number,
    string Title,
    AgendaItemKind Kind,
    int Minutes,
    PersonRef? Presenter,
    string? PresenterText,
    DateTimeOffset Start,
    IReadOnlyList<DocumentView> Documents,
    string Label,
    int Depth = 0,
    string? Description = null,
    IReadOnlyList<AudienceEntry>? Audience = null,
    bool IsRestricted = false,
    bool IsMine = true);

/// <param name="Id">The invitee's own id, 32 hexadecimal digits.</param>
/// <param name="TargetId">Id of the unit, person or site.</param>
/// <param name="Detail">Position and unit, or the unit above.</param>
public sealed record InviteeView(string Id, InviteeKind Kind, string TargetId, string Name, string? Detail, MeetingRole Role);

public sealed record PersonRef(PersonId Id, string Name, string? Position, string? UnitName);

/// <param name="Size">Bytes of the original.</param>
/// <param name="Pages">0 while not known yet.</param>
/// <param name="UploadedBy">Display name of who brought it.</param>
/// <param name="Version">The one readers get.</param>
/// <param name="Latest">Greater than <paramref name="Version"/> while a newer one is being prepared or has failed.</param>
/// <param name="Problem">Refusal code that says why the latest version has no pages.</param>
/// <param name="Pictured">Pages whose images are made.</param>
/// <param name="Withdrawn">Readers no longer see it.</param>
/// <param name="Restricted">Not for everybody who sees the item.</param>
/// <param name="Stamped">Every page shows the reader's name and the time.</param>
public sealed record DocumentView(
    DocumentId Id, string Name, long Size, int Pages, DocumentStatus Status, DateTimeOffset UploadedAt, string UploadedBy,
    int Version = 1, int Latest = 1, string? Problem = null, int Pictured = 0, bool Withdrawn = false, bool Restricted = false,
    bool AllowsDownload = true, bool Stamped = false);

/// <param name="Url">Left out once it was taken back.</param>
public sealed record GuestLinkView(string Id, string Name, string? Url, DateTimeOffset CreatedAt, bool Revoked);

public enum InviteeKind
{
    Unit,
    Person,
    Site,
}

public enum DocumentStatus
{
    Processing,
    Ready,
    Failed,
}
