using System.Security.Claims;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Accounts.Devices;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace Meetings.Server.Accounts;

/// <summary>Between account and cookie: what goes into a session, and the check at every request that it still holds.</summary>
internal static class SessionPrincipal
{
    /// <param name="settings">Say whether an administrator must have a second factor.</param>
    /// <param name="device">Of a site's device that stays signed in.</param>
    public static ClaimsPrincipal Of(Account account, MeetingsSettings settings, string? device = null)
    {
        var identity = new ClaimsIdentity(SessionClaims.Scheme, SessionClaims.Name, null);
        identity.AddClaim(new Claim(SessionClaims.Account, account.Id.ToString("N")));
        identity.AddClaim(new Claim(SessionClaims.Stamp, account.SecurityStamp ?? ""));
        identity.AddClaim(new Claim(SessionClaims.Name, account.DisplayName));
        if (account.PersonId is { } person)
        {
            identity.AddClaim(new Claim(SessionClaims.Person, person.ToString()));
        }

        if (account.SiteId is { } site)
        {
            identity.AddClaim(new Claim(SessionClaims.Site, site.ToString()));
        }

        if (account.IsAdministrator)
        {
            identity.AddClaim(new Claim(SessionClaims.Administrator, "1"));
        }

        if (!account.HasSecondFactor && settings.RequiresSecondFactor(account.IsAdministrator))
        {
            identity.AddClaim(new Claim(SessionClaims.MustEnrol, "1"));
        }

        if (device is not null)
        {
            identity.AddClaim(new Claim(SessionClaims.Device, device));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <param name="seat">One random id for this browser, so that two guests of one link are two callers.</param>
    public static ClaimsPrincipal Of(GuestPass pass, Guid seat)
    {
        var identity = new ClaimsIdentity(SessionClaims.Scheme, SessionClaims.Name, null);
        identity.AddClaim(new Claim(SessionClaims.Account, seat.ToString("N")));
        identity.AddClaim(new Claim(SessionClaims.Name, pass.Name));
        identity.AddClaim(new Claim(SessionClaims.GuestMeeting, pass.MeetingId.ToString()));
        identity.AddClaim(new Claim(SessionClaims.GuestLink, pass.LinkId.ToString("N")));
        if (pass.PersonId is { } person)
        {
            identity.AddClaim(new Claim(SessionClaims.Person, person.ToString()));
        }

        if (pass.SiteId is { } site)
        {
            identity.AddClaim(new Claim(SessionClaims.Site, site.ToString()));
        }

        if (pass.UnitId is { } unit)
        {
            identity.AddClaim(new Claim(SessionClaims.GuestUnit, unit.ToString()));
        }

        return new ClaimsPrincipal(identity);
    }

    /// <summary>One indexed read a request buys that signing out everywhere, deactivation and lost rights hold at once.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (await CurrentAsync(http.RequestServices, context.Principal, http.RequestAborted) is { } current)
        {
            context.ReplacePrincipal(current);
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(SessionClaims.Scheme);
    }

    /// <summary>The principal as its account is now; null when the session is over.</summary>
    public static async Task<ClaimsPrincipal?> CurrentAsync(IServiceProvider services, ClaimsPrincipal? principal, CancellationToken cancellationToken)
    {
        if (principal is null || Caller.From(principal) is not { } caller)
        {
            return null;
        }

        if (caller.Guest is { } pass)
        {
            return services.GetService<IGuestPasses>() is not { } passes || await passes.HoldsAsync(pass, cancellationToken) ? principal : null;
        }

        var device = principal.FindFirstValue(SessionClaims.Device);
        return await services.GetRequiredService<UserManager<Account>>().FindByIdAsync(caller.AccountId.Value.ToString()) is { IsActive: true } account
            && account.SecurityStamp == principal.FindFirstValue(SessionClaims.Stamp)
            && await DeviceHoldsAsync(services, device, account, cancellationToken)
            ? Of(account, services.GetRequiredService<MeetingsSettings>(), device)
            : null;
    }

    private static async Task<bool> DeviceHoldsAsync(IServiceProvider services, string? device, Account account, CancellationToken cancellationToken) =>
        device is null
        || (Guid.TryParseExact(device, "N", out var id) && await services.GetRequiredService<SiteDevices>().HoldsAsync(id, account.Id, cancellationToken));
}
