using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// Tries a higher rate on a thin line, where jitter is longer than a short burst takes and a long burst would stand before the voice: for a
/// second a little padding joins what is sent anyway, until a queue begins to stand. More than was tried is not believed; after a failure it
/// tries less often.
/// </summary>
internal sealed class StretchedProbe
{
    /// <summary>Lines below are tried this way, bit/s.</summary>
    public const double ThinBelow = 150_000;

    private const double Leap = 1.4;
    private const double Most = 1.1 * ThinBelow;
    private const int LeastSlice = 60;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    private double _tried;
    private double _owed;
    private Instant _begunAt;
    private Instant _slicedAt;
    private Instant _notBefore = new(long.MinValue / 2);
    private TimeSpan _pause = ShortestPause;
    private double _first = -1;
    private double _last;
    private long _bytes;

    /// <summary>A try is being sent, or its outcome is awaited.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Bytes of padding to send now, or 0.</summary>
    /// <param name="sending">What is sent now, bit/s.</param>
    /// <param name="demand">What would be sent if the line carried it, bit/s.</param>
    public int Take(Instant now, double estimate, double sending, double demand)
    {
        if (!IsRunning)
        {
            if (now < _notBefore || estimate * 1.05 >= demand)
            {
                return 0;
            }

            _tried = Math.Min(Math.Min(estimate * Leap, Most), demand);
            (IsRunning, _begunAt, _slicedAt, _first, _bytes) = (true, now, now, -1, 0);
            _owed = Math.Max(0, _tried - sending);
            return 0;
        }

        if (now - _begunAt > Length)
        {
            if (now - _begunAt > Length + 2 * Patience)
            {
                Failed(now); // no report came at all
            }

            return 0;
        }

        int bytes = (int)(_owed * (now - _slicedAt).TotalSeconds / 8);
        if (bytes < LeastSlice)
        {
            return 0;
        }

        _slicedAt = now;
        return bytes;
    }

    /// <summary>Something arrived, padding or not.</summary>
    /// <param name="sent">When it left.</param>
    /// <param name="arrival">The peer's clock, ms.</param>
    public void Arrived(Instant sent, double arrival, int bytes)
    {
        if (!IsRunning || sent < _begunAt || sent > _begunAt + Length)
        {
            return;
        }

        if (_first < 0)
        {
            (_first, _last) = (arrival, arrival); // it opens the span: what it weighs belongs to the time before
            return;
        }

        _last = Math.Max(_last, arrival);
        _bytes += bytes;
    }

    /// <summary>What the try showed, bit/s; once, when its time and a round trip are over.</summary>
    /// <param name="usualLoss">What the line always loses, 0 to 1: lost all the same, and no sign of its rate.</param>
    public bool TryGetResult(Instant now, TimeSpan roundTrip, double usualLoss, out double result)
    {
        result = 0;
        if (!IsRunning || now - _begunAt < Length + roundTrip + TimeSpan.FromMilliseconds(200))
        {
            return false;
        }

        double span = Math.Max(_last - _first, Length.TotalMilliseconds * 0.8);
        result = Math.Min(_tried, _bytes * 8 / span * 1000 / (1 - usualLoss));
        bool isShort = now - _begunAt > Length + roundTrip + Patience || result < _tried * 0.85;
        (IsRunning, _pause) = (false, isShort ? Longer(_pause) : ShortestPause);
        _notBefore = now + _pause;
        return true;
    }

    /// <summary>A queue stands, or more is lost: what was tried was too much.</summary>
    public void Failed(Instant now)
    {
        if (IsRunning)
        {
            (IsRunning, _pause) = (false, Longer(_pause));
            _notBefore = now + _pause;
        }
        else if (_notBefore < now + ShortestPause)
        {
            _notBefore = now + ShortestPause;
        }
    }

    public void Restart() => (IsRunning, _notBefore, _pause) = (false, new Instant(long.MinValue / 2), ShortestPause);

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
