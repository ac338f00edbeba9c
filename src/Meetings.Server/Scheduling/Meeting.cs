using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>A meeting as planned. What happens in it is the room's record, not here.</summary>
internal sealed class Meeting
{
    public required MeetingId Id { get; init; }

    public required string Title { get; set; }

    public MeetingKind Kind { get; set; }

    public MeetingMode Mode { get; set; }

    public MeetingStatus Status { get; set; }

    public UnitId HostUnitId { get; set; }

    public PersonId? ChairId { get; set; }

    public PersonId? SecretaryId { get; set; }

    /// <summary>Wall clock at the place of <see cref="Zone"/>.</summary>
    public DateTime LocalStart { get; set; }

    /// <summary>IANA name.</summary>
    public required string Zone { get; set; }

    public DateTimeOffset Start { get; set; }

    public int Minutes { get; set; }

    public string? Place { get; set; }

    public string? Notes { get; set; }

    /// <summary>Set: an urgent meeting (họp đột xuất), and why.</summary>
    public string? UrgentReason { get; set; }

    /// <summary>How many of those invited must be there.</summary>
    public QuorumRule Quorum { get; set; }

    /// <summary>Set for a meeting that recurs.</summary>
    public SeriesId? SeriesId { get; set; }

    /// <summary>Where the series' rule put this meeting, on the wall clock; it stays when the meeting is moved.</summary>
    public DateTime? SeriesSlot { get; set; }

    /// <summary>Counts edits of the plan; an edit names the revision it was made from.</summary>
    public int Revision { get; set; } = 1;

    public string? CancelReason { get; set; }

    public AccountId CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Folded title, items, place, host and chair, for search without diacritics.</summary>
    public string SearchText { get; set; } = "";

    public List<AgendaItem> Agenda { get; } = [];

    public List<MeetingInvitee> Invitees { get; } = [];

    public DateTimeOffset End => Start.AddMinutes(Minutes);
}

internal sealed class AgendaItem
{
    public required AgendaItemId Id { get; init; }

    public MeetingId MeetingId { get; init; }

    /// <summary>From 1, without gaps, in the order of the agenda; readers see <see cref="Numbering.Labels"/>.</summary>
    public int Number { get; set; }

    /// <summary>0: an item of its own; 1: part of the item of depth 0 before it.</summary>
    public int Depth { get; set; }

    public required string Title { get; set; }

    public AgendaItemKind Kind { get; set; }

    public int Minutes { get; set; }

    public PersonId? PresenterId { get; set; }

    /// <summary>Who presents when it is not a person of the directory, e.g. "Phòng Tài chính - Kế hoạch".</summary>
    public string? PresenterText { get; set; }

    /// <summary>What it is about, in a few sentences.</summary>
    public string? Description { get; set; }

    /// <summary>Who attends the item, as <see cref="Audiences"/> writes it; empty: everybody.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Only those who attend the item, and those who prepare the meeting, know of it.</summary>
    public bool IsRestricted { get; set; }
}

/// <summary>Exactly one of the three ids is set.</summary>
internal sealed class MeetingInvitee
{
    public required Guid Id { get; init; }

    public MeetingId MeetingId { get; init; }

    public UnitId? UnitId { get; init; }

    public PersonId? PersonId { get; init; }

    public SiteId? SiteId { get; init; }

    public MeetingRole Role { get; set; }

    public Invitee AsInvitee() => new(UnitId, PersonId, SiteId, Role);
}
