using System.Diagnostics;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine;

/// <summary>The engine's only clock: monotonic, from the process' start of media.</summary>
internal static class MonotonicClock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    public static Instant Now => new((long)((Stopwatch.GetTimestamp() - Start) * (1e9 / Stopwatch.Frequency)));
}
