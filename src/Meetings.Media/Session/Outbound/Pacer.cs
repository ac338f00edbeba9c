using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// How much picture may leave for one receiver now, so that a burst (a key frame) does not stand before the voice in the queue of its line.
/// Sound never waits but counts. A token bucket: forty milliseconds of what the line carries at once, then a little more than it carries.
/// Lines that carry such bursts anyway are left alone.
/// </summary>
internal sealed class Pacer
{
    /// <summary>Lines from here are not paced, bit/s.</summary>
    public const long PlentyFrom = 8_000_000;

    private const double Surplus = 1.05;
    private const double BurstSeconds = 0.040;
    private const double LeastBurst = 1250;
    private double _bytesPerSecond;
    private double _depth;
    private double _tokens;
    private Instant _at;

    public bool IsActive { get; private set; }

    /// <param name="bitsPerSecond">What the line carries on the wire; null when that is not known.</param>
    public void SetLine(long? bitsPerSecond)
    {
        IsActive = bitsPerSecond < PlentyFrom;
        _bytesPerSecond = (bitsPerSecond ?? PlentyFrom) * Surplus / 8;
        _depth = Math.Max(LeastBurst, _bytesPerSecond / Surplus * BurstSeconds);
    }

    /// <summary>Whether a picture's packet may leave now.</summary>
    public bool Admits(Instant now)
    {
        if (!IsActive)
        {
            return true;
        }

        _tokens = Math.Min(_depth, _tokens + (now - _at).TotalSeconds * _bytesPerSecond);
        _at = now;
        return _tokens > 0;
    }

    /// <summary>Something left, of whatever kind.</summary>
    public void Spend(int wireBytes)
    {
        if (IsActive)
        {
            _tokens = Math.Max(_tokens - wireBytes, -_depth);
        }
    }
}
