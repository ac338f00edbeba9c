using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Publishing;

/// <summary>
/// The loudest speakers of the room, chosen with hysteresis, and one in reserve: a speaker on stage never hears itself, so it hears the
/// reserve in its own place. A place that nobody claims keeps its speaker, silent or not.
/// </summary>
internal sealed class AudioStage(int places)
{
    private const double Margin = 6;
    private static readonly TimeSpan GoneAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeastStay = TimeSpan.FromMilliseconds(400);

    private readonly Seat?[] _members = new Seat?[places];
    private readonly Instant[] _since = new Instant[places];
    private int _changes;

    public ReadOnlySpan<Seat?> Members => _members;

    public Seat? Reserve { get; private set; }

    /// <param name="seats">Those who may have a microphone.</param>
    /// <returns>Whether somebody came or went.</returns>
    public bool Update(Instant now, List<Seat> seats)
    {
        int before = _changes;
        for (int i = 0; i < _members.Length; i++)
        {
            if (_members[i] is { } member && !(IsSeated(seats, member) && IsAudible(now, member)))
            {
                _members[i] = null;
                _changes++;
            }
        }

        for (Seat? best = Loudest(now, seats); best is not null && Challenge(now, best); best = Loudest(now, seats))
        {
        }

        UpdateReserve(now, seats);
        return _changes != before;
    }

    public bool Has(Seat seat) => Array.IndexOf(_members, seat) >= 0;

    public static bool IsAudible(Instant now, Seat seat) => seat.Microphone is { } track && seat.IsLive(track, now, GoneAfter);

    /// <summary>Puts the loudest outsider on stage when a place is free or somebody is clearly less loud.</summary>
    private bool Challenge(Instant now, Seat challenger)
    {
        int weakest = -1;
        for (int i = 0; i < _members.Length; i++)
        {
            if (_members[i] is not { } member)
            {
                weakest = i;
                break;
            }

            if ((now - _since[i] >= LeastStay || !member.Meter.IsSpeaking)
                && (weakest < 0 || member.Meter.Loudness(now) < _members[weakest]!.Meter.Loudness(now)))
            {
                weakest = i;
            }
        }

        if (weakest < 0)
        {
            return false;
        }

        bool wins = _members[weakest] is not { } beaten
            || challenger.Meter.IsSpeaking && challenger.Meter.Loudness(now) > beaten.Meter.Loudness(now) + Margin;
        if (wins)
        {
            _members[weakest] = challenger;
            _since[weakest] = now;
            _changes++;
        }

        return wins;
    }

    private void UpdateReserve(Instant now, List<Seat> seats)
    {
        if (Reserve is { } old && (Has(old) || !IsSeated(seats, old) || !IsAudible(now, old)))
        {
            Reserve = null;
            _changes++;
        }

        if (Loudest(now, seats) is { } best && (Reserve is null || best.Meter.Loudness(now) > Reserve.Meter.Loudness(now) + Margin))
        {
            Reserve = best;
            _changes++;
        }
    }

    private Seat? Loudest(Instant now, List<Seat> seats)
    {
        Seat? best = null;
        double loudest = -1;
        foreach (Seat seat in seats)
        {
            if (!Has(seat) && IsAudible(now, seat) && seat.Meter.Loudness(now) > loudest)
            {
                (best, loudest) = (seat, seat.Meter.Loudness(now));
            }
        }

        return best;
    }

    private static bool IsSeated(List<Seat> seats, Seat seat) => seats.Contains(seat);
}
