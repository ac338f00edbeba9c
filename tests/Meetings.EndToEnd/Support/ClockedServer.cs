using Meetings.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Meetings.EndToEnd.Support;

/// <summary>
/// The server on a real port of loopback inside the test's process, because there its clock can be set; browsers, timers and mail servers
/// keep the real one.
/// </summary>
internal sealed class ClockedServer : WebApplicationFactory<ServerMarker>
{
    private readonly Dictionary<string, string?> _settings;
    private readonly string _folder = Directory.CreateTempSubdirectory("meetings-e2e-").FullName;
    private readonly MovedClock _clock = new();

    public ClockedServer(Dictionary<string, string> settings, DateTimeOffset now)
    {
        _clock.Set(now);
        _settings = settings.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), s => (string?)s.Value);
        _settings["environment"] = Environments.Development;
        _settings.TryAdd("urls", "http://127.0.0.1:0");
        _settings["Meetings:DataFolder"] = _folder;
        _settings["Meetings:Demo"] = "true";
        _settings["Meetings:Media:Port"] = "0";
        _settings["Logging:LogLevel:Default"] = "Error";
        UseKestrel();
        StartServer();
    }

    /// <summary>By the name that browsers take for safe.</summary>
    public string LocalUrl => $"http://localhost:{ClientOptions.BaseAddress.Port}";

    /// <summary>The server's clock shows this and runs on from there.</summary>
    public void SetClock(DateTimeOffset now) => _clock.Set(now);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection(_settings));
        return base.CreateHost(builder);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder) =>
        builder.ConfigureServices(services => services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock)));

    private sealed class MovedClock : TimeProvider
    {
        private TimeSpan _ahead;

        public void Set(DateTimeOffset now) => _ahead = now - System.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
    }
}
