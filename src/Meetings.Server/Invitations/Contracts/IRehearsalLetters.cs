using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations.Contracts;

/// <summary>Asks invited places by mail to try their room before a meeting, with their personal link.</summary>
public interface IRehearsalLetters
{
    /// <summary>Writes to those of the places that were invited, have an address and did not decline; each once on an occasion.</summary>
    /// <param name="occasion">With the meeting's start it makes the letter one of its kind.</param>
    /// <param name="places">Units, sites and persons as the plan invites them.</param>
    /// <returns>How many letters are written now.</returns>
    Task<int> AskAsync(MeetingPlan plan, string occasion, IReadOnlyCollection<Invitee> places, CancellationToken cancellationToken);
}
