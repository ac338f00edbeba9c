using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// How much is lost on the way to a peer, in windows of at least half a second and thirty packets, and how much of that the line always
/// loses: radio loses at any rate, and sending less does not help.
/// </summary>
internal sealed class LossShare
{
    private const int EnoughPackets = 30;
    private const double MostUsual = 0.12;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(500);

    private Instant _begun;
    private int _total;
    private int _lost;

    /// <summary>Share lost in the last full window, 0 to 1.</summary>
    public double Latest { get; private set; }

    /// <summary>What this line loses without our doing, 0 to 0.12.</summary>
    public double Usual { get; private set; }

    /// <summary>Share lost beyond what is usual.</summary>
    public double Beyond => Math.Max(0, Latest - Usual);

    public void Add(bool lost)
    {
        _total++;
        _lost += lost ? 1 : 0;
    }

    /// <summary>A packet told lost came after all.</summary>
    public void TakeBack() => _lost = Math.Max(0, _lost - 1);

    /// <summary>True when a window is full: <see cref="Latest"/> is new.</summary>
    public bool Close(Instant now)
    {
        if (_total < EnoughPackets || now - _begun < Window)
        {
            return false;
        }

        Latest = (double)_lost / _total;
        (_begun, _total, _lost) = (now, 0, 0);
        Usual = Math.Min(MostUsual, Usual + (Latest - Usual) * (Latest < Usual ? 0.3 : 0.15));
        return true;
    }
}
