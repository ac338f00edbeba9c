using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>Lets retransmissions use at most a fifth of what a receiver's line carries, whatever it asks for (token bucket).</summary>
internal sealed class RetransmissionBudget
{
    private const double Share = 0.20;
    private const double BurstSeconds = 0.25;

    private double _bytesPerSecond;
    private double _tokens;
    private Instant _refilled;

    public RetransmissionBudget(long lineBitrate)
    {
        SetLine(lineBitrate);
        _tokens = _bytesPerSecond * BurstSeconds;
    }

    /// <summary>What the line is now known or taken to carry, bit/s.</summary>
    public void SetLine(long lineBitrate) => _bytesPerSecond = lineBitrate * Share / 8;

    public bool TrySpend(Instant now, int bytes)
    {
        _tokens = Math.Min(_bytesPerSecond * BurstSeconds, _tokens + (now - _refilled).TotalSeconds * _bytesPerSecond);
        _refilled = now;
        if (_tokens < bytes)
        {
            return false;
        }

        _tokens -= bytes;
        return true;
    }
}
