using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Net;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine;

/// <summary>What one media thread receives for a room of another.</summary>
public sealed class HandoverTests
{
    private const int MostTries = 40;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public void A_ring_gives_back_whole_and_in_order_what_it_took_and_takes_no_more_than_it_holds()
    {
        var ring = new HandoverRing();
        var buffer = new byte[DatagramBatch.SlotBytes];
        Assert.True(ring.IsEmpty);
        Assert.False(ring.TryTake(buffer, out _, out _, out _));
        var (put, taken) = (0, 0);

        // Three times full, each time begun elsewhere: its end is passed in the middle.
        for (var round = 0; round < 3; round++)
        {
            while (put - taken < HandoverRing.Slots)
                Assert.True(ring.TryPut(From(put), null!, Datagram(put++)));
            Assert.False(ring.TryPut(From(put), null!, Datagram(put)));
            Assert.False(ring.IsEmpty);
            for (var i = 0; i < HandoverRing.Slots - 700; i++)
                TakeNext();
        }

        while (taken < put)
            TakeNext();
        Assert.True(ring.IsEmpty);
        Assert.False(ring.TryTake(buffer, out _, out _, out _));

        void TakeNext()
        {
            Assert.True(ring.TryTake(buffer, out var from, out _, out var length));
            Assert.Equal(From(taken), from);
            Assert.Equal(Datagram(taken++), buffer[..length]);
        }

        static TransportAddress From(int number) => TransportAddress.FromIpv4((uint)number, 7);

        // The shortest and the longest, too.
        static byte[] Datagram(int number)
        {
            var bytes = new byte[number % 5 == 0 ? DatagramBatch.SlotBytes : number % 300];
            new Random(number).NextBytes(bytes);
            return bytes;
        }
    }

    [Fact]
    public async Task Packets_that_meet_the_other_thread_are_handed_over_and_forwarded()
    {
        Assert.SkipUnless(LinuxPort.IsSupported, "several threads on one port need Linux");
        await using var server = MediaServer.Start(new MediaServerOptions { Threads = 2 });
        await using var elsewhere = server.OpenRoom(static _ => { });
        await using var room = server.OpenRoom(static _ => { });
        Assert.NotEqual(elsewhere.Thread, room.Thread);
        using var listener = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions()));
        await JoinAsync(room, 1, listener);

        // Which thread somebody meets is the port number's choice: one after the other comes and talks until it is not the room's own.
        var (handed, heard) = (0L, 0L);
        for (var peer = 2; peer < MostTries && handed < 300; peer++)
        {
            using var talker = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions { Audio = true, Video = true }));
            await JoinAsync(room, peer, talker);
            room.SetWishes(new PeerId(1), [new Meetings.Media.Conference.VideoWish(new PeerId(peer), SourceKind.Camera, 720)]);
            var before = (Handed: HandedOver(server, room), Heard: listener.Read(static r => r.Packets));
            await listener.UntilAsync(r => r.Packets >= before.Heard + 400).WaitAsync(Limit);

            // The listener's own, about thirty a second, may be among them.
            (handed, heard) = (HandedOver(server, room) - before.Handed, listener.Read(static r => r.Packets) - before.Heard);
            room.Remove(new PeerId(peer));
        }

        Assert.InRange(handed, 300, long.MaxValue);
        Assert.InRange(heard, 400, long.MaxValue);
        Assert.Equal(0, listener.Undecryptable + server.Statistics.Faults + server.Statistics.Drops.GetValueOrDefault(DropReason.RingFull));
        Assert.Equal(0, server.Statistics.Threads.Single(t => t.Number == room.Thread.Number).HandedOver); // the other room is empty
    }

    [Fact]
    public async Task What_a_thread_that_is_behind_has_no_room_for_is_dropped_and_counted_and_nothing_else_is()
    {
        Assert.SkipUnless(LinuxPort.IsSupported, "several threads on one port need Linux");
        await using var server = MediaServer.Start(new MediaServerOptions { Threads = 2 });
        await using var elsewhere = server.OpenRoom(static _ => { });
        await using var room = server.OpenRoom(static _ => { });
        using var guest = new HeadlessParticipant(0, new SyntheticMedia(new SyntheticOptions { Audio = true }));
        var answer = ParticipantAnswer.Read((await room.NegotiateAsync(new PeerId(1), guest.CreateOffer())).AnswerSdp!);
        using var held = new ManualResetEventSlim();
        var isHeld = new TaskCompletionSource();
        room.Thread.Post(_ =>
        {
            isHeld.SetResult();
            held.Wait(Limit);
        });
        await isHeld.Task.WaitAsync(Limit);

        // Somebody without the password, who meets the thread that is not held.
        var forged = BindingCheck.Write(answer.Ufrag, "not-the-password-of-this-peer");
        for (var i = 0; i < MostTries && HandedOver(server, room) == 0; i++)
        {
            using var stranger = new UdpClient();
            await stranger.SendAsync(forged, new IPEndPoint(IPAddress.Loopback, server.LocalEndPoint.Port));
            await FloodAsync(stranger);
        }

        var handed = HandedOver(server, room);
        held.Set();
        Assert.Equal(HandoverRing.Slots, handed);
        Assert.True(server.Statistics.Drops[DropReason.RingFull] > 0);
        await Until(() => server.Statistics.Drops.GetValueOrDefault(DropReason.StunIntegrity) >= HandoverRing.Slots);
        await JoinAsync(room, 2, guest);

        // Until some find no room.
        async Task FloodAsync(UdpClient stranger)
        {
            for (var i = 0; i < 4 * HandoverRing.Slots && server.Statistics.Drops.GetValueOrDefault(DropReason.RingFull) == 0; i++)
                await stranger.SendAsync(forged, new IPEndPoint(IPAddress.Loopback, server.LocalEndPoint.Port));
        }
    }

    /// <summary>Datagrams that met a thread other than the room's.</summary>
    private static long HandedOver(MediaServer server, MediaRoom room) =>
        server.Statistics.Threads.Where(t => t.Number != room.Thread.Number).Sum(static t => t.HandedOver);

    private static async Task JoinAsync(MediaRoom room, int peer, HeadlessParticipant participant)
    {
        participant.Accept((await room.NegotiateAsync(new PeerId(peer), participant.CreateOffer())).AnswerSdp!);
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
