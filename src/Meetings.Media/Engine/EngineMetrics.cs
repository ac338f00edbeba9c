using System.Diagnostics.Metrics;

namespace Meetings.Media.Engine;

/// <summary>
/// The engine's counters as metrics of the meter "Meetings.Media", named and measured as OpenTelemetry asks. Read when somebody collects;
/// the media path knows nothing of it.
/// </summary>
internal sealed class EngineMetrics : IDisposable
{
    public const string MeterName = "Meetings.Media";

    private readonly Meter _meter = new(MeterName);
    private readonly MediaServer _server;
    private readonly PeerSampler _peers;

    public EngineMetrics(MediaServer server)
    {
        _server = server;
        _meter.CreateObservableGauge("media.rooms", () => server.Statistics.Rooms, "{room}");
        _meter.CreateObservableGauge("media.peers", () => server.Statistics.Peers, "{peer}");
        _meter.CreateObservableGauge("media.tcp.connections", () => server.Statistics.Connections, "{connection}");
        _meter.CreateObservableGauge("media.dtls.threads", () => server.Statistics.DtlsThreads, "{thread}");
        _meter.CreateObservableCounter("media.datagrams.received", () => server.Statistics.DatagramsReceived, "{datagram}");
        _meter.CreateObservableCounter("media.datagrams.sent", () => server.Statistics.DatagramsSent, "{datagram}");
        _meter.CreateObservableCounter("media.bytes.received", () => server.Statistics.BytesReceived, "By");
        _meter.CreateObservableCounter("media.bytes.sent", () => server.Statistics.BytesSent, "By");
        _meter.CreateObservableCounter("media.packets.forwarded", () => server.Statistics.PacketsForwarded, "{packet}");
        _meter.CreateObservableCounter("media.packets.resent", () => server.Statistics.PacketsResent, "{packet}");
        _meter.CreateObservableCounter("media.packets.requested", () => server.Statistics.PacketsRequestedAgain, "{packet}");
        _meter.CreateObservableCounter("media.packets.repaired", () => server.Statistics.PacketsRepaired, "{packet}");
        _meter.CreateObservableCounter("media.sound.repeated", () => server.Statistics.SoundRepeated, "{packet}");
        _meter.CreateObservableCounter("media.key_frames.requested", () => server.Statistics.KeyFrameRequestsSent, "{request}");
        _meter.CreateObservableCounter("media.sends.refused", () => server.Statistics.SendsRefused, "{datagram}");
        _meter.CreateObservableCounter("media.dtls.completed", () => server.Statistics.HandshakesCompleted, "{handshake}");
        _meter.CreateObservableCounter("media.dtls.failed", () => server.Statistics.HandshakesFailed, "{handshake}");
        _meter.CreateObservableCounter("media.faults", () => server.Statistics.Faults, "{fault}");
        _meter.CreateObservableCounter(
            "media.drops",
            () => server.Statistics.Drops.Select(static drop =>
                new Measurement<long>(drop.Value, new KeyValuePair<string, object?>("reason", drop.Key.ToString()))),
            "{datagram}");

        // Datagrams a message is the share that left segmented; datagrams a receive is the batch; both grow with load.
        OfThreads("media.thread.cpu.time", "s", static t => t.CpuTime?.TotalSeconds ?? 0);
        OfThreads("media.thread.turns", "{turn}", static t => t.Turns);
        OfThreads("media.thread.receives", "{call}", static t => t.Receives);
        OfThreads("media.thread.received", "{datagram}", static t => t.DatagramsReceived);
        OfThreads("media.thread.handed_over", "{datagram}", static t => t.HandedOver);
        OfThreads("media.thread.sends", "{call}", static t => t.SendCalls);
        OfThreads("media.thread.messages", "{message}", static t => t.MessagesSent);
        OfThreads("media.thread.sent", "{datagram}", static t => t.DatagramsSent);
        _meter.CreateObservableGauge(
            "media.thread.shedding",
            () => server.Statistics.Threads.Select(static t => new Measurement<int>(t.Shedding, new KeyValuePair<string, object?>("thread", t.Number))),
            "{level}");
        _peers = new PeerSampler(server, _meter);
    }

    /// <summary>This server's own; several servers of one process are told apart by it.</summary>
    public Meter Meter => _meter;

    /// <summary>Records the peers' lines now instead of at the next turn.</summary>
    public void SamplePeers() => _peers.Sample();

    public void Dispose()
    {
        _peers.Dispose();
        _meter.Dispose();
    }

    private void OfThreads(string name, string unit, Func<MediaThreadStatistics, double> figure) => _meter.CreateObservableCounter(
        name,
        () => _server.Statistics.Threads.Select(t => new Measurement<double>(figure(t), new KeyValuePair<string, object?>("thread", t.Number))),
        unit);
}
