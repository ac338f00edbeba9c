using System.Reflection;
using System.Security.Claims;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Authentication;

namespace Meetings.Server.Accounts;

internal sealed class Sessions(
    SignOuts signOuts, MeetingsSettings settings, TimeProvider time, IServiceProvider services, IAccountRoles? roles = null, IDemoAccounts? demo = null)
    : ISessions
{
    private static readonly string Version =
        typeof(Sessions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    // What browsers keep at most (RFC 6265bis section 5.5).
    private static readonly TimeSpan LongestCookie = TimeSpan.FromDays(400);

    /// <summary>Starts a session in this browser. Remembered ones outlive the browser, the others end with it.</summary>
    public async Task<SessionView> SignInAsync(HttpContext context, Account account, bool remember)
    {
        var principal = SessionPrincipal.Of(account, settings);
        await context.SignInAsync(SessionClaims.Scheme, principal, new AuthenticationProperties { IsPersistent = remember });
        return await ViewAsync(principal, context.RequestAborted);
    }

    /// <summary>Signs a site's device in until it is revoked: as long as browsers keep a cookie, anew with every visit.</summary>
    public async Task<SessionView> SignInDeviceAsync(HttpContext context, Account account, Guid device)
    {
        var principal = SessionPrincipal.Of(account, settings, device.ToString("N"));
        await context.SignInAsync(
            SessionClaims.Scheme, principal, new AuthenticationProperties { IsPersistent = true, ExpiresUtc = time.GetUtcNow() + LongestCookie, AllowRefresh = true });
        return await ViewAsync(principal, context.RequestAborted);
    }

    public async Task<SessionView> SignInGuestAsync(HttpContext context, GuestPass pass)
    {
        // The same browser keeps its seat when the guest opens the link again.
        var seat = Caller.From(context.User) is { Guest: { } old } known && old.LinkId == pass.LinkId ? known.AccountId.Value : Guid.NewGuid();
        var principal = SessionPrincipal.Of(pass, seat);
        await context.SignInAsync(SessionClaims.Scheme, principal, new AuthenticationProperties { IsPersistent = false });
        return await ViewAsync(principal, context.RequestAborted);
    }

    public async Task<bool> HoldsAsync(ClaimsPrincipal? principal, CancellationToken cancellationToken) =>
        await SessionPrincipal.CurrentAsync(services, principal, cancellationToken) is not null;

    public Task SignOutEverywhereAsync(AccountId account, CancellationToken cancellationToken) => signOuts.EverywhereAsync(account, cancellationToken);

    /// <summary>The password was right, and the second step is still to come.</summary>
    public SessionView Halfway(SecondStep step) => new(null, settings.Demo == true, null, Version, step);

    public async Task<SessionView> ViewAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        var isDemo = settings.Demo == true;
        if (Caller.From(principal) is not { } caller)
        {
            return new SessionView(null, isDemo, isDemo ? demo?.List : null, Version);
        }

        var units = caller.Guest is null && roles is not null ? await roles.OfAsync(caller.AccountId, cancellationToken) : [];
        var user = new SessionUser(
            caller.AccountId, caller.DisplayName, KindOf(caller), caller.PersonId, caller.SiteId, caller.IsAdministrator, units, caller.Guest?.MeetingId,
            principal.HasClaim(claim => claim.Type == SessionClaims.MustEnrol));
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
