using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// How much is lost on the way to a peer, in windows of half a second and thirty packets, or longer with fewer, and how much of that the line always
/// loses: radio loses at any rate, and sending less does not help.
/// </summary>
internal sealed class LossShare
{
    private const int EnoughPackets = 30;
    private const int FewPackets = 20;
    private const double MostUsual = 0.40;

    /// <summary>What the first windows show up to here is the line's own without further proof.</summary>
    private const double MostAtOnce = 0.45;
    private const double Tolerated = 0.08;

    /// <summary>Standard deviations that chance is allowed.</summary>
    private const double Chance = 3;
    private const double LeastDeviation = 0.02;

    /// <summary>Packets that chance is allowed besides where there are few: losses then are far from normally distributed.</summary>
    private const double FewSkew = 3;
    private const int QuickWindows = 3;
    private const double Heavy = 0.25;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongWindow = TimeSpan.FromMilliseconds(2000);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Told of in the last 100 ms, the 100 before, and so on: jitter lets packets overtake each other, so what is told lost counts when this is full.
    /// What is told to have come counts no sooner, or a rate that falls would pass for a loss that grows.
    /// </summary>
    private readonly (int Total, int Lost)[] _suspected = new (int, int)[4];
    private Instant _ripened;
    private Instant _begun;
    private int _total;
    private int _lost;
    private int _windows;

    /// <summary>Share lost in the last full window, 0 to 1.</summary>
    public double Latest { get; private set; }

    /// <summary>What this line loses without our doing, 0 to 0.40.</summary>
    public double Usual { get; private set; }

    /// <summary>More was lost in the last full window than the line always loses, and than chance explains: something is new.</summary>
    public bool IsNew { get; private set; }

    /// <summary>So much that the line does not carry what is sent.</summary>
    public bool IsHeavy { get; private set; }

    public void Add(Instant now, bool lost)
    {
        Ripen(now);
        _suspected[0].Total++;
        _suspected[0].Lost += lost ? 1 : 0;
    }

    /// <summary>A packet told lost came after all: overtaken, not lost.</summary>
    public void TakeBack(Instant now)
    {
        Ripen(now);
        for (int i = 0; i < _suspected.Length; i++)
        {
            if (_suspected[i].Lost > 0)
            {
                _suspected[i].Lost--;
                return;
            }
        }

        _lost = Math.Max(0, _lost - 1);
    }

    /// <summary>What has been missing for as long as packets may be overtaken is lost.</summary>
    private void Ripen(Instant now)
    {
        for (int steps = 0; now - _ripened >= Step; steps++)
        {
            if (steps == _suspected.Length)
            {
                _ripened = now;
                return;
            }

            _total += _suspected[^1].Total;
            _lost += _suspected[^1].Lost;
            Array.Copy(_suspected, 0, _suspected, 1, _suspected.Length - 1);
            (_suspected[0], _ripened) = (default, _ripened + Step);
        }
    }

    /// <summary>True when a window is full: <see cref="Latest"/> and <see cref="IsNew"/> are new.</summary>
    /// <param name="queueStands">Then a loss may be of our doing, and is learnt slowly.</param>
    public bool Close(Instant now, bool queueStands)
    {
        Ripen(now);
        TimeSpan open = now - _begun;
        if (open < Window || _total < FewPackets || _total < EnoughPackets && open < LongWindow)
        {
            return false;
        }

        Latest = Math.Min(1, (double)_lost / _total);
        bool isQuick = _windows < QuickWindows && !queueStands && Latest < MostAtOnce;
        double usual = Math.Max(Usual, LeastDeviation);
        double chance = Chance * Math.Sqrt(usual * (1 - usual) / _total) + (_total < EnoughPackets ? FewSkew / _total : 0);
        IsNew = !isQuick && Latest - Usual > Math.Max(Tolerated, chance);
        IsHeavy = Latest - Usual > Math.Max(Heavy, chance);
        (_begun, _total, _lost) = (now, 0, 0);
        _windows++;
        Usual = Math.Min(MostUsual, Usual + (Latest - Usual) * (isQuick ? 0.6 : Latest < Usual ? 0.25 : queueStands ? 0.04 : 0.15));
        return true;
    }
}
