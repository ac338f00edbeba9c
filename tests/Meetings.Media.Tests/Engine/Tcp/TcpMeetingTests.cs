using System.Net;
using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
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
    public async Task A_stuck_connection_goes_without_pictures_loses_no_sound_and_begins_anew_with_a_key_frame()
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
        // Its silence pauses the pictures, or its full queue drops them: whichever comes first.
        var peer = new PeerId(1);
        await Until(() => server.Statistics.Drops.GetValueOrDefault(DropReason.StreamCongested) > 0 || room.Statistics(peer)!.Rung <= Rung.Thumbnail);
        var before = other.Read(static r => r.VideoPackets);
        await other.UntilAsync(r => r.VideoPackets > before + 200).WaitAsync(Limit); // nobody else notices
        var asked = speaker.KeyFrameRequests;
        var seen = stuck.Read(static r => r.VideoPackets);
        stuck.Stream.IsDeaf = false;

        await Until(() => speaker.KeyFrameRequests > asked);
        await stuck.UntilAsync(r => r.VideoPackets > seen + 400).WaitAsync(Limit);
        Assert.True(stuck.Read(static r => r.AudioPackets) > 50);
        Assert.Equal(0, stuck.Read(static r => r.AudioLost));
        Assert.Equal(0, stuck.Undecryptable);
    }

    /// <summary>Who reports no arrivals is sent all there is, whatever becomes of it: nothing but the queue of the connection holds the pictures back.</summary>
    [Fact]
    public async Task A_full_queue_drops_pictures_and_never_sound_and_the_room_begins_them_anew_when_it_has_run_empty()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var door = new TcpDoor(server);
        await using var room = server.OpenRoom(static _ => { });
        using var stuck = NewParticipant(overTcp: true);
        using var speaker = NewParticipant(overTcp: false);
        stuck.IsPublishing = false;
        await JoinAsync(room, 1, stuck, WithoutArrivals);
        await JoinAsync(room, 2, speaker);
        room.SetWishes(new PeerId(1), [new VideoWish(new PeerId(2), SourceKind.Camera, 720)]);
        await stuck.UntilAsync(static r => r.AudioPackets >= 50 && r.VideoPackets >= 100).WaitAsync(Limit);
        var (asked, seen) = (speaker.KeyFrameRequests, stuck.Read(static r => (r.AudioPackets, r.VideoPackets)));
        Assert.Equal(0, server.Statistics.Drops.GetValueOrDefault(DropReason.StreamCongested));

        stuck.Stream!.IsDeaf = true;
        await Until(() => server.Statistics.Drops.GetValueOrDefault(DropReason.StreamCongested) > 100);
        Assert.Equal(Rung.Full, room.Statistics(new PeerId(1))!.Rung); // nobody has paused them
        Assert.Equal(asked, speaker.KeyFrameRequests);

        stuck.Stream.IsDeaf = false;
        await Until(() => speaker.KeyFrameRequests > asked); // PicturesLost: with a key frame
        await stuck.UntilAsync(r => r.VideoPackets > seen.VideoPackets + 400 && r.AudioPackets > seen.AudioPackets + 150).WaitAsync(Limit);
        var (lost, soundLost) = stuck.Read(static r => (r.Lost, r.AudioLost));
        Assert.Equal(0, soundLost);
        Assert.InRange(lost, server.Statistics.Drops[DropReason.StreamCongested], long.MaxValue); // and those that waited
        Assert.Equal(0, stuck.Undecryptable);
        Assert.Equal(1, server.Statistics.Connections);

        static string WithoutArrivals(string offer) => string.Join('\n', offer.Split('\n').Where(
            static line => !line.Contains("transport-cc", StringComparison.Ordinal) && !line.Contains("transport-wide-cc", StringComparison.Ordinal)));
    }

    private static HeadlessParticipant NewParticipant(bool overTcp) =>
        new(2, new SyntheticMedia(new SyntheticOptions { Audio = true, Video = true }), overTcp);

    private static async Task JoinAsync(MediaRoom room, int peer, HeadlessParticipant participant, Func<string, string>? change = null)
    {
        var offer = participant.CreateOffer();
        var result = await room.NegotiateAsync(new PeerId(peer), change is null ? offer : change(offer));
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
