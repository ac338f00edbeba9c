using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Administration;

/// <summary>
/// Accounts with their roles. A unit's administrator governs the accounts whose every role lies below that unit; never an
/// administrator's of the installation, and never more rights than their own.
/// </summary>
internal sealed class ChangeAccounts(
    MeetingsDbContext db, IAccounts accounts, ISessions sessions, UnitAuthority authority, MeetingsSettings settings, IAudit audit)
{
    public async Task<Outcome<List<AccountView>>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var mine = await authority.OfAsync(caller, cancellationToken);
        if (!caller.IsAdministrator && mine.Count == 0)
        {
            return Refusal.Forbidden();
        }

        var roles = (await db.Set<UnitRoleGrant>().AsNoTracking().ToListAsync(cancellationToken)).ToLookup(grant => grant.AccountId);
        return (List<AccountView>)[.. (await accounts.ListAsync(cancellationToken))
            .Where(account => Governs(caller, mine, account, roles[account.Id]))
            .Select(account => View(account, roles[account.Id]))];
    }

    public async Task<Outcome<AccountMade>> CreateAsync(Caller caller, AccountInput input, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await RefusedAsync(caller, input, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var made = await accounts.CreateAsync(Draft(input), cancellationToken);
        if (made.Refusal is { } refused)
        {
            return refused;
        }

        Grant(made.Value, input.Roles);
        audit.Note(caller, "account.created", made.Value.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        var link = await LinkAsync(made.Value, request, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new AccountMade(made.Value, link);
    }

    public async Task<Outcome<AccountView>> EditAsync(Caller caller, AccountId id, AccountInput input, CancellationToken cancellationToken)
    {
        if (await FindRefusedAsync(caller, id, cancellationToken) is { } hidden)
        {
            return hidden;
        }

        if (await RefusedAsync(caller, input, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Set<UnitRoleGrant>().Where(grant => grant.AccountId == id).ExecuteDeleteAsync(cancellationToken);
        Grant(id, input.Roles);
        audit.Note(caller, "account.edited", id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        if ((await accounts.ChangeAsync(id, Draft(input), cancellationToken)).Refusal is { } refused)
        {
            return refused;
        }

        await transaction.CommitAsync(cancellationToken);
        var roles = await RolesAsync(id, cancellationToken);
        return View((await accounts.FindAsync(id, cancellationToken))!, roles);
    }

    /// <summary>A new one-time link for somebody who forgot the password. It changes nothing until it is used.</summary>
    public async Task<Outcome<AccountMade>> NewLinkAsync(Caller caller, AccountId id, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await FindRefusedAsync(caller, id, cancellationToken) is { } hidden)
        {
            return hidden;
        }

        audit.Note(caller, "account.link_made", id.ToString());
        return new AccountMade(id, await LinkAsync(id, request, cancellationToken));
    }

    public async Task<Outcome<Done>> SignOutAsync(Caller caller, AccountId id, CancellationToken cancellationToken)
    {
        if (await FindRefusedAsync(caller, id, cancellationToken) is { } hidden)
        {
            return hidden;
        }

        audit.Note(caller, "account.signed_out", id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        await sessions.SignOutEverywhereAsync(id, cancellationToken);
        return Done.Instance;
    }

    private static bool Governs(Caller caller, IReadOnlySet<UnitId> mine, AccountSummary account, IEnumerable<UnitRoleGrant> roles) =>
        caller.IsAdministrator || (!account.IsAdministrator && roles.Any() && roles.All(grant => mine.Contains(grant.UnitId)));

    // One that may not be governed answers like one that is not there.
    private async Task<Refusal?> FindRefusedAsync(Caller caller, AccountId id, CancellationToken cancellationToken) =>
        await accounts.FindAsync(id, cancellationToken) is { } account
        && Governs(caller, await authority.OfAsync(caller, cancellationToken), account, await RolesAsync(id, cancellationToken))
            ? null
            : Refusal.NotFound();

    private async Task<Refusal?> RefusedAsync(Caller caller, AccountInput input, CancellationToken cancellationToken)
    {
        var mine = await authority.OfAsync(caller, cancellationToken);
        if (caller.IsAdministrator)
        {
            // Administrators have every unit: what is missing does not exist.
            if (input.Roles.Any(role => !mine.Contains(role.UnitId)))
            {
                return Refusal.Invalid("unit_unknown");
            }
        }
        else if (input.IsAdministrator || input.Roles.Count == 0 || input.Roles.Any(role => !mine.Contains(role.UnitId)))
        {
            return Refusal.Forbidden();
        }

        if (input.PersonId is { } person)
        {
            var units = await db.Set<Position>().Where(position => position.PersonId == person).Select(position => position.UnitId).ToListAsync(cancellationToken);
            if (!await db.Set<Person>().AnyAsync(one => one.Id == person, cancellationToken))
            {
                return Refusal.Invalid("person_unknown");
            }

            // Tying an account to a stranger's person would be a way to sit in that person's place.
            if (!caller.IsAdministrator && !units.Any(mine.Contains))
            {
                return Refusal.Forbidden();
            }
        }

        if (input.SiteId is { } site)
        {
            if (await db.Set<Site>().AsNoTracking().FirstOrDefaultAsync(one => one.Id == site, cancellationToken) is not { } known)
            {
                return Refusal.Invalid("site_unknown");
            }

            return mine.Contains(known.UnitId) ? null : Refusal.Forbidden();
        }

        return null;
    }

    private void Grant(AccountId account, IEnumerable<AccountRole> roles) => db.AddRange(
        roles.Distinct().Select(role => new UnitRoleGrant { AccountId = account, UnitId = role.UnitId, Role = role.Role }));

    private async Task<List<UnitRoleGrant>> RolesAsync(AccountId id, CancellationToken cancellationToken) =>
        await db.Set<UnitRoleGrant>().AsNoTracking().Where(grant => grant.AccountId == id).ToListAsync(cancellationToken);

    // The request's host is one of ours: others are refused before.
    private async Task<string> LinkAsync(AccountId id, HttpRequest request, CancellationToken cancellationToken)
    {
        var address = settings.PublicAddress?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        return $"{address}/setup?token={await accounts.MakePasswordLinkAsync(id, cancellationToken)}";
    }

    private static AccountDraft Draft(AccountInput input) => new(
        input.UserName, input.DisplayName, input.PersonId, input.SiteId, input.IsAdministrator, input.IsActive);

    private static AccountView View(AccountSummary account, IEnumerable<UnitRoleGrant> roles) => new(
        account.Id, account.UserName, account.DisplayName, account.PersonId, account.SiteId, account.IsAdministrator, account.IsActive,
        [.. roles.Select(grant => new AccountRole(grant.UnitId, grant.Role))]);
}
