using System.Reflection;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Authentication;

namespace Meetings.Server.Accounts;

internal sealed class Sessions(
    SignOuts signOuts, MeetingsSettings settings, IAccountRoles? roles = null, IDemoAccounts? demo = null)
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

    public Task SignOutEverywhereAsync(AccountId account, CancellationToken cancellationToken) => signOuts.EverywhereAsync(account, cancellationToken);

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
