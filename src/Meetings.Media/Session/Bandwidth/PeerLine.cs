using Meetings.Media.Primitives;
using Meetings.Media.Wire.Rtcp;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// What is known of the line to one peer, by the best that the peer tells: transport-wide feedback, else its own estimate (REMB), else the
/// losses in its reception reports.
/// </summary>
internal sealed class PeerLine
{
    private const double LossyFrom = 0.10;
    private const double CalmBelow = 0.02;
    private static readonly TimeSpan RembLasts = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WaitForFeedback = TimeSpan.FromSeconds(1.5);

    private readonly SentPackets _sent = new();
    private readonly BandwidthEstimator _estimator;
    private readonly long _assumed;
    private double _plain;
    private double _reportedLoss;
    private long _remb;
    private Instant _rembAt = new(long.MinValue / 2);
    private Instant _firstNumbered = Instant.Never;
    private bool _reportsWithoutFeedback;

    /// <param name="assumedBitrate">bit/s a line is taken to carry of which nothing is told.</param>
    public PeerLine(long assumedBitrate)
    {
        _estimator = new BandwidthEstimator(_sent);
        _assumed = assumedBitrate;
        _plain = assumedBitrate;
    }

    /// <summary>What the line carries to the peer, bit/s on the wire.</summary>
    public long Estimate => Told(_estimator.Estimate);

    /// <summary>What may be sent now, bit/s on the wire.</summary>
    public long Usable => Told(_estimator.Usable);

    /// <summary>Whether packets to the peer carry transport-wide numbers, so that it may tell of them.</summary>
    public bool IsNumbered { get; set; }

    /// <summary>What is sent: sound, bit/s, whether nothing else, and whether padding may be sent to try for more.</summary>
    public void Carries(long sound, bool isSoundOnly, bool mayTry) =>
        (_estimator.SoundSent, _estimator.IsSoundOnly, _estimator.MayTry) = (sound, isSoundOnly, mayTry);

    /// <summary>Variation of arrivals at the peer as last reported, ms.</summary>
    public double JitterMilliseconds { get; private set; }

    public double QueueMilliseconds => _estimator.QueueMilliseconds;

    public bool HasTransportFeedback => _estimator.HasFeedback;

    /// <summary>Whether the estimate comes from the line itself and not from guesses.</summary>
    public bool IsMeasured => _estimator.IsMeasured;

    /// <summary>Share lost on the way by transport-wide feedback, 0 to 1; null without.</summary>
    public double? Loss => _estimator.HasFeedback ? _estimator.Loss : null;

    /// <summary>Share the line always loses, whatever is sent, 0 to 0.40.</summary>
    public double UsualLoss => _estimator.HasFeedback ? _estimator.UsualLoss : _reportedLoss;

    /// <summary>So much is lost whatever is sent that what is sent once often does not come: repairs and answers are worth sending more than once.</summary>
    public bool LosesMuch => UsualLoss >= 0.12;

    /// <summary>Whether something is known of the line, or nothing ever will be: until then nothing but sound should be sent.</summary>
    public bool IsTried(Instant now) => !IsNumbered || _estimator.IsTried(now);

    /// <summary>What is known of the line from before, bit/s.</summary>
    public void Start(long bitsPerSecond)
    {
        _estimator.Start(bitsPerSecond);
        _plain = Math.Clamp(bitsPerSecond, BandwidthEstimator.Least, _assumed);
    }

    public void PathChanged(Instant now) => _estimator.Restart(now);

    public ushort TakeNumber(Instant now)
    {
        if (_firstNumbered == Instant.Never)
        {
            _firstNumbered = now;
        }

        return _sent.TakeNumber();
    }

    public void Sent(Instant now, int wireBytes, byte cluster) => _estimator.Sent(now, wireBytes, cluster);

    public void Receive(Instant now, in TransportFeedback feedback, TimeSpan roundTrip) => _estimator.Receive(now, feedback, roundTrip);

    public void ReceiveRemb(Instant now, ulong bitsPerSecond) =>
        (_remb, _rembAt) = ((long)Math.Clamp(bitsPerSecond, (ulong)BandwidthEstimator.Least, (ulong)BandwidthEstimator.Most), now);

    /// <summary>A reception report on what we sent.</summary>
    /// <param name="loss">Worst fraction lost of its blocks, 0 to 1.</param>
    public void ReceiveReport(Instant now, double loss, double jitterMilliseconds)
    {
        JitterMilliseconds = jitterMilliseconds;
        _reportedLoss += (loss - _reportedLoss) * 0.2;
        if (_estimator.HasFeedback)
        {
            return;
        }

        _reportsWithoutFeedback |= _firstNumbered != Instant.Never && now - _firstNumbered > WaitForFeedback;
        _plain = loss > LossyFrom ? Math.Max(BandwidthEstimator.Least, _plain * (1 - loss / 2))
            : loss < CalmBelow ? Math.Min(_assumed, _plain * 1.05)
            : _plain;
    }

    public void Pass(Instant now, TimeSpan roundTrip)
    {
        _estimator.Pass(now, roundTrip);
        if (now - _rembAt > RembLasts)
        {
            _remb = 0;
        }
    }

    public int TakeProbe(Instant now, long demand, out byte cluster) => _estimator.TakeProbe(now, demand, out cluster);

    private long Told(long byFeedback) =>
        _estimator.HasFeedback ? byFeedback
        : _remb > 0 ? Math.Min(_remb, (long)_plain)
        : !IsNumbered || _reportsWithoutFeedback ? (long)_plain
        : byFeedback;
}
