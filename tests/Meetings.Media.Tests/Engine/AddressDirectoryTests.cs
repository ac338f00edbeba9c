using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine;

/// <summary>Whose an address is when people of several rooms say that it is theirs.</summary>
public sealed class AddressDirectoryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TransportAddress Contested = TransportAddress.FromIpv4(0xcb00_7107, 40_000);

    /// <summary>Somebody seated elsewhere forges the source of good checks: with spoofed datagrams, so they are put where those of another thread come from.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task M04_somebody_of_another_room_cannot_claim_the_address_of_a_living_peer(int threads)
    {
        Assert.SkipUnless(threads == 1 || OperatingSystem.IsLinux(), "several threads on one port need Linux");
        await using var server = MediaServer.Start(new MediaServerOptions { Threads = threads });
        await using var room = server.OpenRoom(static _ => { });
        await using var other = server.OpenRoom(static _ => { });
        using var victim = NewTalker();
        using var listener = NewTalker();
        await JoinAsync(room, 1, victim);
        await JoinAsync(room, 2, listener);
        await victim.UntilAsync(static r => r.AudioPackets >= 25).WaitAsync(Limit);
        using var insider = NewTalker();
        var credentials = ParticipantAnswer.Read((await other.NegotiateAsync(new PeerId(1), insider.CreateOffer())).AnswerSdp!);
        var address = room.Statistics(new PeerId(1))!.Address!.Value;

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < 50; i++)
        {
            Assert.True(other.Thread.TryHandOver(address, other, BindingCheck.Write(credentials)));
            await timer.WaitForNextTickAsync();
        }

        Assert.InRange(server.Statistics.Drops.GetValueOrDefault(DropReason.AddressTaken), 40, 50);
        Assert.Same(room, server.Directory.Find(address));
        Assert.Null(other.Statistics(new PeerId(1))!.Address);
        var (heard, toVictim) = (listener.Read(static r => r.AudioPackets), victim.Read(static r => r.AudioPackets));
        await listener.UntilAsync(r => r.AudioPackets > heard + 50).WaitAsync(Limit);
        await victim.UntilAsync(r => r.AudioPackets > toVictim + 50).WaitAsync(Limit);
        Assert.Equal(0, listener.Read(static r => r.AudioLost) + victim.Read(static r => r.AudioLost) + victim.Undecryptable);
    }

    [Fact]
    public async Task An_abandoned_address_passes_to_who_proves_it_and_comes_back_in_the_same_way()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        await using var other = server.OpenRoom(static _ => { });
        var directory = new AddressDirectory();
        Assert.True(directory.TryClaim(At(0), Contested, room));
        Assert.True(directory.TryClaim(At(10), Contested, room));
        Assert.False(directory.TryClaim(At(21), Contested, other));
        Assert.Same(room, directory.Find(Contested));

        Assert.True(directory.TryClaim(At(22), Contested, other));
        Assert.Same(other, directory.Find(Contested));
        directory.Release(Contested, room); // no longer its own
        Assert.Same(other, directory.Find(Contested));
        Assert.False(directory.TryClaim(At(30), Contested, room));
        Assert.True(directory.TryClaim(At(34), Contested, room)); // the owner's next check learns it again
        Assert.Same(room, directory.Find(Contested));

        directory.Release(Contested, room);
        Assert.Null(directory.Find(Contested));
        Assert.True(directory.TryClaim(At(34), Contested, other));
        directory.RemoveAll(other);
        Assert.Equal(0, directory.AddressCount);

        static Instant At(double seconds) => Instant.FromMilliseconds(seconds * 1000);
    }

    private static HeadlessParticipant NewTalker() => new(0, new SyntheticMedia(new SyntheticOptions { Audio = true }));

    private static async Task JoinAsync(MediaRoom room, int peer, HeadlessParticipant participant)
    {
        participant.Accept((await room.NegotiateAsync(new PeerId(peer), participant.CreateOffer())).AnswerSdp!);
        await participant.Connected.WaitAsync(Limit);
    }
}
