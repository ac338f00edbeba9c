using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>Bits per second over the last half to one second.</summary>
internal struct RateMeter
{
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

        _rate = (long)(_bytes * 8 / passed.TotalSeconds);
        _bytes = 0;
        _begun = now;
    }
}
