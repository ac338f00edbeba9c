using CsCheck;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Wire;

/// <summary>RTP headers, extensions and sequence numbers; M08 of trust.md.</summary>
public sealed class RtpTests
{
    private const string Fixed = "60 0001 00000002 00000003";

    [Fact]
    public void A_packet_comes_back_as_it_was_written() =>
        Gen.Select(
            Gen.Bool,
            Gen.Byte[0, 127],
            Gen.UShort,
            Gen.UInt,
            Gen.UInt,
            Gen.Select(Gen.Byte[1, 14], Gen.Byte.Array[1, 16]).Array[0, 5],
            Gen.Byte.Array[0, 100],
            Gen.Byte).Sample(
            (marker, payloadType, sequence, timestamp, ssrc, extensions, payload, padding) =>
            {
                var buffer = new byte[600];
                var writer = new RtpHeaderWriter(buffer, marker, payloadType, sequence, timestamp, ssrc);
                foreach (var (id, value) in extensions)
                    writer.Add(id, value);
                var header = writer.Finish();
                payload.CopyTo(buffer.AsSpan(header));
                var length = header + payload.Length;
                if (padding > 0)
                    length = RtpHeader.AppendPadding(buffer, length, padding);
                Assert.True(RtpPacket.TryParse(buffer.AsSpan(0, length), out var packet));
                Assert.Equal((marker, payloadType, sequence), (packet.Marker, packet.PayloadType, packet.SequenceNumber));
                Assert.Equal((timestamp, ssrc), (packet.Timestamp, packet.Ssrc));
                Assert.Equal((header, (int)padding), (packet.HeaderLength, packet.PaddingLength));
                Assert.True(packet.Payload.SequenceEqual(payload));
                for (byte id = 0; id < 16; id++)
                {
                    var written = extensions.Where(e => e.Item1 == id).Select(e => e.Item2).FirstOrDefault();
                    Assert.Equal(written is not null, packet.TryGetExtension(id, out var value));
                    Assert.True(value.SequenceEqual(written));
                }
            },
            iter: 1000,
            threads: 1);

    [Fact]
    public void Single_fields_are_changed_in_place()
    {
        var bytes = Hex.Bytes("80" + Fixed + "aabb");
        RtpHeader.SetMarker(bytes, true);
        RtpHeader.SetPayloadType(bytes, 111);
        RtpHeader.SetSequenceNumber(bytes, 65535);
        RtpHeader.SetTimestamp(bytes, 0xdeadbeef);
        RtpHeader.SetSsrc(bytes, 0xcafebabe);
        Assert.Equal("80efffffdeadbeefcafebabeaabb", Hex.Text(bytes));
    }

    [Fact]
    public void A_reserved_extension_is_filled_later()
    {
        var bytes = new byte[40];
        var writer = new RtpHeaderWriter(bytes, false, 96, 1, 2, 3);
        var absent = writer.Reserve(0, 2);
        var at = writer.Reserve(5, RtpExtensions.TransportSequenceLength);
        var header = writer.Finish();
        RtpExtensions.WriteTransportSequence(bytes.AsSpan(at), 0xabcd);
        Assert.Equal(0, absent);
        Assert.True(RtpPacket.TryParse(bytes.AsSpan(0, header), out var packet));
        Assert.True(packet.TryGetExtension(5, out var value));
        Assert.True(RtpExtensions.TryReadTransportSequence(value, out var sequence));
        Assert.Equal(0xabcd, sequence);
    }

    [Fact]
    public void Two_byte_extensions_are_read()
    {
        var bytes = Hex.Bytes("90" + Fixed + "1000 0003  01 00  10 03 616263  00  ff 02 6465");
        Assert.True(RtpPacket.TryParse(bytes, out var packet));
        Assert.True(packet.TryGetExtension(1, out var empty));
        Assert.True(empty.IsEmpty);
        Assert.True(packet.TryGetExtension(16, out var value));
        Assert.Equal("616263", Hex.Text(value));
        Assert.True(packet.TryGetExtension(255, out value));
        Assert.Equal("6465", Hex.Text(value));
        Assert.False(packet.TryGetExtension(2, out _));
    }

