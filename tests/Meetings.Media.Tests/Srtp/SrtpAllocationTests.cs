using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Tests.Srtp;

/// <summary>The forwarding path allocates nothing (media.md: 0 B a packet).</summary>
public sealed class SrtpAllocationTests
{
    private const int Warm = 300;
    private const int Packets = 2000;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void Protecting_and_unprotecting_a_packet_allocates_nothing(SrtpProfile profile)
    {
        using var sender = new SrtpSender(profile, SrtpSamples.MasterKey(profile));
        using var receiver = new SrtpReceiver(profile, SrtpSamples.MasterKey(profile));
        var packet = new byte[1500];
        var rtcp = SrtpSamples.PlainRtcp();
        long before = 0;
        for (var i = 0; i < Warm + Packets; i++)
        {
            if (i == Warm)
                before = GC.GetAllocatedBytesForCurrentThread();
            var (length, header) = SrtpSamples.WriteRtp(packet, i, 1100);
            var total = sender.ProtectRtp(packet, length, header, i);
            var opened = receiver.TryUnprotectRtp(packet.AsSpan(0, total), out _, out _, out _);
            rtcp.CopyTo(packet.AsSpan());
            total = sender.ProtectRtcp(packet, rtcp.Length);
            opened &= receiver.TryUnprotectRtcp(packet.AsSpan(0, total), out _, out _);
            if (!opened)
                Assert.Fail($"packet {i} was not opened");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void A_flood_of_forged_packets_makes_no_garbage(SrtpProfile profile)
    {
        using var receiver = new SrtpReceiver(profile, SrtpSamples.MasterKey(profile));
        var packet = SrtpSamples.PlainRtp(5, 1100);
        long before = 0;
        for (var i = 0; i < Warm + Packets; i++)
        {
            if (i == Warm)
                before = GC.GetAllocatedBytesForCurrentThread();
            if (receiver.TryUnprotectRtp(packet, out _, out _, out _) || receiver.TryUnprotectRtcp(packet, out _, out _))
                Assert.Fail("a forged packet was opened");
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
