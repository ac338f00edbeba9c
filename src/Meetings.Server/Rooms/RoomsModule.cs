namespace Meetings.Server.Rooms;

/// <summary>The live meeting: admission, presence, floor, chat, presenting, media.</summary>
public static class RoomsModule
{
    public static IHostApplicationBuilder AddRooms(this IHostApplicationBuilder builder)
    {
        return builder;
    }

    public static IEndpointRouteBuilder MapRooms(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
