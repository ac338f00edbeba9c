using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// Short bursts that try a higher rate than is sent: as many bytes as the rate tried carries in 20 ms, at once. How far the line draws
/// them apart tells what it carries; more than was tried is not believed. After failures it tries less often.
/// </summary>
internal sealed class ProbeClusters
{
    /// <summary>Fewest packets of a burst.</summary>
    public const int LeastPackets = 5;

    private const double BurstSeconds = 0.020;
    private const double FirstLeap = 3;
    private const double Leap = 2;
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(0.7);
    private static readonly TimeSpan WhileIdle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);

    private const double DeepFall = 0.75;
    private const double AfterFall = 0.85;
    private const double LeapAfterFall = 8;
    private static readonly TimeSpan TriesAgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForgetsAfter = TimeSpan.FromSeconds(5);

    private byte _cluster;
    private bool _waiting;
    private bool _settled;
    private double _tried;
    private int _sentPackets;
    private int _arrivedPackets;
    private long _arrivedBytes;
    private int _firstBytes;
    private double _first;
    private double _last;
    private double _before;
    private Instant _fellAt = new(long.MinValue / 2);
    private Instant _sentAt;
    private Instant _notBefore = new(long.MinValue / 2);
    private TimeSpan _pause = ShortestPause;

    /// <summary>What the last burst measured, bit/s: the line's own rate when it was less than what was tried. Infinite when it was not, or is unknown.</summary>
    public double ShownLimit { get; private set; } = double.PositiveInfinity;

    /// <summary>Nothing is sent that a burst could disturb, and nothing will be before one succeeds: no long pause after failures.</summary>
    public void Hurry() => _notBefore = Instant.Min(_notBefore, _sentAt + WhileIdle);

    /// <summary>The first burst, again when nothing at all is heard of it: the peer may not have had its keys yet.</summary>
    public int TakeFirst(Instant now, double estimate, double demand, out byte cluster)
    {
        if (_waiting && now - _sentAt > FirstPatience)
        {
            _waiting = false;
        }

        return Take(now, estimate, demand, out cluster);
    }

    /// <summary>Bytes to send as a burst now, or 0.</summary>
    public int Take(Instant now, double estimate, double demand, out byte cluster)
    {
        cluster = 0;
        if (_waiting && now - _sentAt > 2 * Patience)
        {
            Failed(now); // no report came at all
        }

        if (_waiting || now < _notBefore || estimate >= demand)
        {
            return 0;
        }

        double leap = Math.Max(estimate * (_settled ? Leap : FirstLeap), now - _fellAt < ForgetsAfter ? Math.Min(_before * AfterFall, estimate * LeapAfterFall) : 0);
        _tried = Math.Min(leap, demand * 1.1);
        if (_tried < estimate * 1.05)
        {
            return 0;
        }

        _cluster = (byte)(_cluster % 255 + 1);
        (_waiting, _sentAt, _sentPackets, _arrivedPackets, _arrivedBytes) = (true, now, 0, 0, 0);
        cluster = _cluster;
        return (int)(_tried * BurstSeconds / 8);
    }

    public void Sent(Instant now, byte cluster, int bytes)
    {
        if (cluster == _cluster && _waiting)
        {
            _sentPackets++;
            _sentAt = now;
        }
    }

    public void Arrived(byte cluster, double arrival, int bytes)
    {
        if (cluster != _cluster || !_waiting)
        {
            return;
        }

        if (_arrivedPackets++ == 0 || arrival < _first)
        {
            (_first, _firstBytes) = (arrival, bytes);
        }

        _last = _arrivedPackets == 1 ? arrival : Math.Max(_last, arrival);
        _arrivedBytes += bytes;
    }

    /// <summary>What the last burst showed, bit/s; once.</summary>
    /// <param name="usualLoss">Share that the line always loses, of a burst, too.</param>
    public bool TryGetResult(Instant now, double usualLoss, out double result)
    {
        result = 0;
        if (!_waiting)
        {
            return false;
        }

        if (_sentPackets == 0 || _arrivedPackets < _sentPackets * 0.8 * (1 - usualLoss))
        {
            if (now - _sentAt > Patience)
            {
                Failed(now);
            }

            return false;
        }

        _waiting = false;
        double span = Math.Max(_last - _first, 0.25);
        double gain = Math.Min(1 / (1 - usualLoss), (double)_sentPackets / _arrivedPackets); // what is always lost hides nothing, and a lucky burst shows no more
        double measured = (_arrivedBytes - _firstBytes) * 8 / span * 1000 * gain;
        result = Math.Min(_tried, measured * 0.95);
        ShownLimit = measured < _tried ? measured : double.PositiveInfinity;
        if (measured < _tried)
        {
            Failed(now); // that is what it carries: no need to try again soon
        }
        else
        {
            _pause = ShortestPause;
            _notBefore = now + _pause;
        }

        _settled = true;
        return true;
    }

    /// <summary>The line showed its limit: tries again later, each time later.</summary>
    public void Failed(Instant now)
    {
        _waiting = false;
        _settled = true;
        if (now < _notBefore && _pause > ShortestPause)
        {
            return; // the same failure
        }

        _pause = _pause < AfterFailure ? AfterFailure : _pause * 1.5 < LongestPause ? _pause * 1.5 : LongestPause;
        _notBefore = now + _pause;
    }

    /// <summary>
    /// The estimate falls deep: what was carried before is tried once, soon, because most deep falls are moments. Later falls of the same
    /// descent change nothing.
    /// </summary>
    public void Fell(Instant now, double before, double after)
    {
        if (after > before * DeepFall || now - _fellAt < ForgetsAfter)
        {
            return;
        }

        (_before, _fellAt) = (before, now);
        (_waiting, _settled, _pause, _notBefore) = (false, true, AfterFailure, now + TriesAgainAfter);
    }

    /// <summary>Another path: tries at once and boldly.</summary>
    public void Restart() =>
        (_waiting, _settled, _notBefore, _pause, ShownLimit) = (false, false, new Instant(long.MinValue / 2), ShortestPause, double.PositiveInfinity);
}
