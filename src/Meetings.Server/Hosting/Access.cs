using Microsoft.AspNetCore.Authorization;

namespace Meetings.Server.Hosting;

/// <summary>Who may call an endpoint or hub method. The finer question (of which unit, which meeting) is answered by its handler.</summary>
public enum AccessRule
{
    /// <summary>Everybody, signed in or not.</summary>
    Anonymous,

    /// <summary>Anybody with an account; guests are refused.</summary>
    SignedIn,

    /// <summary>Administrators of the installation.</summary>
    Administrator,

    /// <summary>Administrators of the installation, and of a unit for what is below it.</summary>
    UnitAdministrator,

    /// <summary>Secretaries of the unit in question.</summary>
    UnitSecretary,

    /// <summary>Those invited to the meeting, its managers and guests holding a pass to it.</summary>
    Invited,

    /// <summary>Those who may manage the meeting: its secretary and chair, secretaries of the host unit, administrators.</summary>
    Manager,

    /// <summary>Hub: anybody with an account or a pass, also while waiting in the lobby.</summary>
    Entering,

    /// <summary>Hub: a connection admitted to the room.</summary>
    Attending,

    /// <summary>Hub: the chair or the secretary of the meeting, admitted to the room.</summary>
    Chairing,
}

/// <summary>The access rule of an endpoint or hub method. One without a rule is answered to nobody.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class AccessAttribute(AccessRule rule) : Attribute
{
    public AccessRule Rule { get; } = rule;

    /// <summary>Whether a guest, who has a pass to one meeting and no account, gets as far as the handler.</summary>
    public bool AdmitsGuests => Rule is AccessRule.Anonymous or AccessRule.Invited or AccessRule.Entering
        or AccessRule.Attending or AccessRule.Chairing;
}

/// <summary>Answered also to an administrator who has yet to make the required second factor.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class WhileEnrollingAttribute : Attribute;

public static class AccessExtensions
{
    /// <summary>Says who may call; <see cref="AccessRule.Anonymous"/> also lifts the fallback policy.</summary>
    public static TBuilder WithAccess<TBuilder>(this TBuilder builder, AccessRule rule)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.WithMetadata(new AccessAttribute(rule));
        return rule == AccessRule.Anonymous ? builder.AllowAnonymous() : builder;
    }
}

internal sealed class AccessRequirement : IAuthorizationRequirement;

/// <summary>The fallback policy: signed in, and allowed by the rule the endpoint names.</summary>
internal sealed class AccessHandler : AuthorizationHandler<AccessRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        if (context.Resource is HttpContext http
            && http.GetEndpoint()?.Metadata.GetMetadata<AccessAttribute>() is { } access
            && context.User.Identity is { IsAuthenticated: true }
            && (http.GetEndpoint()!.Metadata.GetMetadata<WhileEnrollingAttribute>() is not null || !context.User.HasClaim(claim => claim.Type == SessionClaims.MustEnrol))
            && (access.AdmitsGuests || !context.User.HasClaim(claim => claim.Type == SessionClaims.GuestMeeting))
            && (access.Rule is not AccessRule.Administrator || context.User.HasClaim(claim => claim.Type == SessionClaims.Administrator)))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
