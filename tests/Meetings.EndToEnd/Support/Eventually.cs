using System.Diagnostics;

namespace Meetings.EndToEnd.Support;

/// <summary>Waiting for a condition of another process: looks again every 100 ms until it holds or time is up.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, TimeSpan within, Func<string> otherwise)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        while (!await condition())
        {
            if (watch.Elapsed > within)
            {
                Assert.Fail($"Not within {within.TotalSeconds:F0} s: {otherwise()}");
            }

            await timer.WaitForNextTickAsync();
        }

        return watch.Elapsed;
    }

    public static Task<TimeSpan> TrueAsync(Func<Task<bool>> condition, TimeSpan within, string otherwise) =>
        TrueAsync(condition, within, () => otherwise);
}
