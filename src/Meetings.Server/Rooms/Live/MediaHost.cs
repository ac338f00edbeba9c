using System.Net;
using Meetings.Media.Engine;
using Meetings.Server.Hosting;

namespace Meetings.Server.Rooms.Live;

/// <summary>The media engine of this process: one UDP port, open from start to stop.</summary>
internal sealed class MediaHost(MeetingsSettings settings, ILogger<MediaHost> logger) : IHostedService
{
    private MediaServer? _server;

    public MediaServer Server => _server ?? throw new InvalidOperationException("The media engine is not started.");

    public bool IsStarted => _server is not null;

    /// <summary>Addresses told to clients.</summary>
    public IReadOnlyList<IPAddress> Announced { get; private set; } = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new MediaServerOptions { Bind = new IPEndPoint(IPAddress.Any, settings.Media.Port) };
        if (settings.Media.Announced.Length > 0)
        {
            options = options with { AnnouncedAddresses = [.. settings.Media.Announced.Select(IPAddress.Parse)] };
        }

        Announced = options.AnnouncedAddresses;
        _server = MediaServer.Start(options, message => logger.LogWarning("Media: {Message}", message));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }
}
