using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine.Browsers;

public sealed class BrowserMeetingTests
{
    private static readonly PeerId First = new(1);
    private static readonly PeerId Second = new(2);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Two_chromium_participants_hear_and_see_each_other(bool plainSockets)
    {
        Assert.SkipUnless(BrowserMeeting.IsPossible, "Chromium is not installed");
        await using var meeting = new BrowserMeeting(new MediaServerOptions { ForcePlainSockets = plainSockets });
        meeting.Join(1);
        meeting.Join(2);
        await meeting.UntilAsync(1, "connects", static r => r.State == "connected");
        await meeting.UntilAsync(2, "connects", static r => r.State == "connected");
        meeting.Room.SetWishes(First, [new VideoWish(Second, SourceKind.Camera, 720)]);
        meeting.Room.SetWishes(Second, [new VideoWish(First, SourceKind.Camera, 720)]);

        foreach (var peer in new[] { 1, 2 })
        {
            var before = await meeting.UntilAsync(peer, "decodes", static r => r.Frames > 10 && r.Samples > 0 && r.Energy > 0);
            await meeting.UntilAsync(peer, "goes on decoding", r => r.Frames > before.Frames + 60 && r.Samples > before.Samples + 48_000 && r.Energy > before.Energy);
        }

        Assert.Equal(0, meeting.Server.Statistics.Faults);
    }
}
