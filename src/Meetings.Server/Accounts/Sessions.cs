using System.Reflection;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

internal sealed class Sessions(
    UserManager<Account> accounts, INews news, MeetingsSettings settings, IAccountRoles? roles = null, IDemoAccounts? demo = null)
    : ISessions
{
    private static readonly string Version =
        typeof(Sessions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>Starts a session in this browser. Remembered ones outlive the browser, the others end with it.</summary>
    public async Task<SessionView> SignInAsync(HttpContext context, Account account, bool remember)
    {
        var principal = SessionPrincipal.Of(account);
        await context.SignInAsync(SessionClaims.Scheme, principal, new AuthenticationProperties { IsPersistent = remember });
        return await ViewAsync(Caller.From(principal), context.RequestAborted);
    }

    public async Task<SessionView> SignInGuestAsync(HttpContext context, GuestPass pass)
    {
        // The same browser keeps its seat when the guest opens the link again.
        var seat = Caller.From(context.User) is { Guest: { } old } known && old.LinkId == pass.LinkId ? known.AccountId.Value : Guid.NewGuid();
        var principal = SessionPrincipal.Of(pass, seat);
        await context.SignInAsync(SessionClaims.Scheme, principal, new AuthenticationProperties { IsPersistent = false });
        return await ViewAsync(Caller.From(principal), context.RequestAborted);
    }

    public async Task SignOutEverywhereAsync(AccountId account, CancellationToken cancellationToken)
    {
        if (await accounts.FindByIdAsync(account.Value.ToString()) is { } known)
        {
            await accounts.UpdateSecurityStampAsync(known);
            await news.TellAsync(new SignedOutEverywhere(account), cancellationToken);
        }
    }

    public async Task<SessionView> ViewAsync(Caller? caller, CancellationToken cancellationToken)
    {
        var isDemo = settings.Demo == true;
        if (caller is null)
        {
            return new SessionView(null, isDemo, isDemo ? demo?.List : null, Version);
        }

        var units = caller.Guest is null && roles is not null ? await roles.OfAsync(caller.AccountId, cancellationToken) : [];
        var user = new SessionUser(
            caller.AccountId, caller.DisplayName, KindOf(caller), caller.PersonId, caller.SiteId, caller.IsAdministrator, units, caller.Guest?.MeetingId);
        return new SessionView(user, isDemo, null, Version);
    }

    private static SessionKind KindOf(Caller caller) => caller switch
    {
        { Guest: not null } => SessionKind.Guest,
        { SiteId: not null } => SessionKind.Site,
        { PersonId: not null } => SessionKind.Person,
        _ => SessionKind.Administrator,
    };
}
