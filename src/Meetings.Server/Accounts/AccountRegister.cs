using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Accounts;

internal sealed class AccountRegister(
    MeetingsDbContext db, UserManager<Account> users, SignOuts signOuts, OneTimeLinks links, TimeProvider time) : IAccounts
{
    public async Task<AccountSummary?> FindAsync(AccountId id, CancellationToken cancellationToken) =>
        await db.Set<Account>().AsNoTracking().FirstOrDefaultAsync(account => account.Id == id.Value, cancellationToken) is { } account
            ? Summary(account)
            : null;

    public async Task<IReadOnlyList<AccountSummary>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await db.Set<Account>().AsNoTracking().OrderBy(account => account.NormalizedUserName).ToListAsync(cancellationToken)).Select(Summary)];

    public async Task<Outcome<AccountId>> CreateAsync(AccountDraft draft, CancellationToken cancellationToken)
    {
        var id = TypedId.New<AccountId>(time);
        if (await CheckAsync(id, draft, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var account = new Account { Id = id.Value, DisplayName = "", CreatedAt = time.GetUtcNow() };
        Copy(draft, account);
        account.UserName = draft.UserName.Trim();
        var made = await users.CreateAsync(account);
        return made.Succeeded ? id : AccountRefusals.Of(made);
    }

    public async Task<Outcome<Done>> ChangeAsync(AccountId id, AccountDraft draft, CancellationToken cancellationToken)
    {
        if (await users.FindByIdAsync(id.Value.ToString()) is not { } account)
        {
            return Refusal.NotFound();
        }

        if (await CheckAsync(id, draft, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var isDemoted = (account.IsAdministrator && !draft.IsAdministrator) || (account.IsActive && !draft.IsActive);
        if (isDemoted && account.IsAdministrator && !await db.Set<Account>().AnyAsync(other => other.Id != account.Id && other.IsAdministrator && other.IsActive, cancellationToken))
        {
            return Refusal.Conflict("last_administrator");
        }

        Copy(draft, account);
        account.UserName = draft.UserName.Trim();
        var changed = await users.UpdateAsync(account);
        if (!changed.Succeeded)
        {
            return AccountRefusals.Of(changed);
        }

        if (isDemoted)
        {
            await signOuts.EverywhereAsync(id, cancellationToken);
        }

        return Done.Instance;
    }

    public Task<string> MakePasswordLinkAsync(AccountId id, CancellationToken cancellationToken) => links.MakeAsync(id, cancellationToken);

    private async Task<Refusal?> CheckAsync(AccountId id, AccountDraft draft, CancellationToken cancellationToken)
    {
        if (VietnameseText.Clean(draft.DisplayName).Length is 0 or > 200)
        {
            return Refusal.Invalid("name_missing");
        }

        if (draft is { PersonId: not null, SiteId: not null })
        {
            return Refusal.Invalid("account_person_or_site");
        }

        if (draft.PersonId is { } person && await db.Set<Account>().AnyAsync(other => other.Id != id.Value && other.PersonId == person, cancellationToken))
        {
            return Refusal.Conflict("person_has_account");
        }

        return draft.SiteId is { } site && await db.Set<Account>().AnyAsync(other => other.Id != id.Value && other.SiteId == site, cancellationToken)
            ? Refusal.Conflict("site_has_account")
            : null;
    }

    private static void Copy(AccountDraft draft, Account account)
    {
        account.DisplayName = VietnameseText.Clean(draft.DisplayName);
        account.PersonId = draft.PersonId;
        account.SiteId = draft.SiteId;
        account.IsAdministrator = draft.IsAdministrator;
        account.IsActive = draft.IsActive;
    }

    private static AccountSummary Summary(Account account) => new(
        AccountId.From(account.Id), account.UserName ?? "", account.DisplayName, account.PersonId, account.SiteId, account.IsAdministrator, account.IsActive);
}
