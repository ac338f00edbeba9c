using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts.Contracts;

/// <summary>Accounts for the slice that administers them beside units and roles.</summary>
public interface IAccounts
{
    Task<AccountSummary?> FindAsync(AccountId id, CancellationToken cancellationToken);

    /// <summary>All accounts by user name.</summary>
    Task<IReadOnlyList<AccountSummary>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Makes an account without a password: it cannot sign in until its one-time link is used. Refuses with "user_name_taken",
    /// "user_name_invalid", "person_has_account", "site_has_account", "account_person_or_site".
    /// </summary>
    Task<Outcome<AccountId>> CreateAsync(AccountDraft draft, CancellationToken cancellationToken);

    /// <summary>Changes an account; one that lost its activity or administration is signed out. Refuses also "last_administrator".</summary>
    Task<Outcome<Done>> ChangeAsync(AccountId id, AccountDraft draft, CancellationToken cancellationToken);

    /// <summary>The token of a new one-time link that sets the account's password; earlier links end.</summary>
    Task<string> MakePasswordLinkAsync(AccountId id, CancellationToken cancellationToken);
}

public sealed record AccountSummary(
    AccountId Id, string UserName, string DisplayName, PersonId? PersonId, SiteId? SiteId, bool IsAdministrator, bool IsActive);

/// <summary>At most one of person and site is set.</summary>
public sealed record AccountDraft(
    string UserName, string DisplayName, PersonId? PersonId, SiteId? SiteId, bool IsAdministrator, bool IsActive);
