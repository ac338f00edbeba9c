using Meetings.Media.Primitives;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Tests.Vectors;

namespace Meetings.Media.Tests.Srtp;

/// <summary>The same packets through libsrtp2 and through ours, bytes compared, with loss, reordering and two rollovers.</summary>
public sealed class LibSrtpDifferentialTests
{
    private const int Packets = 140_000;

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void What_we_protect_is_byte_for_byte_what_libsrtp_protects(SrtpProfile profile)
    {
        var key = SrtpSamples.MasterKey(profile);
        using var ours = new SrtpSender(profile, key);
        using var theirs = new LibSrtp(profile, key, outbound: true);
        var a = new byte[2048];
        var b = new byte[2048];
        for (long sequence = 30_000; sequence < 30_000 + Packets; sequence += 1 + (sequence % 7))
        {
            var (length, header) = SrtpSamples.WriteRtp(a, sequence, (int)(sequence % 1200));
            a.AsSpan(0, length).CopyTo(b);
            var ourLength = ours.ProtectRtp(a, length, header, sequence);
            Assert.Equal(0, theirs.ProtectRtp(b, length, out var theirLength));
            Assert.Equal(theirLength, ourLength);
            Assert.True(a.AsSpan(0, ourLength).SequenceEqual(b.AsSpan(0, theirLength)), $"differs at {sequence}");
        }
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void What_libsrtp_protects_we_open_across_loss_reordering_and_two_wraps(SrtpProfile profile)
    {
        var key = SrtpSamples.MasterKey(profile);
        using var theirs = new LibSrtp(profile, key, outbound: true);
        using var ours = new SrtpReceiver(profile, key);
        var random = new Random(1);
        var held = new List<(long Sequence, byte[] Packet)>();
        var opened = 0;
        for (long sequence = 30_000; sequence < 30_000 + Packets; sequence++)
        {
            var packet = new byte[1300];
            var (length, _) = SrtpSamples.WriteRtp(packet, sequence, 40);
            Assert.Equal(0, theirs.ProtectRtp(packet, length, out var total));
            // 30 % loss, and always the packets around each wrap.
            if (random.NextDouble() < 0.3 || (ushort)sequence is 65535 or 0)
                continue;
            held.Add((sequence, packet[..total]));
            if (held.Count < 8)
                continue;
            var pick = random.Next(held.Count);
            Open(held[pick].Sequence, held[pick].Packet);
            held.RemoveAt(pick);
        }

        Assert.True(opened > Packets / 2);

        void Open(long expected, byte[] bytes)
        {
            Assert.True(ours.TryUnprotectRtp(bytes, out var plainLength, out var sequence, out var reason), $"{expected}: {reason}");
            Assert.Equal(expected, sequence);
            Assert.True(bytes.AsSpan(0, plainLength).SequenceEqual(SrtpSamples.PlainRtp(expected, 40)));
            opened++;
        }
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void What_we_protect_libsrtp_opens_across_loss_and_two_wraps(SrtpProfile profile)
    {
        var key = SrtpSamples.MasterKey(profile);
        using var ours = new SrtpSender(profile, key);
        using var theirs = new LibSrtp(profile, key, outbound: false);
        var random = new Random(2);
        for (long sequence = 30_000; sequence < 30_000 + Packets; sequence++)
        {
            if (random.NextDouble() < 0.3 || (ushort)sequence is 65535 or 0)
                continue;
            var packet = SrtpSamples.ProtectedRtp(ours, sequence, 40);
            Assert.Equal(0, theirs.UnprotectRtp(packet, out var length));
            Assert.True(packet.AsSpan(0, length).SequenceEqual(SrtpSamples.PlainRtp(sequence, 40)));
        }
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void Rtcp_goes_both_ways_with_libsrtp_and_past_65536_packets(SrtpProfile profile)
    {
        var key = SrtpSamples.MasterKey(profile);
        using var sender = new SrtpSender(profile, key);
        using var receiver = new SrtpReceiver(profile, key);
        using var theirSender = new LibSrtp(profile, key, outbound: true);
        using var theirReceiver = new LibSrtp(profile, key, outbound: false);
        var plain = SrtpSamples.PlainRtcp();
        for (var i = 0; i < 70_000; i++)
        {
            byte[] a = [.. plain, .. new byte[64]];
            byte[] b = [.. plain, .. new byte[64]];
            var ourLength = sender.ProtectRtcp(a, plain.Length);
            Assert.Equal(0, theirSender.ProtectRtcp(b, plain.Length, out var theirLength));
            Assert.Equal(Hex.Text(b.AsSpan(0, theirLength)), Hex.Text(a.AsSpan(0, ourLength)));
            if (i % 3 == 0)
                continue;
            Assert.Equal(0, theirReceiver.UnprotectRtcp(a.AsSpan(0, ourLength), out var opened));
            Assert.Equal(plain.Length, opened);
            Assert.True(receiver.TryUnprotectRtcp(b.AsSpan(0, theirLength), out opened, out var reason), reason.ToString());
            Assert.True(b.AsSpan(0, opened).SequenceEqual(plain));
        }
    }

    [Theory]
    [InlineData(SrtpProfile.AeadAes128Gcm)]
    [InlineData(SrtpProfile.AesCm128HmacSha1Tag80)]
    public void Both_refuse_the_same_forged_packets(SrtpProfile profile)
    {
        var key = SrtpSamples.MasterKey(profile);
        using var sender = new SrtpSender(profile, key);
        using var ours = new SrtpReceiver(profile, key);
        using var theirs = new LibSrtp(profile, key, outbound: false);
        var random = new Random(3);
        for (long sequence = 0; sequence < 5000; sequence++)
        {
            var a = SrtpSamples.ProtectedRtp(sender, sequence, 60);
            if (random.Next(2) == 0)
                a[random.Next(a.Length)] ^= (byte)(1 << random.Next(8));
            // libsrtp takes a forged SSRC as a new stream and versions other than 2 as malformed; both must not open it.
            var b = a.ToArray();
            var weOpened = ours.TryUnprotectRtp(a, out _, out _, out var reason);
            Assert.Equal(theirs.UnprotectRtp(b, out _) == 0, weOpened);
            Assert.Equal(weOpened, reason == DropReason.None);
        }
    }
}
