using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Allocation;

/// <summary>
/// From how busy a media thread is to what its rooms leave out: one level more after two busy seconds, one less after ten easy ones. Between
/// the two marks nothing changes, so that a thread relieved by a level does not take it back at once.
/// </summary>
/// <param name="busyFrom">Share of a processor, 0 to 1, from which a thread is too busy. Easy is below three quarters of it.</param>
internal struct OverloadRule(double busyFrom)
{
    /// <summary>A thread that has this much to do has no room for what comes in bursts.</summary>
    public const double DefaultBusyFrom = 0.85;

    private const double EasyShare = 0.75;
    private static readonly TimeSpan BusyFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan EasyFor = TimeSpan.FromSeconds(10);
    private Instant _since = Instant.Never;
    private bool _isBusy;

    /// <summary>What is left out now.</summary>
    public Shedding Shedding { get; private set; }

    /// <param name="share">Share of a processor the thread used since the last call, 0 to 1.</param>
    /// <returns>Whether the level changed.</returns>
    public bool Note(Instant now, double share)
    {
        bool isBusy = share >= busyFrom;
        if (!isBusy && share >= busyFrom * EasyShare)
        {
            _since = Instant.Never;
            return false;
        }

        if (_since == Instant.Never || isBusy != _isBusy)
        {
            (_since, _isBusy) = (now, isBusy);
            return false;
        }

        int next = Math.Clamp(Shedding.Level + (isBusy ? 1 : -1), 0, Shedding.Most);
        if (now - _since < (isBusy ? BusyFor : EasyFor) || next == Shedding.Level)
        {
            return false;
        }

        (Shedding, _since) = (new Shedding(next), now);
        return true;
    }
}
