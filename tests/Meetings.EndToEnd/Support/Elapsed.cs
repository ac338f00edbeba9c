namespace Meetings.EndToEnd.Support;

/// <summary>Where the passing of time is what is tested: a line that stays cut, a call that goes on.</summary>
internal static class Elapsed
{
    public static async Task OfAsync(TimeSpan span)
    {
        using var timer = new PeriodicTimer(span);
        await timer.WaitForNextTickAsync();
    }
}
