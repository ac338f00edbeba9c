using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Publishing;

/// <summary>
/// How loud one peer is: the level of its packets (RFC 6464) smoothed with a quick rise and a slow fall, and whether that counts as
/// speaking. Loudness runs from 0 (silence) to 127 (full scale), in dB.
/// </summary>
internal sealed class SpeakerMeter
{
    private const double Rise = 0.35;
    private const double Fall = 0.06;
    private const double SpeaksFrom = 127 - 50;
    private const double SilentBelow = 127 - 58;
    private const double FallPerSecond = 80;
    private static readonly TimeSpan PacketsMayPause = TimeSpan.FromMilliseconds(450);
    private static readonly TimeSpan SilenceHold = TimeSpan.FromMilliseconds(600);

    private double _smoothed;
    private Instant _last;
    private Instant _quietSince;

    public bool IsSpeaking { get; private set; }

    /// <summary>Notes a packet's level in -dBov, 0 to 127.</summary>
    public void Note(Instant now, byte level)
    {
        double loudness = 127 - level;
        _smoothed = Loudness(now);
        _smoothed += (loudness - _smoothed) * (loudness > _smoothed ? Rise : Fall);
        _last = now;
    }

    /// <summary>Smoothed loudness; falls when packets stop for longer than Opus pauses in silence.</summary>
    public double Loudness(Instant now)
    {
        TimeSpan pause = now - _last - PacketsMayPause;
        return pause <= TimeSpan.Zero ? _smoothed : Math.Max(0, _smoothed - pause.TotalSeconds * FallPerSecond);
    }

    /// <summary>Decides whether the peer speaks; true when that changed.</summary>
    /// <param name="audible">False when muted, gone or dead: that ends speaking at once.</param>
    public bool Decide(Instant now, bool audible)
    {
        double loudness = audible ? Loudness(now) : 0;
        if (!IsSpeaking)
        {
            IsSpeaking = loudness >= SpeaksFrom;
            _quietSince = now;
            return IsSpeaking;
        }

        if (loudness >= SilentBelow)
        {
            _quietSince = now;
        }

        if (audible && now - _quietSince < SilenceHold)
        {
            return false;
        }

        IsSpeaking = false;
        return true;
    }
}
