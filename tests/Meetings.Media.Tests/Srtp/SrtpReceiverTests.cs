using CsCheck;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Srtp;

/// <summary>Rollover, replay and forgery (RFC 3711 section 3.3; trust.md M05, M06, M09).</summary>
public sealed class SrtpReceiverTests
{
    private const SrtpProfile Gcm = SrtpProfile.AeadAes128Gcm;
    private const SrtpProfile CounterMode = SrtpProfile.AesCm128HmacSha1Tag80;

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void The_rollover_counter_advances_when_packet_65535_is_lost(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        Assert.Equal(65534, pair.Deliver(65534));
        Assert.Equal(65536, pair.Deliver(65536));
        Assert.Equal(65537, pair.Deliver(65537));
        // The late one still belongs before the wrap.
        Assert.Equal(65535, pair.Deliver(65535));
        Assert.Equal(131072, pair.DeliverAll(66_000, 98_000, 130_000, 131_072));
    }

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void M05_ten_thousand_forged_packets_do_no_harm(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var random = new Random(5);
        pair.Deliver(1000);
        for (long sequence = 1001; sequence < 11_001; sequence++)
        {
            var forged = SrtpSamples.ProtectedRtp(pair.Sender, sequence);
            random.NextBytes(forged.AsSpan(^10..));
            Assert.False(pair.Receiver.TryUnprotectRtp(forged, out _, out _, out var reason));
            Assert.Equal(DropReason.SrtpAuthentication, reason);
            Assert.Equal(sequence, pair.Deliver(sequence));
        }
    }

    [Theory]
    [InlineData(Gcm, 0x7fff)]
    [InlineData(CounterMode, 0x7fff)]
    [InlineData(Gcm, 1)]
    [InlineData(CounterMode, 0x4000)]
    [InlineData(Gcm, -0x7fff)]
    [InlineData(CounterMode, -1)]
    public void M06_a_forged_sequence_number_does_not_move_the_rollover_counter(SrtpProfile profile, int distance)
    {
        using var pair = new Pair(profile);
        long last = 65_000;
        pair.Deliver(last);
        var forged = SrtpSamples.ProtectedRtp(pair.Sender, last + 3);
        RtpHeader.SetSequenceNumber(forged, (ushort)(last + distance));
        for (var i = 0; i < 10; i++)
        {
            Assert.False(pair.Receiver.TryUnprotectRtp(forged.ToArray(), out _, out _, out var reason));
            Assert.Contains(reason, new[] { DropReason.SrtpAuthentication, DropReason.SrtpTooOld });
        }

        Assert.Equal(65_600, pair.DeliverAll(65_001, 65_534, 65_536, 65_600));
    }

