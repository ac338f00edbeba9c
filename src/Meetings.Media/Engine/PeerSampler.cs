using System.Diagnostics.Metrics;
using Meetings.Media.Conference;

namespace Meetings.Media.Engine;

/// <summary>
/// Every ten seconds, while somebody listens, records how the peers' lines are: distributions, since no series may stand for one person.
/// </summary>
internal sealed class PeerSampler : IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly MediaServer _server;
    private readonly Histogram<double> _roundTrip;
    private readonly Histogram<double> _loss;
    private readonly Histogram<long> _bitrate;
    private readonly Histogram<int> _layer;
    private readonly Timer _timer;
    private int _running;

    public PeerSampler(MediaServer server, Meter meter)
    {
        _server = server;
        _roundTrip = meter.CreateHistogram<double>("media.peer.round_trip", "s", "Round trip to a peer");
        _loss = meter.CreateHistogram<double>("media.peer.loss", "1", "Fraction of packets lost on a peer's line");
        _bitrate = meter.CreateHistogram<long>("media.peer.bitrate", "bit/s", "Media on a peer's line");
        _layer = meter.CreateHistogram<int>("media.slot.layer", "{pixel}", "Height of the picture a slot shows, 0 for none");
        _timer = new Timer(static sampler => ((PeerSampler)sampler!).Sample(), this, Every, Every);
    }

    private bool IsHeard => _roundTrip.Enabled || _loss.Enabled || _bitrate.Enabled || _layer.Enabled;

    public void Dispose() => _timer.Dispose();

    /// <summary>One sample now; does nothing while nobody listens or the last is still at it.</summary>
    public void Sample()
    {
        if (!IsHeard || Interlocked.Exchange(ref _running, 1) == 1)
            return;
        try
        {
            var peers = _server.ReadPeers();
            var heights = peers.SelectMany(static p => p.Published.SelectMany(s => s.Layers.Select(l => ((p.Peer, s.Source, l.Rid), l.Height))))
                .GroupBy(static l => l.Item1).ToDictionary(static l => l.Key, static l => l.First().Height);
            foreach (var peer in peers)
                Record(peer);
            foreach (var slot in peers.SelectMany(static p => p.Slots).Where(static s => !s.IsAudio))
            {
                var height = slot is { Publisher: { } publisher, Rid: { } rid }
                    ? heights.GetValueOrDefault((publisher, Primitives.SourceKind.Camera, rid), heights.GetValueOrDefault((publisher, Primitives.SourceKind.Screen, rid)))
                    : 0;
                _layer.Record(height);
            }
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private void Record(PeerStatistics peer)
    {
        if (peer.RoundTrip is { } roundTrip)
            _roundTrip.Record(roundTrip.TotalSeconds);
        _loss.Record(peer.LossFromPeer, Direction("from"));
        _loss.Record(peer.LossToPeer, Direction("to"));
        _bitrate.Record(peer.BitrateFromPeer, Direction("from"));
        _bitrate.Record(peer.BitrateToPeer, Direction("to"));
    }

    private static KeyValuePair<string, object?> Direction(string way) => new("direction", way);
}
