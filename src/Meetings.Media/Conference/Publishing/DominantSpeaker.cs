using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Publishing;

/// <summary>Who is speaking for the room: changes when another has been clearly louder for a while, or the first has stopped.</summary>
internal sealed class DominantSpeaker
{
    private const double Margin = 3;
    private static readonly TimeSpan MustLead = TimeSpan.FromMilliseconds(800);
    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromSeconds(3);

    private Seat? _current;
    private Seat? _challenger;
    private Instant _challengeSince;
    private Instant _lastSpoke;

    public PeerId? Speaker => _current?.Id;

    /// <summary>Looks at those on stage; true when the dominant speaker changed.</summary>
    public bool Update(Instant now, ReadOnlySpan<Seat?> stage)
    {
        Seat? before = _current;
        Seat? loudest = null;
        bool present = false;
        foreach (Seat? seat in stage)
        {
            present |= seat is not null && seat == _current;
            if (seat is { Meter.IsSpeaking: true } && (loudest is null || seat.Meter.Loudness(now) > loudest.Meter.Loudness(now)))
            {
                loudest = seat;
            }
        }

        if (_current is { Meter.IsSpeaking: true } && present)
        {
            _lastSpoke = now;
        }
        else if (now - _lastSpoke >= ForgottenAfter || !present)
        {
            _current = null;
        }

        if (loudest is null || loudest == _current)
        {
            _challenger = null;
            return before != _current;
        }

        if (loudest != _challenger)
        {
            (_challenger, _challengeSince) = (loudest, now);
        }

        bool silent = _current is not { Meter.IsSpeaking: true };
        bool louder = silent || loudest.Meter.Loudness(now) > _current!.Meter.Loudness(now) + Margin;
        if (_current is null || silent && now - _challengeSince >= MustLead / 4 || louder && now - _challengeSince >= MustLead)
        {
            _current = loudest;
            _challenger = null;
            _lastSpoke = now;
        }
        else if (!louder)
        {
            _challengeSince = now;
        }

        return before != _current;
    }
}
