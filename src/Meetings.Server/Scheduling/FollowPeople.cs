using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

/// <summary>
/// Gives the places of somebody who left in meetings to come to the successor, or takes them out. A chair or secretary without a
/// successor stays in the plan, because such a meeting is not to be without one, and whoever prepares it is told. The changed plan
/// goes out as any edit does, so invitations follow.
/// </summary>
internal sealed class FollowPeople(
    MeetingsDbContext db, Engagements engagements, IDirectory directory, INotifier notifier, IAudit audit, INews news, TimeProvider time)
    : IHandle<PersonLeft>
{
    /// <summary>Attempts before somebody else's endless editing is an error.</summary>
    private const int MostAttempts = 5;

    public async Task HandleAsync(PersonLeft left, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await FollowAsync(left, cancellationToken);
                return;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MostAttempts)
            {
                // Somebody saved the plan meanwhile: read it again. What was done before is not found again.
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task FollowAsync(PersonLeft left, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        PersonId[] both = left.ReplacedBy is { } successor ? [left.Person, successor] : [left.Person];
        var people = await directory.PeopleAsync(both, day, cancellationToken);
        foreach (var meeting in await engagements.AheadAsync(left.Person, cancellationToken))
        {
            var moved = Succession.Apply(meeting, left.Person, left.ReplacedBy, time);
            if (moved.Changed.Count > 0)
            {
                meeting.Revision++;
                var host = (await directory.UnitsAsync([meeting.HostUnitId], cancellationToken)).GetValueOrDefault(meeting.HostUnitId)?.Name;
                var chair = meeting.ChairId is { } id ? (await directory.PeopleAsync([id], day, cancellationToken)).GetValueOrDefault(id)?.FullName : null;
                meeting.SearchText = SearchTexts.Of(meeting, host, chair);
            }

            audit.Note(null, "meeting.person_left", meeting.Id.ToString(), new { left.Person, left.ReplacedBy, moved.Changed, moved.Kept });
            await TellAsync(meeting, moved, left.Person, people, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
            if (moved.Changed.Count > 0)
            {
                await news.TellAsync(new MeetingChanged(meeting.Id, meeting.Status), cancellationToken);
            }
        }
    }

    private async Task TellAsync(
        Meeting meeting, Moved moved, PersonId person, IReadOnlyDictionary<PersonId, PersonSummary> people, CancellationToken cancellationToken)
    {
        List<Addressee> told = [Addressee.Of(meeting.CreatedBy)];
        if (meeting.SecretaryId is { } secretary && secretary != person)
        {
            told.Add(Addressee.Of(secretary));
        }

        var args = new Dictionary<string, string>
        {
            ["name"] = people.GetValueOrDefault(person)?.FullName ?? "",
            ["title"] = meeting.Title,
            ["startAt"] = meeting.Start.ToString("O"),
        };
        await notifier.TellAsync(
            [.. moved.Kept.SelectMany(role => told.Select(to => new Notice(
                to, $"left.{role}", $"left.{role}/{meeting.Id}/{person}", $"/meetings/{meeting.Id}/edit", args, ExpiresAt: meeting.End)))],
            cancellationToken);
    }
}
