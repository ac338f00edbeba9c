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
    private readonly Histogram<long> _estimate;
    private readonly Histogram<double> _queue;
    private readonly Histogram<double> _jitter;
    private readonly Histogram<int> _rung;
    private readonly Histogram<int> _layer;
    private readonly Timer _timer;
    private int _running;

    public PeerSampler(MediaServer server, Meter meter)
    {
        _server = server;
        _roundTrip = meter.CreateHistogram<double>("media.peer.round_trip", "s", "Round trip to a peer");
        _loss = meter.CreateHistogram<double>("media.peer.loss", "1", "Fraction of packets lost on a peer's line");
        _bitrate = meter.CreateHistogram<long>("media.peer.bitrate", "bit/s", "Media on a peer's line");
        _estimate = meter.CreateHistogram<long>("media.peer.estimate", "bit/s", "What a peer's line is measured to carry to it, on the wire");
        _queue = meter.CreateHistogram<double>("media.peer.queue", "s", "How long packets to a peer wait in queues on the way");
        _jitter = meter.CreateHistogram<double>("media.peer.jitter", "s", "Variation of arrivals on a peer's line (RFC 3550 section 6.4.1)");
        _rung = meter.CreateHistogram<int>("media.peer.rung", "{rung}", "Rung of the ladder a peer stands on, 0 text to 4 full");
        _layer = meter.CreateHistogram<int>("media.slot.layer", "{pixel}", "Height of the picture a slot shows, 0 for none or while unknown");
        _timer = new Timer(static sampler => ((PeerSampler)sampler!).Sample(), this, Every, Every);
    }

    private bool IsHeard => _roundTrip.Enabled || _loss.Enabled || _bitrate.Enabled || _estimate.Enabled || _queue.Enabled || _jitter.Enabled
        || _rung.Enabled || _layer.Enabled;

    public void Dispose() => _timer.Dispose();

    /// <summary>One sample now; does nothing while nobody listens or the last is still at it.</summary>
    public void Sample()
    {
        if (!IsHeard || Interlocked.Exchange(ref _running, 1) == 1)
            return;
        try
        {
            foreach (var peer in _server.ReadPeers())
                Record(peer);
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
        _jitter.Record(peer.JitterFromPeer.TotalSeconds, Direction("from"));
        _jitter.Record(peer.JitterToPeer.TotalSeconds, Direction("to"));
        _rung.Record((int)peer.Rung);
        foreach (var slot in peer.Slots.Where(static s => !s.IsAudio))
            _layer.Record(slot.Height);
        if (!peer.IsEstimateMeasured)
            return; // a guess is no figure
        _estimate.Record(peer.EstimateToPeer);
        _queue.Record(peer.QueueToPeer.TotalSeconds);
    }

    private static KeyValuePair<string, object?> Direction(string way) => new("direction", way);
}
