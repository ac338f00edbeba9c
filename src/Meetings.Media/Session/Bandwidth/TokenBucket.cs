using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>Admits a burst and then a steady rate; for requests that cost us work.</summary>
internal struct TokenBucket(double burst, double perSecond)
{
    private double _tokens = burst;
    private Instant _refilled;

    public bool TryTake(Instant now, double amount = 1)
    {
        _tokens = Math.Min(burst, _tokens + (now - _refilled).TotalSeconds * perSecond);
        _refilled = now;
        if (_tokens < amount)
        {
            return false;
        }

        _tokens -= amount;
        return true;
    }
}
