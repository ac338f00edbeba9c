using System.Net;
using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine.Tcp;

public sealed class TcpMeetingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Who_has_no_udp_meets_the_others_over_tcp()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var door = new TcpDoor(server);
        await using var room = server.OpenRoom(static _ => { });
        using var overTcp = NewParticipant(overTcp: true);
        using var overUdp = NewParticipant(overTcp: false);
        await JoinAsync(room, 1, overTcp);
        await JoinAsync(room, 2, overUdp);
        room.SetWishes(new PeerId(1), [new VideoWish(new PeerId(2), SourceKind.Camera, 720)]);
        room.SetWishes(new PeerId(2), [new VideoWish(new PeerId(1), SourceKind.Camera, 720)]);
        foreach (var participant in (HeadlessParticipant[])[overTcp, overUdp])
            await participant.UntilAsync(static r => r.AudioPackets >= 50 && r.VideoPackets >= 200).WaitAsync(Limit);
        Assert.Equal(0, overTcp.Undecryptable + overUdp.Undecryptable);
        Assert.NotEqual(0, room.Statistics(new PeerId(1))!.Address!.Value.Connection);
        Assert.Equal(1, server.Statistics.Connections);
        Assert.Equal(0, server.Statistics.Faults);

        // Whoever leaves takes the connection with it.
        room.Remove(new PeerId(1));
        await Until(() => server.Statistics.Connections == 0);
    }

    [Fact]
    public async Task A_stuck_connection_loses_pictures_and_no_sound_and_begins_anew_with_a_key_frame()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var door = new TcpDoor(server);
        await using var room = server.OpenRoom(static _ => { });
        using var stuck = NewParticipant(overTcp: true);
        using var other = NewParticipant(overTcp: false);
        using var speaker = NewParticipant(overTcp: false);
        HeadlessParticipant[] all = [stuck, other, speaker];
        for (var i = 0; i < all.Length; i++)
            await JoinAsync(room, i + 1, all[i]);
        stuck.IsPublishing = other.IsPublishing = false;
        room.SetWishes(new PeerId(1), [new VideoWish(new PeerId(3), SourceKind.Camera, 720)]);
        room.SetWishes(new PeerId(2), [new VideoWish(new PeerId(3), SourceKind.Camera, 720)]);
        await stuck.UntilAsync(static r => r.AudioPackets >= 50 && r.VideoPackets >= 100).WaitAsync(Limit);

        stuck.Stream!.IsDeaf = true;
        await Until(() => server.Statistics.Drops.GetValueOrDefault(DropReason.StreamCongested) > 0);
        var before = other.Read(static r => r.VideoPackets);
        await other.UntilAsync(r => r.VideoPackets > before + 200).WaitAsync(Limit); // nobody else notices
        var asked = speaker.KeyFrameRequests;
        var seen = stuck.Read(static r => r.VideoPackets);
        stuck.Stream.IsDeaf = false;

        await Until(() => speaker.KeyFrameRequests > asked);
        await stuck.UntilAsync(r => r.VideoPackets > seen + 400).WaitAsync(Limit);
        var (audio, expected) = stuck.Read(static r => (r.AudioPackets, r.Streams.Values.Max(static s => s.Expected - s.Received)));
        Assert.True(audio > 50);
        Assert.True(expected > 0, "pictures were lost");
        Assert.Equal(0, stuck.Read(static r => r.AudioLost));
        Assert.Equal(0, stuck.Undecryptable);
    }

    private static HeadlessParticipant NewParticipant(bool overTcp) =>
        new(2, new SyntheticMedia(new SyntheticOptions { Audio = true, Video = true }), overTcp);

    private static async Task JoinAsync(MediaRoom room, int peer, HeadlessParticipant participant)
    {
        var result = await room.NegotiateAsync(new PeerId(peer), participant.CreateOffer());
        Assert.Null(result.RefusalCode);
        participant.Accept(result.AnswerSdp!);
        await participant.Connected.WaitAsync(Limit);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
            await timer.WaitForNextTickAsync(limit.Token);
    }
}
