using System.Reflection;
using System.Security.Claims;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;

namespace Meetings.Server.Accounts.Contracts;

/// <summary>Who is asking. Endpoints and hub methods take it as a parameter; it is made from the session cookie.</summary>
/// <param name="AccountId">Of a guest: an id of this browser alone, never an account's.</param>
/// <param name="Guest">Set when the caller came by a guest link: then nothing but that one meeting may be seen.</param>
public sealed record Caller(
    AccountId AccountId, string DisplayName, PersonId? PersonId, SiteId? SiteId, bool IsAdministrator, GuestPass? Guest)
    : IActor
{
    /// <summary>Null when nobody is signed in. In a hub: <c>Caller.From(Context.User)</c>.</summary>
    public static Caller? From(ClaimsPrincipal? user)
    {
        if (user?.Identity is not { IsAuthenticated: true } || !AccountId.TryParse(user.FindFirstValue(SessionClaims.Account), out var account))
        {
            return null;
        }

        var name = user.FindFirstValue(SessionClaims.Name) ?? "";
        GuestPass? guest = MeetingId.TryParse(user.FindFirstValue(SessionClaims.GuestMeeting), out var meeting)
            && Guid.TryParseExact(user.FindFirstValue(SessionClaims.GuestLink), "N", out var link)
            ? new GuestPass(
                meeting,
                name,
                link,
                Kernel.PersonId.TryParse(user.FindFirstValue(SessionClaims.Person), out var invited) ? invited : null,
                Kernel.SiteId.TryParse(user.FindFirstValue(SessionClaims.Site), out var room) ? room : null,
                UnitId.TryParse(user.FindFirstValue(SessionClaims.GuestUnit), out var unit) ? unit : null)
            : null;
        return new Caller(
            account,
            name,
            Kernel.PersonId.TryParse(user.FindFirstValue(SessionClaims.Person), out var person) ? person : null,
            Kernel.SiteId.TryParse(user.FindFirstValue(SessionClaims.Site), out var site) ? site : null,
            user.HasClaim(claim => claim.Type == SessionClaims.Administrator),
            guest);
    }

    /// <summary>Lets endpoints take a <c>Caller</c>; anonymous endpoints take <c>Caller?</c>.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult(From(context.User));
}

/// <summary>A pass to one meeting, got by a link instead of a password.</summary>
/// <param name="LinkId">The invitation it came from; taking its link back ends the pass.</param>
/// <param name="PersonId">Set when the link is an invited person's own.</param>
/// <param name="SiteId">Set when it is an invited site's.</param>
/// <param name="UnitId">Set when it is an invited unit's.</param>
public sealed record GuestPass(
    MeetingId MeetingId, string Name, Guid LinkId, PersonId? PersonId = null, SiteId? SiteId = null, UnitId? UnitId = null)
{
    /// <summary>The holder was invited, as somebody the directory knows.</summary>
    public bool IsInvited => PersonId is not null || SiteId is not null || UnitId is not null;
}
