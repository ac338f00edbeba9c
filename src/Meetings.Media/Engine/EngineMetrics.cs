using System.Diagnostics.Metrics;

namespace Meetings.Media.Engine;

/// <summary>The engine's counters as metrics of the meter "Meetings.Media". Read on collection; the media path knows nothing of it.</summary>
internal sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "Meetings.Media";

    private readonly Meter _meter = new(MeterName);

    public EngineMetrics(MediaServer server)
    {
        _meter.CreateObservableGauge("media.rooms", () => server.Statistics.Rooms);
        _meter.CreateObservableGauge("media.peers", () => server.Statistics.Peers);
        _meter.CreateObservableGauge("media.tcp.connections", () => server.Statistics.Connections);
        _meter.CreateObservableGauge("media.dtls.threads", () => server.Statistics.DtlsThreads);
        _meter.CreateObservableCounter("media.datagrams.received", () => server.Statistics.DatagramsReceived);
        _meter.CreateObservableCounter("media.datagrams.sent", () => server.Statistics.DatagramsSent);
        _meter.CreateObservableCounter("media.bytes.received", () => server.Statistics.BytesReceived, "By");
        _meter.CreateObservableCounter("media.bytes.sent", () => server.Statistics.BytesSent, "By");
        _meter.CreateObservableCounter("media.packets.forwarded", () => server.Statistics.PacketsForwarded);
        _meter.CreateObservableCounter("media.packets.resent", () => server.Statistics.PacketsResent);
        _meter.CreateObservableCounter("media.dtls.completed", () => server.Statistics.HandshakesCompleted);
        _meter.CreateObservableCounter("media.dtls.failed", () => server.Statistics.HandshakesFailed);
        _meter.CreateObservableCounter("media.faults", () => server.Statistics.Faults);
        _meter.CreateObservableCounter(
            "media.drops",
            () => server.Statistics.Drops.Select(static drop =>
                new Measurement<long>(drop.Value, new KeyValuePair<string, object?>("reason", drop.Key.ToString()))));
    }

    public void Dispose() => _meter.Dispose();
}
