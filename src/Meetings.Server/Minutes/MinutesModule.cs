namespace Meetings.Server.Minutes;

/// <summary>The draft of the minutes, made from the record.</summary>
public static class MinutesModule
{
    public static IHostApplicationBuilder AddMinutes(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapMinutes(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
