using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Tests.Srtp;

/// <summary>The forwarding path allocates nothing (media.md: 0 B a packet).</summary>
public sealed class SrtpAllocationTests
{
    private const int Rounds = 4;
    private const int PacketsInRound = 1000;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void Protecting_and_unprotecting_a_packet_allocates_nothing(SrtpProfile profile)
    {
        using var sender = new SrtpSender(profile, SrtpSamples.MasterKey(profile));
        using var receiver = new SrtpReceiver(profile, SrtpSamples.MasterKey(profile));
        var packet = new byte[1500];
        var rtcp = SrtpSamples.PlainRtcp();
        Assert.Equal(0, LeastAllocated(i =>
        {
            var (length, header) = SrtpSamples.WriteRtp(packet, i, 1100);
            var total = sender.ProtectRtp(packet, length, header, i);
            var opened = receiver.TryUnprotectRtp(packet.AsSpan(0, total), out _, out _, out _);
            rtcp.CopyTo(packet.AsSpan());
            total = sender.ProtectRtcp(packet, rtcp.Length);
            opened &= receiver.TryUnprotectRtcp(packet.AsSpan(0, total), out _, out _);
            if (!opened)
                Assert.Fail($"packet {i} was not opened");
        }));
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void A_flood_of_forged_packets_makes_no_garbage(SrtpProfile profile)
    {
        using var receiver = new SrtpReceiver(profile, SrtpSamples.MasterKey(profile));
        var packet = SrtpSamples.PlainRtp(5, 1100);
        Assert.Equal(0, LeastAllocated(packetNumber =>
        {
            if (receiver.TryUnprotectRtp(packet, out _, out _, out _) || receiver.TryUnprotectRtcp(packet, out _, out _))
                Assert.Fail("a forged packet was opened");
        }));
    }

    /// <summary>Bytes allocated in the leanest of several rounds: what the runtime makes lazily it makes in one of them only.</summary>
    private static long LeastAllocated(Action<int> packet)
    {
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < PacketsInRound; i++)
                packet((round * PacketsInRound) + i);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
