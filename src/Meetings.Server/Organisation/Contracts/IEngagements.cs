using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation.Contracts;

/// <summary>What somebody still has to attend. Answered by the slices above that plan it.</summary>
public interface IEngagements
{
    Task<IReadOnlyList<Engagement>> OfAsync(PersonId person, CancellationToken cancellationToken);
}

/// <param name="Role">Camel case word of the role: "chair", "secretary", "delegate", ...</param>
[WireContract]
public sealed record Engagement(MeetingId MeetingId, string Title, DateTimeOffset Start, string Role);

/// <summary>Somebody was taken out of service.</summary>
/// <param name="ReplacedBy">Who takes the place in meetings to come.</param>
public sealed record PersonLeft(PersonId Person, PersonId? ReplacedBy) : IDomainEvent;
