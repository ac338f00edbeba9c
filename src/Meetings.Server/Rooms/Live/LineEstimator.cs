namespace Meetings.Server.Rooms.Live;

/// <summary>
/// What a receiver's line carries, told from the outside: when its queue fills (the round trip grows) or it loses more than it always does,
/// what still gets through is what it carries. More is tried after a calm time, which doubles with each try that failed. Pure.
/// </summary>
/// <param name="start">bit/s, until there is something to go by.</param>
internal sealed class LineEstimator(long start)
{
    private const long Least = 16_000;
    private const long Most = 4_000_000;
    private const double Step = 1.6;
    private const double ExtraLoss = 0.08;
    private static readonly TimeSpan FullQueue = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FirstCalm = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan MostCalm = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Proven = TimeSpan.FromSeconds(12);
    private TimeSpan _calm = FirstCalm;
    private TimeSpan? _calmSince;
    private TimeSpan? _triedAt;
    private TimeSpan? _shortest;
    private double _usualLoss;

    public long Estimate { get; private set; } = start;

    /// <param name="now">Any clock that only goes forward.</param>
    /// <param name="sent">bit/s sent to it over the last second or so.</param>
    /// <param name="loss">Share lost on the way, 0 to 1.</param>
    /// <param name="roundTrip">Null before the first measurement.</param>
    public void Read(TimeSpan now, long sent, double loss, TimeSpan? roundTrip)
    {
        if (roundTrip is { } trip)
        {
            _shortest = _shortest is { } shortest && shortest < trip ? shortest + ((trip - shortest) * 0.005) : trip;
        }

        var queue = roundTrip - _shortest >= FullQueue;
        if (!queue && loss < 0.15)
        {
            _usualLoss += (loss - _usualLoss) * (loss < _usualLoss ? 0.3 : 0.05);
        }

        if (queue || loss > _usualLoss + ExtraLoss)
        {
            Fall(now, (long)(sent * (1 - loss)));
        }
        else
        {
            Rise(now, sent);
        }
    }

    private void Fall(TimeSpan now, long delivered)
    {
        if (_triedAt is { } tried && now - tried < Proven)
        {
            _calm = _calm * 2 < MostCalm ? _calm * 2 : MostCalm;
        }

        (_calmSince, _triedAt) = (null, null);
        Estimate = Math.Max(Least, Math.Min(Estimate, (long)(delivered * 0.9)));
    }

    private void Rise(TimeSpan now, long sent)
    {
        // What got through calmly is carried for sure.
        Estimate = Math.Clamp(sent, Estimate, Most);
        _calmSince ??= now;
        if (now - _calmSince < _calm || Estimate >= Most)
        {
            return;
        }

        (_calmSince, _triedAt) = (now, now);
        Estimate = Math.Min(Most, (long)(Estimate * Step));
    }
}