    [Theory]
    [InlineData("8f" + Fixed + "00000000 00000000", "15 CSRCs in 20 bytes")]
    [InlineData("90" + Fixed + "bede ffff 00000000", "an extension of 65535 words")]
    [InlineData("90" + Fixed + "bede", "half an extension header")]
    [InlineData("a0" + Fixed + "0000 05", "more padding than payload")]
    [InlineData("a0" + Fixed + "0000 00", "padding of zero bytes")]
    [InlineData("a0" + Fixed, "padding that would be the SSRC")]
    [InlineData("40" + Fixed, "version 1")]
    [InlineData("80 60 0001 00000002 000000", "eleven bytes")]
    [InlineData("", "nothing")]
    public void M08_a_malformed_packet_is_dropped(string bytes, string why) =>
        Assert.False(RtpPacket.TryParse(Hex.Bytes(bytes), out _), why);

    [Theory]
    [InlineData("bede 0001 0f000000", "a pad byte with length bits")]
    [InlineData("bede 0001 f0 20 aa 00", "id 15 ends the search")]
    [InlineData("bede 0001 2f aabbcc", "a value behind the end")]
    [InlineData("1000 0001 02 ff aa bb", "a two-byte value behind the end")]
    [InlineData("1000 0001 000000 02", "half an element header")]
    [InlineData("1234 0001 20 aa 0000", "another profile")]
    [InlineData("bede 0000", "an empty block")]
    public void M08_a_malformed_extension_is_not_found_and_the_packet_is_kept(string block, string why)
    {
        Assert.True(RtpPacket.TryParse(Hex.Bytes("90" + Fixed + block + "99"), out var packet), why);
        Assert.Equal("99", Hex.Text(packet.Payload));
        Assert.False(packet.TryGetExtension(2, out _), why);
    }

    [Fact]
    public void Sequence_numbers_extend_over_wraps_in_both_directions() =>
        Gen.Int[-30_000, 30_000].Array[1, 200].Sample(
            steps =>
            {
                var extender = default(SequenceExtender);
                long truth = 0x1_0000 + 40_000;
                var highest = truth;
                Assert.Equal(truth, extender.Extend(40_000));
                foreach (var step in steps)
                {
                    truth = Math.Max(highest + step, 0);
                    Assert.Equal(truth, extender.Nearest((ushort)truth));
                    Assert.Equal(truth, extender.Extend((ushort)truth));
                    highest = Math.Max(highest, truth);
                    Assert.Equal(highest, extender.Highest);
                }
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void A_retransmission_names_its_original()
    {
        Assert.True(Rtx.TryUnwrap([0x12, 0x34, 0xaa], out var sequence, out var original));
        Assert.Equal(0x1234, sequence);
        Assert.Equal("aa", Hex.Text(original));
        Assert.False(Rtx.TryUnwrap([0x12, 0x34], out _, out _));
        Assert.False(Rtx.TryUnwrap([], out _, out _));
    }

    [Fact]
    public void Absolute_send_time_counts_in_6_18_fixed_point_and_wraps()
    {
        Assert.Equal(1u << 18, RtpExtensions.ToAbsSendTime(Instant.FromMilliseconds(1000)));
        Assert.Equal(1u << 17, RtpExtensions.ToAbsSendTime(Instant.FromMilliseconds(64_500)));
        Span<byte> value = stackalloc byte[3];
        RtpExtensions.WriteAbsSendTime(value, Instant.FromMilliseconds(1500));
        Assert.True(RtpExtensions.TryReadAbsSendTime(value, out var time));
        Assert.Equal(3u << 17, time);
        Assert.False(RtpExtensions.TryReadAbsSendTime(value[..2], out _));
    }
}
