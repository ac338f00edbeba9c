using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Administration;

/// <summary>Sets who may go in a person's place.</summary>
internal sealed class PutDeputies(MeetingsDbContext db)
{
    private const int Most = 20;

    /// <summary>Null when they were set, or nothing was asked. Refuses with "deputy_self", "deputy_dates", "person_unknown" or "too_many_deputies".</summary>
    /// <param name="person">With its deputies loaded.</param>
    public async Task<Refusal?> PutAsync(Person person, IReadOnlyList<DeputyInput>? wanted, CancellationToken cancellationToken)
    {
        if (wanted is null)
        {
            return null;
        }

        var ids = wanted.Select(one => one.PersonId).Distinct().ToList();
        if (wanted.Count > Most)
        {
            return Refusal.Invalid("too_many_deputies", ("max", $"{Most}"));
        }

        if (ids.Contains(person.Id))
        {
            return Refusal.Invalid("deputy_self");
        }

        if (wanted.Any(one => one.To is { } to && to <= one.From))
        {
            return Refusal.Invalid("deputy_dates");
        }

        if (await db.Set<Person>().CountAsync(one => ids.Contains(one.Id) && one.DeactivatedAt == null, cancellationToken) != ids.Count)
        {
            return Refusal.Invalid("person_unknown");
        }

        person.Deputies.RemoveAll(deputy => !ids.Contains(deputy.DeputyId) || wanted.All(one => (one.PersonId, one.From, one.To) != (deputy.DeputyId, deputy.From, deputy.To)));
        await db.SaveChangesAsync(cancellationToken); // a changed one has the same key: the old row goes first
        foreach (var one in wanted.DistinctBy(one => one.PersonId).Where(one => person.Deputies.All(deputy => deputy.DeputyId != one.PersonId)))
        {
            person.Deputies.Add(new Deputy { PersonId = person.Id, DeputyId = one.PersonId, From = one.From, To = one.To });
        }

        return null;
    }
}
