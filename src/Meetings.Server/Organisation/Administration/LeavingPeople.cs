using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Administration;

/// <summary>
/// Takes somebody out of service: not found or invited any more, account locked and signed out, place in meetings to come given to a
/// replacement or left open. Records of the past keep the name. It can be taken back.
/// </summary>
internal sealed class LeavingPeople(
    MeetingsDbContext db, UnitAuthority authority, IAccounts accounts, IEnumerable<IEngagements> plans, INews news, IAudit audit, TimeProvider time)
{
    public async Task<Outcome<List<Engagement>>> EngagementsAsync(Caller caller, PersonId id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, id, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        var all = new List<Engagement>();
        foreach (var plan in plans)
        {
            all.AddRange(await plan.OfAsync(id, cancellationToken));
        }

        return (List<Engagement>)[.. all.OrderBy(one => one.Start)];
    }

    public async Task<Outcome<Done>> LeaveAsync(Caller caller, PersonId id, PersonLeaves input, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, id, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        if (input.ReplacedBy is { } other && (other == id || !await db.Set<Person>().AnyAsync(one => one.Id == other && one.DeactivatedAt == null, cancellationToken)))
        {
            return Refusal.Invalid("person_unknown");
        }

        var account = (await accounts.ListAsync(cancellationToken)).FirstOrDefault(one => one.PersonId == id);
        if (account is { IsActive: true })
        {
            var locked = await accounts.ChangeAsync(account.Id, Draft(account, isActive: false), cancellationToken);
            if (locked.Refusal is { } kept)
            {
                return kept; // the last administrator stays
            }
        }

        found.Value.DeactivatedAt ??= time.GetUtcNow();
        await db.Set<Deputy>().Where(deputy => deputy.DeputyId == id).ExecuteDeleteAsync(cancellationToken);
        audit.Note(caller, "person.left", id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        await news.TellAsync(new PersonLeft(id, input.ReplacedBy), cancellationToken);
        return Done.Instance;
    }

    /// <summary>Back in service; the account, where there is one, is unlocked. Places given away stay given.</summary>
    public async Task<Outcome<Done>> ReturnAsync(Caller caller, PersonId id, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, id, cancellationToken);
        if (found.Refusal is { } refusal)
        {
            return refusal;
        }

        found.Value.DeactivatedAt = null;
        audit.Note(caller, "person.returned", id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        if ((await accounts.ListAsync(cancellationToken)).FirstOrDefault(one => one.PersonId == id) is { } account)
        {
            return await accounts.ChangeAsync(account.Id, Draft(account, isActive: true), cancellationToken);
        }

        return Done.Instance;
    }

    private static AccountDraft Draft(AccountSummary account, bool isActive) => new(
        account.UserName, account.DisplayName, account.PersonId, account.SiteId, account.IsAdministrator, isActive);

    // Whoever administers every unit in which the person holds a position.
    private async Task<Outcome<Person>> FindAsync(Caller caller, PersonId id, CancellationToken cancellationToken)
    {
        var person = await db.Set<Person>().Include(one => one.Positions).FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (person is null)
        {
            return Refusal.NotFound();
        }

        var mine = await authority.OfAsync(caller, cancellationToken);
        var today = Today.In(time);
        var held = person.Positions.Where(position => position.To is null || position.To > today).ToList();
        return caller.IsAdministrator || (held.Count > 0 && held.All(position => mine.Contains(position.UnitId))) ? person : Refusal.Forbidden();
    }
}
