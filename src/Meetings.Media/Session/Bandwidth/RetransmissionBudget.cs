using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// Lets retransmissions use at most a fifth of what a receiver's line carries, and what the line always loses besides, whatever is asked for
/// (token bucket): of all that is sent on a line that loses a share, just that share is sent again, and a key frame is lost in one piece.
/// </summary>
internal sealed class RetransmissionBudget
{
    private const double Share = 0.20;
    private const double BurstSeconds = 0.25;

    private double _bytesPerSecond;
    private double _tokens;
    private Instant _refilled;

    public RetransmissionBudget(long lineBitrate)
    {
        SetLine(lineBitrate, 0);
        _tokens = _bytesPerSecond * BurstSeconds;
    }

    /// <param name="lineBitrate">What the line is now known or taken to carry, bit/s.</param>
    /// <param name="usualLoss">Share it always loses, 0 to 1.</param>
    public void SetLine(long lineBitrate, double usualLoss) => _bytesPerSecond = lineBitrate * (Share + usualLoss) / 8;

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