    [Theory]
    [InlineData(Gcm, 1)]
    [InlineData(Gcm, 64)]
    [InlineData(Gcm, 128)]
    [InlineData(Gcm, 10_000)]
    [InlineData(CounterMode, 1)]
    [InlineData(CounterMode, 64)]
    [InlineData(CounterMode, 128)]
    [InlineData(CounterMode, 10_000)]
    public void M06_a_replayed_packet_is_dropped_however_much_later_it_comes(SrtpProfile profile, int later)
    {
        using var pair = new Pair(profile);
        var captured = SrtpSamples.ProtectedRtp(pair.Sender, 40_000);
        Assert.True(pair.Receiver.TryUnprotectRtp(captured.ToArray(), out _, out _, out _));
        for (var i = 1; i <= later; i++)
            pair.Deliver(40_000 + i);
        Assert.False(pair.Receiver.TryUnprotectRtp(captured.ToArray(), out _, out _, out var reason));
        Assert.Equal(later < 900 ? DropReason.SrtpReplay : DropReason.SrtpTooOld, reason);
    }

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void M06_a_replayed_or_forged_srtcp_packet_is_dropped(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var captured = new List<byte[]>();
        for (var i = 0; i < 200; i++)
            captured.Add(SrtpSamples.ProtectedRtcp(pair.Sender));
        // Out of order is fine, twice is not.
        foreach (var packet in captured.AsEnumerable().Reverse())
            Assert.True(pair.Receiver.TryUnprotectRtcp(packet.ToArray(), out _, out _));
        foreach (var packet in captured)
        {
            Assert.False(pair.Receiver.TryUnprotectRtcp(packet.ToArray(), out _, out var reason));
            Assert.Equal(DropReason.SrtcpReplay, reason);
        }

        // A forged index far ahead must not close the window for honest ones.
        var forged = SrtpSamples.ProtectedRtcp(pair.Sender);
        var indexAt = profile == Gcm ? forged.Length - 4 : forged.Length - 14;
        forged[indexAt + 1] = 0x7f;
        Assert.False(pair.Receiver.TryUnprotectRtcp(forged, out _, out var forgedReason));
        Assert.Equal(DropReason.SrtcpAuthentication, forgedReason);
        Assert.True(pair.Receiver.TryUnprotectRtcp(SrtpSamples.ProtectedRtcp(pair.Sender), out _, out _));
    }

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void M07_srtcp_shorter_than_its_tag_and_index_is_malformed_down_to_seven_bytes_and_none(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var packet = SrtpSamples.ProtectedRtcp(pair.Sender);
        for (var length = 0; length < 8 + pair.Sender.RtcpOverhead; length++)
        {
            Assert.False(pair.Receiver.TryUnprotectRtcp(packet.AsSpan(0, length).ToArray(), out var plain, out var reason));
            Assert.Equal((0, DropReason.RtcpMalformed), (plain, reason));
        }

        Assert.True(pair.Receiver.TryUnprotectRtcp(packet, out _, out _));
    }

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void Srtcp_that_claims_not_to_be_encrypted_is_refused(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        var packet = SrtpSamples.ProtectedRtcp(pair.Sender);
        packet[profile == Gcm ? packet.Length - 4 : packet.Length - 14] &= 0x7f;
        Assert.False(pair.Receiver.TryUnprotectRtcp(packet, out _, out var reason));
        Assert.Equal(DropReason.SrtcpAuthentication, reason);
    }

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void M09_at_most_the_agreed_number_of_streams_is_kept(SrtpProfile profile)
    {
        var key = SrtpSamples.MasterKey(profile);
        using var sender = new SrtpSender(profile, key);
        using var receiver = new SrtpReceiver(profile, key, maxStreams: 64);
        for (uint ssrc = 1; ssrc <= 10_000; ssrc++)
        {
            var opened = receiver.TryUnprotectRtp(SrtpSamples.ProtectedRtp(sender, 5, 10, ssrc), out _, out _, out var reason);
            Assert.Equal(ssrc <= 64, opened);
            Assert.Equal(ssrc <= 64 ? DropReason.None : DropReason.TooManyStreams, reason);
        }

        Assert.Equal(64, receiver.RtpStreamCount);
        Assert.True(receiver.TryUnprotectRtp(SrtpSamples.ProtectedRtp(sender, 6, 10, 64), out _, out _, out _));
    }

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void A_forged_packet_does_not_take_a_place_among_the_streams(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        for (uint ssrc = 1; ssrc <= 1000; ssrc++)
        {
            var forged = SrtpSamples.ProtectedRtp(pair.Sender, 5, 10, ssrc);
            forged[^1] ^= 1;
            Assert.False(pair.Receiver.TryUnprotectRtp(forged, out _, out _, out _));
        }

        Assert.Equal(0, pair.Receiver.RtpStreamCount);
        Assert.Equal(7, pair.Deliver(7));
    }

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void Every_payload_length_survives_the_round_trip(SrtpProfile profile)
    {
        using var pair = new Pair(profile);
        for (var length = 0; length <= 1200; length++)
        {
            var packet = SrtpSamples.ProtectedRtp(pair.Sender, length, length);
            Assert.True(pair.Receiver.TryUnprotectRtp(packet, out var plainLength, out _, out _));
            Assert.True(packet.AsSpan(0, plainLength).SequenceEqual(SrtpSamples.PlainRtp(length, length)));
        }
    }

    [Theory]
    [InlineData(Gcm)]
    [InlineData(CounterMode)]
    public void Any_order_of_delivery_within_the_window_opens_every_packet_exactly_once(SrtpProfile profile) =>
        Gen.Select(Gen.Long[0, 200_000], Gen.Shuffle(Enumerable.Range(0, 200).ToArray())).Sample(
            (start, order) =>
            {
                using var pair = new Pair(profile);
                // A stream's first packet must not be a wrapped one (RFC 3711 section 3.3.1), so walk there first.
                for (long at = 0; at < start; at += 30_000)
                    pair.Deliver(at);
                pair.Deliver(start);
                foreach (var offset in order)
                    Assert.Equal(start + 1 + offset, pair.Deliver(start + 1 + offset));
                foreach (var offset in order)
                    Assert.Equal(DropReason.SrtpReplay, pair.TryDeliver(start + 1 + offset, out _));
            },
            iter: 30,
            threads: 1);

    [Fact]
    public void A_sequence_number_that_contradicts_the_header_is_a_bug_of_the_caller()
    {
        using var sender = new SrtpSender(Gcm, SrtpSamples.MasterKey(Gcm));
        var packet = new byte[200];
        var (length, header) = SrtpSamples.WriteRtp(packet, 5, 100);
        Assert.Throws<ArgumentException>(() => sender.ProtectRtp(packet, length, header, 6));
        Assert.Throws<ArgumentException>(() => new SrtpSender(Gcm, new byte[30]));
    }

    /// <summary>A sender and a receiver with the same keys.</summary>
    private sealed class Pair(SrtpProfile profile) : IDisposable
    {
        public SrtpSender Sender { get; } = new(profile, SrtpSamples.MasterKey(profile));

        public SrtpReceiver Receiver { get; } = new(profile, SrtpSamples.MasterKey(profile));

        public long Deliver(long extendedSequence)
        {
            Assert.Equal(DropReason.None, TryDeliver(extendedSequence, out var received));
            return received;
        }

        public long DeliverAll(params long[] sequences)
        {
            var received = -1L;
            foreach (var sequence in sequences)
                received = Deliver(sequence);
            return received;
        }

        public DropReason TryDeliver(long extendedSequence, out long received)
        {
            Receiver.TryUnprotectRtp(SrtpSamples.ProtectedRtp(Sender, extendedSequence), out _, out received, out var reason);
            return reason;
        }

        public void Dispose()
        {
            Sender.Dispose();
            Receiver.Dispose();
        }
    }
}
