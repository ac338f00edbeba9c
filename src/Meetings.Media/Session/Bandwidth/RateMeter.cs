using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// Bits per second over the last half to one second, or evened out over some seconds: a key frame is no higher rate, and who takes it for one
/// pauses the picture, to begin it again with a key frame.
/// </summary>
/// <param name="isEven">Evened out over some seconds, falling faster than rising.</param>
internal struct RateMeter(bool isEven)
{
    private const double Up = 0.2;
    private const double Down = 0.4;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);
    private Instant _begun;
    private long _bytes;
    private long _rate;

    public void Add(Instant now, int bytes)
    {
        Roll(now);
        _bytes += bytes;
    }

    public long BitsPerSecond(Instant now)
    {
        Roll(now);
        return _rate;
    }

    private void Roll(Instant now)
    {
        TimeSpan passed = now - _begun;
        if (passed < Window)
        {
            return;
        }

        double rate = _bytes * 8 / passed.TotalSeconds;
        bool begins = !isEven || _rate == 0 || rate == 0 || passed > 3 * Window;
        _rate = (long)(begins ? rate : _rate + (rate - _rate) * (rate > _rate ? Up : Down));
        _bytes = 0;
        _begun = now;
    }
}
