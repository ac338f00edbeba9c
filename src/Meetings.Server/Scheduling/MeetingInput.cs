using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>A plan as the client sends it; nothing of it is trusted yet.</summary>
/// <param name="Revision">For an edit: the revision it was made from.</param>
/// <param name="Secrecy">Anything but ordinary is refused.</param>
/// <param name="IsUrgent">Then the reason must be given; else it is passed over.</param>
[WireContract]
internal sealed record MeetingInput(
    string? Title,
    MeetingKind Kind,
    MeetingMode Mode,
    UnitId HostUnitId,
    PersonId? ChairId,
    PersonId? SecretaryId,
    string? LocalStart,
    string? Zone,
    int Minutes,
    string? Place,
    string? Notes,
    IReadOnlyList<AgendaItemInput?>? Agenda,
    IReadOnlyList<InviteeInput?>? Invitees,
    int? Revision,
    MeetingSecrecy Secrecy = MeetingSecrecy.Ordinary,
    bool IsUrgent = false,
    string? UrgentReason = null,
    QuorumRule Quorum = QuorumRule.None);

/// <param name="Id">Set for an item that exists already; its papers stay with it.</param>
/// <param name="Depth">1: part of the item before it.</param>
/// <param name="Audience">Who attends, each of them invited; none: everybody.</param>
/// <param name="IsRestricted">Then somebody must be named in the audience.</param>
internal sealed record AgendaItemInput(
    AgendaItemId? Id, string? Title, AgendaItemKind Kind, int Minutes, PersonId? PresenterId, string? PresenterText,
    int Depth = 0, string? Description = null, IReadOnlyList<AudienceEntry>? Audience = null, bool IsRestricted = false);

internal sealed record InviteeInput(InviteeKind Kind, string? TargetId, MeetingRole Role);
