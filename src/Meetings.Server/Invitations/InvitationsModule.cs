namespace Meetings.Server.Invitations;

/// <summary>Guest links; invitations by mail come later.</summary>
public static class InvitationsModule
{
    public static IHostApplicationBuilder AddInvitations(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapInvitations(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
