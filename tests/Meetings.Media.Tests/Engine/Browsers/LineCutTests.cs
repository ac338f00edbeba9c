namespace Meetings.Media.Tests.Engine.Browsers;

[Collection(nameof(RealTime))]
public sealed class LineCutTests
{
    /// <summary>The product's own client does so in Chromium: Meetings.EndToEnd, LiveMeetingTests.</summary>
    [Fact]
    public async Task After_a_cut_of_45_seconds_sound_is_back_in_firefox_within_three_seconds()
    {
        Assert.SkipUnless(LineCut.IsPossible, "cutting a port needs root and nft");
        await using var meeting = await BrowserMeeting.TwoSeeingEachOtherAsync(firefox: true);
        using var cut = new LineCut(meeting.Server.LocalEndPoint.Port);
        var lost = await meeting.UntilAsync(1, "loses the line", static r => r.State != "connected");
        var since = System.Diagnostics.Stopwatch.GetTimestamp();
        await meeting.UntilAsync(1, "stays cut off", _ => System.Diagnostics.Stopwatch.GetElapsedTime(since).TotalSeconds > 40);
        meeting.Forget(1);

        cut.Dispose();
        var mended = System.Diagnostics.Stopwatch.GetTimestamp();
        await meeting.UntilAsync(1, "hears again", r => r.State == "connected" && r.AudioPackets > lost.AudioPackets + 20);
        var gap = System.Diagnostics.Stopwatch.GetElapsedTime(mended);
        await meeting.UntilAsync(1, "sees again", r => r.Frames > lost.Frames + 30);
        Assert.True(gap < TimeSpan.FromSeconds(3), $"sound came after {gap}\n{meeting.Story}");
        Assert.Equal(1, meeting.OffersOf(1));
    }
}
