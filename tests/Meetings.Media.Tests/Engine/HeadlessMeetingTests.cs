using Meetings.Media.Engine.Participant;
using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine;

public sealed class HeadlessMeetingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task Participants_receive_each_others_sound_and_pictures(bool plainSockets, int threads)
    {
        await using var server = MediaServer.Start(new MediaServerOptions { ForcePlainSockets = plainSockets, Threads = threads });
        await using var room = server.OpenRoom(static _ => { });
        var participants = Enumerable.Range(0, 4).Select(_ => new HeadlessParticipant(2, new SyntheticMedia(new SyntheticOptions { Audio = true, Video = true }))).ToList();
        try
        {
            for (var i = 0; i < participants.Count; i++)
            {
                var result = await room.NegotiateAsync(new PeerId(i + 1), participants[i].CreateOffer());
                Assert.Null(result.RefusalCode);
                participants[i].Accept(result.AnswerSdp!);
            }

            for (var i = 0; i < participants.Count; i++)
                room.SetWishes(new PeerId(i + 1), [new VideoWish(new PeerId(i == 0 ? 2 : 1), SourceKind.Camera, 720)]);
            foreach (var participant in participants)
            {
                await participant.Connected.WaitAsync(Limit);
                await participant.FirstMedia.WaitAsync(Limit);
            }

            foreach (var participant in participants)
                await participant.UntilAsync(static r => r.AudioPackets >= 50 && r.VideoPackets >= 200).WaitAsync(Limit);
            Assert.All(participants, static p => Assert.Equal(0, p.Undecryptable));
            Assert.Equal(0, server.Statistics.Faults);
            Assert.NotNull(room.Statistics(new PeerId(1)));
        }
        finally
        {
            participants.ForEach(static p => p.Dispose());
        }
    }
}
