using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace Meetings.Server.Tests.Hosting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task A_collector_named_by_the_standard_variable_is_told_what_media_does()
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        using var collector = new HttpListener { Prefixes = { address + "/" } };
        collector.Start();
        var told = ToldAsync(collector, "media.datagrams.received", "media.thread.turns");
        await using var app = await MeetingsApp.StartAsync(
            demo: false,
            settings: [("OTEL_EXPORTER_OTLP_ENDPOINT", address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "200")]);
        Assert.Equal("/v1/metrics", await told.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task Without_one_nothing_is_collected()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        Assert.Null(app.Services.GetService<MeterProvider>());
    }

    /// <returns>The path of the first report that has all these names.</returns>
    private static async Task<string> ToldAsync(HttpListener collector, params string[] names)
    {
        while (true)
        {
            var report = await collector.GetContextAsync();
            using var body = new MemoryStream();
            await report.Request.InputStream.CopyToAsync(body);
            report.Response.Close();
            var text = Encoding.Latin1.GetString(body.ToArray());
            if (names.All(name => text.Contains(name, StringComparison.Ordinal)))
            {
                return report.Request.Url!.AbsolutePath;
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
