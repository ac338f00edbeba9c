using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Allocation;

/// <summary>What sound takes on the wire: quick to rise, slow to fall, because pauses in speech are short.</summary>
internal sealed class SoundRate
{
    private const double FallPerSecond = 0.15;

    private long _bytes = -1;
    private Instant _at;
    private double _rate;

    /// <summary>As last read, bit/s.</summary>
    public long Rate => (long)_rate;

    /// <param name="bytes">Sent on the wire since the connection began.</param>
    /// <returns>bit/s.</returns>
    public long Read(Instant now, long bytes)
    {
        double seconds = (now - _at).TotalSeconds;
        if (_bytes < 0 || bytes < _bytes || seconds > 5)
        {
            (_bytes, _at) = (bytes, now);
            return (long)_rate;
        }

        if (seconds >= 0.3)
        {
            double latest = (bytes - _bytes) * 8 / seconds;
            _rate = Math.Max(latest, _rate * Math.Max(0, 1 - FallPerSecond * seconds));
            (_bytes, _at) = (bytes, now);
        }

        return (long)_rate;
    }
}
