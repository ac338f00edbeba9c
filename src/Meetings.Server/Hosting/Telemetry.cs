using OpenTelemetry.Metrics;

namespace Meetings.Server.Hosting;

/// <summary>
/// Hands the meters to a collector by OTLP where the standard variable OTEL_EXPORTER_OTLP_ENDPOINT names one (OpenTelemetry specification,
/// "OpenTelemetry Protocol Exporter"; protocol, headers and interval by its other variables). Without it nothing is collected.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
    [
        "Meetings.Media",
        "System.Runtime",
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Http.Connections",
    ];

    public static void Add(IHostApplicationBuilder builder)
    {
        if (!string.IsNullOrWhiteSpace(builder.Configuration[Endpoint]))
        {
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter());
        }
    }
}
