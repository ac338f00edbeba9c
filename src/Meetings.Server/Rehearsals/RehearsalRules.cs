namespace Meetings.Server.Rehearsals;

/// <summary>What figures mean. The bars are those of the ladder: below them pictures pause or sound has gaps.</summary>
internal static class RehearsalRules
{
    /// <summary>kbit/s below which a site gets no picture of the speaker in 360p beside sound and papers.</summary>
    public const int LeastDown = 500;

    /// <summary>kbit/s below which a site's own picture is paused.</summary>
    public const int LeastUp = 300;

    /// <summary>Packets in a thousand above which repair is heard.</summary>
    public const int MostLoss = 50;

    /// <summary>Milliseconds above which people talk into each other's words.</summary>
    public const int MostDelay = 400;

    /// <summary>What is wrong, worst first; empty when all was tried and is good.</summary>
    public static IReadOnlyList<string> Problems(Rehearsal r)
    {
        List<string> found = [];
        Add(r.Way == MediaWay.None, "none");
        Add(r.Microphone == PartState.Failed, "microphone");
        Add(r.Speaker == PartState.Failed, "speaker");
        Add(r.Camera == PartState.Failed, "camera");
        Add(r.Down < LeastDown, "down");
        Add(r.Up < LeastUp, "up");
        Add(r.Loss > MostLoss, "loss");
        Add(r.RoundTrip > MostDelay, "delay");
        Add(r.Way == MediaWay.Tcp, "tcp");
        Add(r.Microphone == PartState.Weak, "quiet");
        Add(
            r.Way == MediaWay.Unknown || r.Camera == PartState.Unknown || r.Microphone == PartState.Unknown || r.Speaker == PartState.Unknown
                || (r.Way != MediaWay.None && (r.Down is null || r.Up is null || r.RoundTrip is null || r.Loss is null)),
            "unknown");
        return found;

        void Add(bool holds, string problem)
        {
            if (holds)
            {
                found.Add(problem);
            }
        }
    }

    /// <summary>Without a way, a microphone or a speaker nobody takes part; anything else can be lived with.</summary>
    public static RehearsalVerdict Verdict(IReadOnlyList<string> problems) =>
        problems.Any(p => p is "none" or "microphone" or "speaker") ? RehearsalVerdict.Failed
        : problems.Count > 0 ? RehearsalVerdict.Weak
        : RehearsalVerdict.Good;
}
