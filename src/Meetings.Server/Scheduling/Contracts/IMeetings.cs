using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;

namespace Meetings.Server.Scheduling.Contracts;

/// <summary>What the other slices may know of a scheduled meeting.</summary>
public interface IMeetings
{
    Task<MeetingPlan?> FindAsync(MeetingId id, CancellationToken cancellationToken);

    /// <summary>What the caller is in this meeting; null when the meeting is unknown or not to be seen by the caller.</summary>
    Task<Standing?> StandingAsync(Caller caller, MeetingId id, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the status along the machine inside the caller's transaction (the same scoped database context, saved by the caller).
    /// Refuses with "meeting_status" (args from, to) when the machine has no such arrow.
    /// </summary>
    Task<Outcome<Done>> MoveAsync(MeetingId id, MeetingStatus to, CancellationToken cancellationToken);

    /// <summary>
    /// The chair let an account in from the lobby, or sent it away again. An admitted one may see the meeting's agenda and papers.
    /// Inside the caller's transaction, as <see cref="MoveAsync"/>.
    /// </summary>
    Task AdmitAsync(MeetingId id, AccountId account, bool isIn, CancellationToken cancellationToken);

    /// <summary>Meetings that begin in that time, drafts left out, in order of their start.</summary>
    Task<IReadOnlyList<MeetingPlan>> BetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Those of them in which the caller has a role of their own.</summary>
    Task<IReadOnlyList<MeetingPlan>> OfCallerAsync(Caller caller, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);
}

/// <param name="Role">The caller's best role; null when only managing rights let the caller see the meeting.</param>
/// <param name="MayManage">May edit, cancel, invite: secretaries of the host unit, the meeting's secretary and chair, administrators.</param>
/// <param name="HiddenItems">Restricted items that are not for the caller; null when there are none.</param>
/// <param name="IsWaiting">Holds a guest link but was not let in (yet): knows what the link itself says, and sees no agenda and no papers.</param>
public sealed record Standing(MeetingRole? Role, bool MayManage, UnitId? UnitId, bool IsWaiting = false, IReadOnlySet<AgendaItemId>? HiddenItems = null)
{
    /// <summary>False: the item does not exist for the caller, nor its papers.</summary>
    public bool Sees(AgendaItemId item) => HiddenItems?.Contains(item) != true;

    /// <summary>Invited callers enter the room without waiting in the lobby.</summary>
    public bool IsInvited => Role is not null and not MeetingRole.Guest;
}

/// <param name="UrgentReason">Why an urgent meeting is called without lead time; null for any other.</param>
public sealed record MeetingPlan(
    MeetingId Id,
    string Title,
    MeetingKind Kind,
    MeetingMode Mode,
    MeetingStatus Status,
    UnitId HostUnitId,
    PersonId? ChairId,
    PersonId? SecretaryId,
    DateTime LocalStart,
    string Zone,
    DateTimeOffset Start,
    int Minutes,
    string? Place,
    IReadOnlyList<PlannedItem> Agenda,
    IReadOnlyList<Invitee> Invitees,
    string? Notes = null,
    string? CancelReason = null,
    int Revision = 0,
    string? UrgentReason = null,
    QuorumRule Quorum = QuorumRule.None,
    SeriesId? SeriesId = null)
{
    /// <summary>An urgent meeting (họp đột xuất): no lead time binds it, and its invitations ring.</summary>
    public bool IsUrgent => UrgentReason is not null || Kind == MeetingKind.Urgent;
}

/// <param name="Label">As readers see the number: "2", "2.1".</param>
/// <param name="Audience">Who attends the item, as <see cref="Audiences"/> writes it; empty: everybody.</param>
/// <param name="IsRestricted">Not to be named to anybody whose standing does not see it, and in no text that goes to all.</param>
public sealed record PlannedItem(
    AgendaItemId Id, int Number, string Title, AgendaItemKind Kind, int Minutes, PersonId? PresenterId, string? PresenterText,
    string Label, string? Description = null, string Audience = "", bool IsRestricted = false)
{
    /// <summary>For letters, mails and calendars, which may be passed on.</summary>
    public string PublicTitle => IsRestricted ? "Nội dung dành cho thành phần được mời riêng" : Title;
}

/// <summary>Exactly one of the three ids is set.</summary>
public sealed record Invitee(UnitId? UnitId, PersonId? PersonId, SiteId? SiteId, MeetingRole Role);

public enum MeetingStatus
{
    Draft,
    Scheduled,
    Open,
    InSession,
    Paused,
    Closed,
    Cancelled,
}

public enum MeetingRole
{
    Chair,
    Secretary,
    Delegate,
    Observer,
    Guest,
    Technician,
}

public enum MeetingKind
{
    Briefing,
    Session,
    Thematic,
    Urgent,
    Review,
    Rollout,
    Training,
    Other,
}

public enum MeetingMode
{
    InPerson,
    Online,
    Hybrid,
}

/// <summary>
/// How many members must be present: 2/3 of all members for sessions of the people's committee and council (Luật Tổ chức chính quyền
/// địa phương), more than half where a body's own rules say so.
/// </summary>
public enum QuorumRule
{
    None,
    TwoThirds,
    Majority,
}

public enum AgendaItemKind
{
    Inform,
    Discuss,
    Decide,
}

/// <summary>A meeting was edited, scheduled or cancelled; a running room reads the plan again.</summary>
public sealed record MeetingChanged(MeetingId MeetingId, MeetingStatus Status) : IDomainEvent;
