using System.Diagnostics;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine.Browsers;

[Collection(nameof(RealTime))]
public sealed class SimulcastBrowserTests
{
    private static readonly PeerId First = new(1);
    private static readonly PeerId Second = new(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Three_layers_of_a_browser_are_shown_each_in_its_slot_and_changed_without_a_freeze(bool firefox)
    {
        Assert.SkipUnless(BrowserMeeting.IsPossible && (!firefox || BrowserMeeting.IsFirefoxPossible), "a browser is missing, or Firefox has no address besides loopback");
        await using var meeting = new BrowserMeeting();
        if (firefox)
            meeting.JoinFirefox(1, more: "simulcast=True");
        else
            meeting.Join(1, more: "simulcast=True");
        meeting.Join(2, videos: 3);
        await meeting.UntilAsync(1, "connects", static r => r.State == "connected");
        await meeting.UntilAsync(2, "connects", static r => r.State == "connected");

        Wish(meeting, 180, 360, 720);
        await meeting.UntilAsync(2, "decodes three sizes", static r => r.Heights is [180, 360, 720]);
        var camera = meeting.Room.Statistics(First)!.Published.Single(p => p.Source == SourceKind.Camera);
        Assert.Equal(["q", "h", "f"], camera.Layers.Select(l => l.Rid));
        Assert.All(camera.Layers, l => Assert.True(l.Packets > 0));
        if (!firefox)
            Assert.Equal([3, 3, 3], camera.Layers.Select(l => l.TemporalLayers));

        foreach (var height in new[] { 720, 180 })
        {
            var before = await meeting.UntilAsync(2, "reports", static _ => true);
            Wish(meeting, height, 360, 720);
            await meeting.UntilAsync(2, $"goes on in {height} lines", r => r.Heights[0] == height && r.Slots[0] > before.Slots[0] + 20);
        }

        // What this machine does to a slot that changes nothing is no fault of changing.
        var last = await meeting.UntilAsync(2, "goes on", static _ => true);
        Assert.True(last.FreezesBySlot[0] <= last.FreezesBySlot.Skip(1).Max() + 1, $"{string.Join(' ', last.FreezesBySlot)}\n{meeting.Story}");
        Assert.Equal(0, meeting.Server.Statistics.Faults);
    }

    [Fact]
    public async Task A_camera_nobody_watches_sends_nothing_and_is_back_at_once()
    {
        Assert.SkipUnless(BrowserMeeting.IsPossible, "Chromium is not installed");
        await using var meeting = new BrowserMeeting();
        meeting.Join(1, more: "simulcast=True");
        meeting.Join(2);
        await meeting.UntilAsync(1, "connects", static r => r.State == "connected");
        await meeting.UntilAsync(2, "connects", static r => r.State == "connected");
        Wish(meeting, 720);
        await meeting.UntilAsync(2, "decodes", static r => r.Heights.Contains(720));

        Wish(meeting);
        var clock = Stopwatch.StartNew();
        var before = await meeting.UntilAsync(1, "is told", static _ => true);
        for (var quiet = 0; quiet < 3;)
        {
            var now = await meeting.UntilAsync(1, "reports", static _ => true);
            quiet = now.SentByLayer.SequenceEqual(before.SentByLayer) ? quiet + 1 : 0;
            before = now;
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(4), $"{clock.Elapsed}\n{meeting.Story}");
        meeting.Forget(2);
        var seen = (await meeting.UntilAsync(2, "reports", static _ => true)).Frames;
        Wish(meeting, 720);
        clock.Restart();
        await meeting.UntilAsync(2, "decodes again", r => r.Frames > seen);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2), $"{clock.Elapsed}\n{meeting.Story}");
        await meeting.UntilAsync(2, "is large again", r => r.Heights.Contains(720) && r.Frames > seen + 30);
    }

    private static void Wish(BrowserMeeting meeting, params int[] heights) =>
        meeting.Room.SetWishes(Second, [.. heights.Select(h => new VideoWish(First, SourceKind.Camera, h))]);
}
