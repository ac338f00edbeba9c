using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Engine.Recording;

namespace Meetings.Media.Tests.Engine.Browsers;

[Collection(nameof(RealTime))]
public sealed class BrowserMeetingTests : IDisposable
{
    private static readonly PeerId First = new(1);
    private static readonly PeerId Second = new(2);
    private readonly string _folder = Directory.CreateTempSubdirectory("recording-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false, "vp8")]
    [InlineData(true, "h264")]
    public async Task Two_chromium_participants_hear_and_see_each_other_and_are_recorded(bool plainSockets, string picture)
    {
        Assert.SkipUnless(BrowserMeeting.IsPossible, "Chromium is not installed");
        await using var meeting = new BrowserMeeting(new MediaServerOptions { ForcePlainSockets = plainSockets });
        meeting.Join(1, more: $"picture={picture}");
        meeting.Join(2, more: $"picture={picture}");
        await meeting.UntilAsync(1, "connects", static r => r.State == "connected");
        await meeting.UntilAsync(2, "connects", static r => r.State == "connected");
        meeting.Room.SetWishes(First, [new VideoWish(Second, SourceKind.Camera, 720)]);
        meeting.Room.SetWishes(Second, [new VideoWish(First, SourceKind.Camera, 720)]);
        var recording = meeting.Room.StartRecording(_folder);

        foreach (var peer in new[] { 1, 2 })
        {
            var before = await meeting.UntilAsync(peer, "decodes", static r => r.Frames > 10 && r.Samples > 0 && r.Energy > 0);
            await meeting.UntilAsync(peer, "goes on decoding", r => r.Frames > before.Frames + 60 && r.Samples > before.Samples + 48_000 && r.Energy > before.Energy);
        }

        // What browsers cut into packets is whole again in the files.
        var files = (await recording.StopAsync()).Files;
        Assert.Equal(4, files.Count);
        foreach (var file in files)
        {
            var read = new MatroskaReader(await File.ReadAllBytesAsync(file.Path));
            Assert.Equal(file.Source == SourceKind.Microphone ? "A_OPUS" : picture == "h264" ? "V_MPEG4/ISO/AVC" : "V_VP8", read.Codec);
            Assert.True(read.IsEnded && read.Frames.Count > 50 && read.Frames[0].IsKeyFrame, file.ToString());
            if (file.Source == SourceKind.Camera)
                Assert.Equal((640, 360), (read.Number(0xb0), read.Number(0xba)));
        }

        Assert.Equal(0, meeting.Server.Statistics.Faults);
    }

    [Fact]
    public async Task Firefox_and_chromium_hear_and_see_each_other()
    {
        Assert.SkipUnless(BrowserMeeting.IsPossible && BrowserMeeting.IsFirefoxPossible, "Chromium, Firefox or an address besides loopback is missing");
        await using var meeting = new BrowserMeeting();
        meeting.Join(1);
        meeting.JoinFirefox(2);
        await meeting.UntilAsync(1, "connects", static r => r.State == "connected");
        await meeting.UntilAsync(2, "connects", static r => r.State == "connected");
        meeting.Room.SetWishes(First, [new VideoWish(Second, SourceKind.Camera, 720)]);
        meeting.Room.SetWishes(Second, [new VideoWish(First, SourceKind.Camera, 720)]);
        foreach (var peer in new[] { 1, 2 })
        {
            var before = await meeting.UntilAsync(peer, "decodes", static r => r.Frames > 10 && r.Samples > 0 && r.Energy > 0);
            await meeting.UntilAsync(peer, "goes on decoding", r => r.Frames > before.Frames + 60 && r.Samples > before.Samples + 48_000 && r.Energy > before.Energy);
        }

        meeting.Order(2, "restart");
        var now = await meeting.UntilAsync(2, "reports", static _ => true);
        await meeting.UntilAsync(2, "restarts and goes on", r => r.State == "connected" && r.Frames > now.Frames + 90 && r.Samples > now.Samples + 96_000);
        Assert.Equal(0, meeting.Server.Statistics.Faults);
    }

    [Fact]
    public async Task A_restart_of_ice_against_the_old_answer_keeps_sound_and_pictures()
    {
        await using var meeting = await BrowserMeeting.TwoSeeingEachOtherAsync();
        var before = await meeting.UntilAsync(1, "reports", static _ => true);
        meeting.Order(1, "restart");
        await meeting.UntilAsync(1, "restarts and goes on", r => r.State == "connected" && r.Frames > before.Frames + 90 && r.Samples > before.Samples + 96_000);
        await meeting.UntilAsync(2, "still sees the other", r => r.Frames > before.Frames + 90);
        Assert.Equal(1, meeting.OffersOf(1));
        Assert.Equal(2, meeting.Server.Statistics.HandshakesCompleted);
    }

    [Fact]
    public async Task A_second_offer_with_one_more_slot_leaves_the_old_ones_running()
    {
        await using var meeting = await BrowserMeeting.TwoSeeingEachOtherAsync();
        var before = await meeting.UntilAsync(1, "reports", static r => r.Slots.Count == 1 || r.Slots.Count == 2);
        meeting.Order(1, "more");
        await meeting.UntilAsync(1, "goes on", r => r.Frames > before.Frames + 60);
        meeting.Room.SetWishes(First, [new VideoWish(Second, SourceKind.Camera, 720), default, new VideoWish(Second, SourceKind.Camera, 720)]);
        await meeting.UntilAsync(1, "decodes in the new slot", static r => r.Slots.Count(static frames => frames > 30) >= 2);
        Assert.Equal(2, meeting.OffersOf(1));
    }

    [Fact]
    public async Task A_publishers_estimate_rises_by_our_feedback()
    {
        await using var meeting = await BrowserMeeting.TwoSeeingEachOtherAsync(busy: true);
        await meeting.UntilAsync(1, "estimates more than 1.5 Mbit/s", static r => r.Available > 1_500_000);
    }
}
