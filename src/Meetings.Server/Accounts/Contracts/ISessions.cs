using System.Security.Claims;
using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts.Contracts;

/// <summary>Sessions for the slices that start or end them.</summary>
public interface ISessions
{
    /// <summary>Signs this browser in as the guest of one meeting, instead of whoever was signed in.</summary>
    Task<SessionView> SignInGuestAsync(HttpContext context, GuestPass pass);

    /// <summary>Whether the session that this principal was made from goes on: for connections that live longer than a request.</summary>
    Task<bool> HoldsAsync(ClaimsPrincipal? principal, CancellationToken cancellationToken);

    /// <summary>Ends every session of the account at its next request, and tells <see cref="SignedOutEverywhere"/>.</summary>
    Task SignOutEverywhereAsync(AccountId account, CancellationToken cancellationToken);
}

/// <summary>Asked at every request of a guest whether the link still holds. The Invitations slice answers.</summary>
public interface IGuestPasses
{
    ValueTask<bool> HoldsAsync(GuestPass pass, CancellationToken cancellationToken);
}

/// <summary>The roles of an account, which live with the units.</summary>
public interface IAccountRoles
{
    Task<IReadOnlyList<AccountUnit>> OfAsync(AccountId account, CancellationToken cancellationToken);
}

/// <summary>Accounts shown on the sign-in page in demo mode.</summary>
public interface IDemoAccounts
{
    IReadOnlyList<DemoAccount> List { get; }
}

/// <summary>Every session of the account has ended; live connections must end too.</summary>
public sealed record SignedOutEverywhere(AccountId AccountId) : IDomainEvent;
