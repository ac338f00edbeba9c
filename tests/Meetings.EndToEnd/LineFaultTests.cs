using Meetings.EndToEnd.Support;
using Meetings.EndToEnd.Support.Lines;
using Meetings.EndToEnd.Support.Link;

namespace Meetings.EndToEnd;

/// <summary>
/// Lines that break in ways of their own (F03 and F05 to F07 of the fault catalogue), in real browsers. Explicit: tests/run --long runs them for as
/// long as the catalogue says, by hand -explicit only runs short forms.
/// </summary>
[Collection(nameof(RealTime))]
public sealed class LineFaultTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(12);

    private static TimeSpan Length(int minutes) => Machine.IsLong ? TimeSpan.FromMinutes(minutes) : TimeSpan.FromSeconds(30);

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static LineProfile Line(string name, double kilobits, double delay, double jitter, double loss) =>
        new(name, new LineDirection(kilobits, delay, jitter, loss), new LineDirection(kilobits, delay, jitter, loss));

    [Fact(Explicit = true)]
    public async Task F03_another_address_is_a_gap_of_three_seconds_and_nobody_new()
    {
        await using var meeting = await BadLineMeeting.StartAsync(Line("moves", 4000, 20, 5, 0));
        var moves = meeting.On("moves");
        await moves.JoinWarmAsync(meeting.Meeting);
        await Elapsed.OfAsync(Settling);
        var connections = await ConnectionsAsync(meeting.Chair);
        var (silent, from) = (await moves.Official.StatsAsync(), Now);
        moves.Move();
        var back = await Eventually.TrueAsync(async () => (await moves.Official.StatsAsync()).SoundGrew(silent), TimeSpan.FromSeconds(30), "sound comes back");
        await Elapsed.OfAsync(TimeSpan.FromSeconds(10));
        var report = await LineRecorder.ReadAsync(moves.Official, from);
        output.WriteLine($"moved: sound after {back.TotalSeconds:F1} s; {report}");
        Assert.Equal(connections, await ConnectionsAsync(meeting.Chair));
        var bars = new Bars();
        bars.AtMost("silence", report.LongestSilence, 3);
        bars.Hold();
    }

    [Fact(Explicit = true)]
    public async Task F05_with_a_third_lost_both_ways_speech_is_understood()
    {
        await using var meeting = await BadLineMeeting.StartAsync(Line("loses", 4000, 20, 5, 30));
        var loses = meeting.On("loses");
        await loses.JoinWarmAsync(meeting.Meeting);
        await Elapsed.OfAsync(Settling);
        var from = Now;
        await Elapsed.OfAsync(Length(10));
        var report = await LineRecorder.ReadAsync(loses.Official, from);
        output.WriteLine($"30 % lost: warm {loses.WarmJoin.TotalSeconds:F1} s; {report}");
        var bars = new Bars();
        bars.AtMost("concealed", report.Concealed, 0.08);
        bars.AtLeast("frames a second", report.FramesPerSecond, 7);
        bars.AtMost("disconnects", report.Disconnects, 0);
        bars.Hold();
    }

    [Fact(Explicit = true)]
    public async Task F06_a_second_of_jitter_ends_nothing()
    {
        await using var meeting = await BadLineMeeting.StartAsync(Line("trembles", 4000, 1200, 1000, 0));
        var trembles = meeting.On("trembles");
        await trembles.Official.Page.AddInitScriptAsync(
            "const Plain = RTCPeerConnection; window.RTCPeerConnection = class extends Plain { constructor(...a) { super(...a); window.__peer = this; } };");
        await trembles.JoinWarmAsync(meeting.Meeting);
        await Elapsed.OfAsync(Settling);
        var (from, before) = (Now, await QueueAsync(trembles.Official));
        await Elapsed.OfAsync(Length(2));
        var (report, after) = (await LineRecorder.ReadAsync(trembles.Official, from), await QueueAsync(trembles.Official));
        var chat = (await BadLineMeeting.ChatAsync(meeting.Listeners))["trembles"];
        var waits = (after[0] - before[0]) / Math.Max(1, after[1] - before[1]);
        output.WriteLine($"jitter: warm {trembles.WarmJoin.TotalSeconds:F1} s, sound waits {waits:F2} s, chat {chat:F1} s; {report}");
        var bars = new Bars();
        bars.AtMost("disconnects", report.Disconnects, 0);
        bars.AtMost("sound waits", waits, 2.5);
        bars.AtMost("chat acknowledged", chat, 15);
        bars.Hold();
    }

    [Fact(Explicit = true)]
    public async Task F07_at_64_kilobits_the_voice_goes_on_and_pictures_return_with_the_line()
    {
        var wide = Line("narrows", 4000, 20, 5, 0);
        await using var meeting = await BadLineMeeting.StartAsync(wide, LineProfile.Dsl with { Name = "watches" });
        await Task.WhenAll(meeting.Listeners.Select(l => l.JoinWarmAsync(meeting.Meeting)));
        var (narrows, watches) = (meeting.On("narrows"), meeting.On("watches"));
        await Elapsed.OfAsync(Settling);
        var from = Now;
        await Elapsed.OfAsync(TimeSpan.FromSeconds(20));
        var narrow = Now;
        narrows.Line.Become(Line("narrows", 64, 20, 5, 0));
        await Elapsed.OfAsync(TimeSpan.FromSeconds(60));
        var wideAgain = Now;
        narrows.Line.Become(wide);
        await Elapsed.OfAsync(TimeSpan.FromSeconds(20));
        var voice = await LineRecorder.ReadAsync(narrows.Official, narrow);
        var paused = await LineRecorder.ReadAsync(narrows.Official, narrow + 3000, wideAgain);
        var pictures = await LineRecorder.ReadAsync(narrows.Official, wideAgain + 10_000);
        var before = await LineRecorder.ReadAsync(watches.Official, from, narrow);
        var beside = await LineRecorder.ReadAsync(watches.Official, narrow, wideAgain);
        output.WriteLine($"narrow: {voice}\npaused: {paused}\npictures: {pictures}\nwatches before: {before}\nwatches beside: {beside}");
        var bars = new Bars();
        bars.AtMost("disconnects", voice.Disconnects, 0);
        bars.AtMost("longest silence", voice.LongestSilence, 1);
        bars.AtMost("kbit/s of video after 3 s", paused.VideoKilobits, 10);
        bars.AtLeast("frames a second 10 s after", pictures.FramesPerSecond, 5);
        bars.AtMost("the watcher's video, change", Math.Abs(beside.VideoKilobits - before.VideoKilobits) / before.VideoKilobits, 0.05);
        bars.Hold();
    }

    /// <summary>Ids of the connections that the official's page shows.</summary>
    private static async Task<string> ConnectionsAsync(Official official) =>
        await official.Page.EvaluateAsync<string>("[...window.__meetings.room().connections.keys()].sort().join(' ')");

    /// <summary>Seconds that sound has waited in the page's jitter buffers, and samples that did.</summary>
    private static async Task<double[]> QueueAsync(Official official) => await official.Page.EvaluateAsync<double[]>(
        """
        async () => [...(await window.__peer.getStats()).values()].filter(r => r.type === 'inbound-rtp' && r.kind === 'audio')
          .reduce((sum, r) => [sum[0] + (r.jitterBufferDelay ?? 0), sum[1] + (r.jitterBufferEmittedCount ?? 0)], [0, 0])
        """);
}
