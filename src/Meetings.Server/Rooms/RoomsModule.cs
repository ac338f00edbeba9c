using System.Net;
using System.Net.Sockets;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Invitations.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Rooms.Live;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.AspNetCore.SignalR;
using Orleans.Configuration;
using Orleans.Serialization;
using Orleans.Serialization.Cloning;

namespace Meetings.Server.Rooms;

/// <summary>The live meeting: admission, presence, floor, chat, presenting, media.</summary>
public static class RoomsModule
{
    public static IHostApplicationBuilder AddRooms(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<RoomOptions>().BindConfiguration("Meetings:Rooms");
        services.AddSingleton<MediaHost>();
        services.AddHostedService(provider => provider.GetRequiredService<MediaHost>());
        services.AddSingleton<IRawConnections, MediaOverWeb>();
        services.AddSingleton<RoomLog>();
        services.AddSingleton<LineMemory>();
        services.AddSingleton<LiveRooms>();
        services.AddSingleton<UdpCheck>();
        services.AddSingleton<HubGuard>();
        services.AddScoped<Doorway>();
        services.AddScoped<IRoomRecords, RoomRecords>();
        services.AddScoped<IHandle<SignedOutEverywhere>, EndSignedOut>();
        services.AddScoped<IHandle<GuestLinkRevoked>, EndRevoked>();
        services.AddScoped<IHandle<MeetingChanged>, FollowPlan>();
        services.AddSignalR(hub =>
        {
            hub.MaximumReceiveMessageSize = 64 * 1024;
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(20);
            hub.HandshakeTimeout = TimeSpan.FromSeconds(10);
            hub.StatefulReconnectBufferSize = 0;
            hub.EnableDetailedErrors = false;
            hub.AddFilter<HubGuard>();
        }).AddJsonProtocol(json => WireJson.Apply(json.PayloadSerializerOptions));
        AddSilo(builder);
        return builder;
    }

    public static IEndpointRouteBuilder MapRooms(this IEndpointRouteBuilder routes)
    {
        routes.MapHub<RoomHub>("/hub/room", options =>
        {
            options.ApplicationMaxBufferSize = 64 * 1024;
            options.TransportMaxBufferSize = 64 * 1024;
            options.WebSockets.CloseTimeout = TimeSpan.FromSeconds(2);
            options.AllowStatefulReconnects = false;
        }).WithAccess(AccessRule.Entering);
        RoomEndpoints.Map(routes);
        return routes;
    }

    /// <summary>One silo in the server's own process. A free port and fresh names: two on one port bind silently and mix.</summary>
    private static void AddSilo(IHostApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        var name = Guid.NewGuid().ToString("N");
        var port = FreePort();
        silo.UseLocalhostClustering(port, gatewayPort: 0, new IPEndPoint(IPAddress.Loopback, port), serviceId: name, clusterId: name);
        silo.Configure<EndpointOptions>(endpoint => endpoint.AdvertisedIPAddress = IPAddress.Loopback);

        // Within the process messages pass as they are; the codec, which a silo demands of every message, would copy them as JSON.
        silo.Services.AddSingleton<RoomMessagesStay>();
        silo.Services.AddSingleton<IGeneralizedCopier>(provider => provider.GetRequiredService<RoomMessagesStay>());
        silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(RoomMessagesStay.Covers, isCopyable: _ => false, configureOptions: null));
    });

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
