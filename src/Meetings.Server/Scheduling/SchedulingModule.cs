namespace Meetings.Server.Scheduling;

/// <summary>Meetings, their agenda and invitees, and the status machine.</summary>
public static class SchedulingModule
{
    public static IHostApplicationBuilder AddScheduling(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapScheduling(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
