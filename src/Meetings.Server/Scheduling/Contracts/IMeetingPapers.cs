using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;

namespace Meetings.Server.Scheduling.Contracts;

/// <summary>The papers shown with a meeting. Documents stands above Scheduling, so Scheduling says here what it wants to know.</summary>
public interface IMeetingPapers
{
    Task<IReadOnlyDictionary<MeetingId, int>> CountAsync(IReadOnlyCollection<MeetingId> meetings, CancellationToken cancellationToken);

    Task<ILookup<AgendaItemId, DocumentView>> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken);

    /// <summary>Those the caller may read.</summary>
    Task<ILookup<AgendaItemId, DocumentView>> ReadableAsync(MeetingId meeting, Caller caller, Standing standing, CancellationToken cancellationToken);
}

/// <summary>Who has opened which paper. The slice of papers answers; the secretary's board and the reminders ask.</summary>
public interface IPaperReadings
{
    /// <summary>Null where nobody keeps note.</summary>
    Task<IReadOnlyList<PaperReading>?> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken);
}

/// <summary>A paper was opened; of every reader the first time is enough.</summary>
public sealed record PaperReading(DocumentId DocumentId, PersonId? PersonId, SiteId? SiteId, DateTimeOffset OpenedAt);

/// <summary>The guest links of a meeting; Invitations stands above Scheduling and answers.</summary>
public interface IMeetingGuestLinks
{
    Task<IReadOnlyList<GuestLinkView>> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken);

    /// <summary>False once the link was revoked or has expired: the pass that came from it is then worth nothing.</summary>
    Task<bool> IsLiveAsync(MeetingId meeting, Guid linkId, CancellationToken cancellationToken);
}

/// <summary>A draft was deleted; what hangs on it may be cleared away.</summary>
public sealed record MeetingDeleted(MeetingId MeetingId) : IDomainEvent;
