using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using PersonEngagement = Meetings.Server.Organisation.Contracts.Engagement;

namespace Meetings.Server.Scheduling;

/// <summary>Meetings to come, drafts among them, that name a person as chair, secretary, invitee or presenter.</summary>
internal sealed class Engagements(MeetingsDbContext db, TimeProvider time) : IEngagements
{
    /// <summary>One entry a meeting, with the weightiest role: chair, secretary, the invitee's role, "presenter".</summary>
    public async Task<IReadOnlyList<PersonEngagement>> OfAsync(PersonId person, CancellationToken cancellationToken) =>
        [.. (await AheadAsync(person, cancellationToken)).Select(m => new PersonEngagement(m.Id, m.Title, m.Start, RoleIn(m, person)))];

    /// <summary>Tracked, in order of their start.</summary>
    public async Task<List<Meeting>> AheadAsync(PersonId person, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var earliest = now.AddMinutes(-MeetingRules.MaxMinutes);
        var meetings = await db.Set<Meeting>().Include(m => m.Agenda.OrderBy(i => i.Number)).Include(m => m.Invitees).AsSplitQuery()
            .Where(m => m.Status != MeetingStatus.Closed && m.Status != MeetingStatus.Cancelled && m.Start > earliest)
            .Where(m => m.ChairId == person || m.SecretaryId == person
                || m.Agenda.Any(i => i.PresenterId == person) || m.Invitees.Any(i => i.PersonId == person))
            .OrderBy(m => m.Start).ThenBy(m => m.Id).ToListAsync(cancellationToken);
        return [.. meetings.Where(m => m.End > now || StatusMachine.HasStarted(m.Status))];
    }

    private static string RoleIn(Meeting meeting, PersonId person) =>
        meeting.ChairId == person ? "chair"
        : meeting.SecretaryId == person ? "secretary"
        : meeting.Invitees.FirstOrDefault(i => i.PersonId == person) is { } invited
            ? System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(invited.Role.ToString())
        : "presenter";
}
