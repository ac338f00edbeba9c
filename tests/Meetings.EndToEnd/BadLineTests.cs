using Meetings.EndToEnd.Support;
using Meetings.EndToEnd.Support.Lines;
using Meetings.EndToEnd.Support.Link;

namespace Meetings.EndToEnd;

/// <summary>Real-time measurements: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(RealTime), DisableParallelization = true)]
public sealed class RealTime;

/// <summary>The promise of docs/low-bandwidth.md, measured by getStats in real browsers over the emulated lines. No retries.</summary>
[Collection(nameof(RealTime))]
public sealed class BadLineTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_four_lines_keep_what_is_promised()
    {
        await using var meeting = await BadLineMeeting.StartAsync(LineProfile.Dsl, LineProfile.ThirdGeneration, LineProfile.Thin, LineProfile.Edge);
        await meeting.On("3G").VisitFirstAsync(meeting.Meeting);
        await Task.WhenAll(meeting.Listeners.Select(l => l.JoinWarmAsync(meeting.Meeting)));
        await Elapsed.OfAsync(TimeSpan.FromSeconds(30));
        var pictures = await Task.WhenAll(meeting.Listeners.Select(l => LineRecorder.ReadAsync(l.Official)));
        var pages = await meeting.ShowPaperAsync(meeting.Listeners);
        foreach (var (listener, report) in meeting.Listeners.Zip(pictures))
        {
            output.WriteLine($"{listener.Profile.Name}: first visit {listener.FirstVisit?.TotalSeconds:F1} s, warm {listener.WarmJoin.TotalSeconds:F1} s, page {pages[listener.Profile.Name]:F1} s; {report}");
        }
    }
}
