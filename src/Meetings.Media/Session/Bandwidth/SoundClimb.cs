using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// How an estimate recovers where nothing but sound is sent and no padding may be: the sound itself is the try. When the line has been calm for a
/// while it rises, up to what an unknown line is taken for, and the voices that are sent for it show whether that is true. When more sound than came
/// calmly before brings a queue, the try has failed, and the next one waits longer.
/// </summary>
internal sealed class SoundClimb
{
    /// <summary>What an unknown line is taken for: all voices of a room in their thickest form, and some room.</summary>
    public const double Top = BandwidthEstimator.DefaultStart;

    private const double RisePerSecond = 0.08;

    /// <summary>Sound that is so many times what came calmly before is more; less is chance.</summary>
    private const double More = 1.25;
    private const double LearnPerSecond = 1;
    private static readonly TimeSpan ShortestPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(5);

    private Instant _calmSince = Instant.Never;
    private TimeSpan _patience = ShortestPatience;
    private double _level;
    private double _failedAt = double.PositiveInfinity;
    private bool _hasRisen;

    /// <summary>The most sound that came without a queue since the last one, bit/s.</summary>
    public double Carried { get; private set; }

    /// <summary>There is a queue, and it came of more sound than was carried before.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>No queue stands, and no more is lost than always.</summary>
    /// <param name="since">Time since this was last known, one way or the other.</param>
    /// <param name="sending">Sound that is sent, bit/s.</param>
    /// <returns>The estimate, risen where it is time.</returns>
    public double Calm(Instant now, TimeSpan since, double estimate, double sending)
    {
        if (_calmSince == Instant.Never)
        {
            (_calmSince, _level, Carried, HasFailed) = (now, 0, 0, false);
        }

        double seconds = Math.Min(since.TotalSeconds, 1);
        _level += (sending - _level) * Math.Min(1, LearnPerSecond * seconds);
        Carried = Math.Max(Carried, _level);
        if (Carried >= _failedAt)
        {
            (_failedAt, _patience) = (double.PositiveInfinity, ShortestPatience); // what failed then is carried now
        }

        if (now - _calmSince < _patience || estimate >= Top)
        {
            return estimate;
        }

        _hasRisen = true;
        return Math.Min(Top, estimate * (1 + RisePerSecond * seconds));
    }

    /// <summary>The estimate falls.</summary>
    /// <param name="sending">Sound that is sent, bit/s.</param>
    /// <returns>Whether the sound itself is too much, and not somebody else's queue: more of it is sent than was carried before.</returns>
    public bool Fell(double sending)
    {
        _calmSince = Instant.Never;
        bool isOurs = sending > More * Carried;
        if (isOurs && !HasFailed)
        {
            _patience = !_hasRisen ? _patience : _patience < AfterFailure ? AfterFailure : _patience * 2 < LongestPatience ? _patience * 2 : LongestPatience;
            (HasFailed, _hasRisen, _failedAt) = (true, false, sending);
        }

        return isOurs;
    }

    /// <summary>Another path: nothing is known of it.</summary>
    public void Restart() =>
        (_calmSince, _patience, Carried, _failedAt, HasFailed, _hasRisen) = (Instant.Never, ShortestPatience, 0, double.PositiveInfinity, false, false);
}
