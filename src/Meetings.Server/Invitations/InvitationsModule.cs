using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations;

/// <summary>Guest links; invitations by mail come later.</summary>
public static class InvitationsModule
{
    public static IHostApplicationBuilder AddInvitations(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<GuessLimit>();
        builder.Services.AddScoped<GuestLinks>();
        builder.Services.AddScoped<GuestLinkRows>();
        builder.Services.AddScoped<IMeetingGuestLinks>(services => services.GetRequiredService<GuestLinkRows>());
        builder.Services.AddScoped<IGuestPasses>(services => services.GetRequiredService<GuestLinkRows>());
        builder.Services.AddScoped<IHandle<MeetingChanged>, GuestLinkExpiry>();
        builder.Services.AddScoped<IHandle<MeetingDeleted>, GuestLinkExpiry>();
        return builder;
    }

    public static IEndpointRouteBuilder MapInvitations(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
                "/api/meetings/{id}/guest-links",
                (MeetingId id, GuestName input, Caller caller, GuestLinks links, HttpRequest request, CancellationToken stop) =>
                    links.CreateAsync(caller, id, input.Name, request, stop).ToResult())
            .WithName("CreateGuestLink").WithAccess(AccessRule.Manager);
        routes.MapDelete(
                "/api/meetings/{id}/guest-links/{linkId}",
                (MeetingId id, string linkId, Caller caller, GuestLinks links, CancellationToken stop) =>
                    links.RevokeAsync(caller, id, linkId, stop).ToResult())
            .WithName("RevokeGuestLink").WithAccess(AccessRule.Manager);

        var limit = routes.ServiceProvider.GetRequiredService<GuessLimit>();
        routes.MapGet("/api/guest/{token}", (string token, GuestLinks links, CancellationToken stop) => links.WelcomeAsync(token, stop).ToResult())
            .AddEndpointFilter(limit).WithName("GetGuestLink").WithAccess(AccessRule.Anonymous);
        routes.MapPost(
                "/api/guest/{token}",
                (string token, GuestName input, HttpContext context, GuestLinks links, CancellationToken stop) =>
                    links.SignInAsync(context, token, input.Name, stop).ToResult())
            .AddEndpointFilter(limit).WithName("SignInAsGuest").WithAccess(AccessRule.Anonymous);
        return routes;
    }
}
