using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine;

public sealed class OverloadedServerTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    /// <summary>A mark so low that any meeting is too much for it.</summary>
    [Fact]
    public async Task A_server_with_too_much_to_do_leaves_pictures_out_keeps_all_sound_and_says_that_it_is_full()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "a thread's time is known on Linux only");
        await using var server = MediaServer.Start(new MediaServerOptions { BusyFrom = 0.0001 });
        await using var room = server.OpenRoom(static _ => { });
        var participants = Enumerable.Range(0, 3).Select(_ => new HeadlessParticipant(2, new SyntheticMedia(new SyntheticOptions { Audio = true, Video = true, Height = 180 }))).ToList();
        try
        {
            for (var i = 0; i < participants.Count; i++)
                participants[i].Accept((await room.NegotiateAsync(new PeerId(i + 1), participants[i].CreateOffer())).AnswerSdp!);
            room.SetWishes(new PeerId(1), [new VideoWish(new PeerId(2), SourceKind.Camera, 720), new VideoWish(new PeerId(3), SourceKind.Camera, 720)]);
            await participants[0].UntilAsync(static r => r.VideoPackets > 0).WaitAsync(Limit);
            Assert.False(server.IsOverloaded);

            using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            using var patience = new CancellationTokenSource(Limit);
            while (!server.IsOverloaded)
                await beat.WaitForNextTickAsync(patience.Token);

            Assert.Equal(Shedding.Most, server.Statistics.Threads.Single().Shedding);
            var sound = 0L;
            await participants[0].UntilAsync(r => (sound = r.AudioPackets) >= 0).WaitAsync(Limit);
            await participants[0].UntilAsync(r => r.AudioPackets > sound + 100).WaitAsync(Limit);
            Assert.Equal(0, server.Statistics.Faults);
        }
        finally
        {
            participants.ForEach(static p => p.Dispose());
        }
    }
}
