using System.Net;
using Meetings.Media.Engine;
using Meetings.Server.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Meetings.Server.Rooms.Live;

/// <summary>The media engine of this process: one UDP port, open from start to stop, and the web port for who has no UDP.</summary>
internal sealed class MediaHost(MeetingsSettings settings, IServiceProvider services, ILogger<MediaHost> logger) : IHostedLifecycleService
{
    private MediaServer? _server;

    public MediaServer Server => _server ?? throw new InvalidOperationException("The media engine is not started.");

    public bool IsStarted => _server is not null;

    /// <summary>Addresses told to clients.</summary>
    public IReadOnlyList<IPAddress> Announced { get; private set; } = [];

    /// <summary>Tells the log of what nobody waits for.</summary>
    public void Report(Exception failed) => logger.LogWarning(failed, "Media: the lines of a room were not read");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new MediaServerOptions
        {
            Bind = new IPEndPoint(IPAddress.Any, settings.Media.Port),
            Threads = settings.Media.Threads ?? Math.Clamp(Environment.ProcessorCount / 2, 1, 8),
        };
        if (settings.Media.Announced.Length > 0)
        {
            options = options with { AnnouncedAddresses = [.. settings.Media.Announced.Select(IPAddress.Parse)] };
        }

        Announced = options.AnnouncedAddresses;
        _server = MediaServer.Start(options, message => logger.LogWarning("Media: {Message}", message));
        return Task.CompletedTask;
    }

    /// <summary>Only now the web server knows its ports.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Asked for now: the web server itself is made with what this class serves.
        var web = services.GetRequiredService<IServer>();
        Server.TcpCandidates = TcpAddresses.Of(
            web.Features.Get<IServerAddressesFeature>()?.Addresses ?? [], Announced, settings.Media.Announced.Length > 0, settings.Media.TcpPort);
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
