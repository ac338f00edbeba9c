using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>Admits a burst and then a steady rate; for requests that cost us work.</summary>
internal struct TokenBucket
{
    private readonly double _burst;
    private readonly double _perSecond;
    private double _tokens;
    private Instant _refilled;

    public TokenBucket(double burst, double perSecond)
    {
        _burst = _tokens = burst;
        _perSecond = perSecond;
    }

    public bool TryTake(Instant now, double amount = 1)
    {
        _tokens = Math.Min(_burst, _tokens + (now - _refilled).TotalSeconds * _perSecond);
        _refilled = now;
        if (_tokens < amount)
        {
            return false;
        }

        _tokens -= amount;
        return true;
    }
}
