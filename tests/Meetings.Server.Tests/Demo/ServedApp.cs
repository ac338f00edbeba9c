using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Meetings.Server.Tests.Demo;

/// <summary>The demonstration server on a real port of loopback, for what reaches it through the network.</summary>
public sealed class ServedApp : MeetingsApp
{
    public ServedApp()
        : base(demo: true)
    {
        UseKestrel();
        StartServer();
    }

    public Uri Address => ClientOptions.BaseAddress;

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(configuration => configuration.AddInMemoryCollection([new("urls", "http://127.0.0.1:0")]));
        return base.CreateHost(builder);
    }
}
