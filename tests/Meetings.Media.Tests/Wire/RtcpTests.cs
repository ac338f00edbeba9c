using CsCheck;
using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Rtcp;

namespace Meetings.Media.Tests.Wire;

/// <summary>RTCP round trips and M07 of trust.md.</summary>
public sealed class RtcpTests
{
    private static readonly Gen<ReportBlock> s_block = Gen.Select(
        Gen.UInt, Gen.Byte, Gen.Int[-0x80_0000, 0x7f_ffff], Gen.UInt, Gen.UInt, Gen.UInt, Gen.UInt,
        (ssrc, fraction, lost, highest, jitter, lsr, dlsr) => new ReportBlock(ssrc, fraction, lost, highest, jitter, lsr, dlsr));

    [Fact]
    public void A_compound_of_report_description_and_goodbye_comes_back() =>
        Gen.Select(Gen.UInt, Gen.ULong, Gen.UInt, Gen.UInt, s_block.Array[0, 31], Gen.Byte.Array[1, 255]).Sample(
            (ssrc, ntp, rtp, packets, blocks, name) =>
            {
                var buffer = new byte[2048];
                var writer = new RtcpWriter(buffer);
                Assert.True(writer.AddSenderReport(ssrc, ntp, rtp, packets, packets + 1, blocks));
                Assert.True(writer.AddReceiverReport(ssrc, blocks));
                Assert.True(writer.AddCanonicalName(ssrc, name));
                Assert.True(writer.AddGoodbye(ssrc));

                var reader = new RtcpReader(writer.Written);
                Assert.True(reader.MoveNext());
                Assert.Equal(RtcpType.SenderReport, reader.Type);
                Assert.True(SenderReport.TryParse(reader.Body, reader.Count, out var sr));
                Assert.Equal((ssrc, ntp, rtp, packets, packets + 1), (sr.Ssrc, sr.Ntp, sr.RtpTimestamp, sr.PacketCount, sr.OctetCount));
                Assert.Equal((uint)(ntp >> 16), sr.CompactNtp);
                Assert.Equal(blocks.Length, sr.Blocks.Count);
                for (var i = 0; i < blocks.Length; i++)
                    Assert.Equal(blocks[i], sr.Blocks[i]);

                Assert.True(reader.MoveNext());
                Assert.True(ReceiverReport.TryParse(reader.Body, reader.Count, out var rr));
                Assert.Equal((ssrc, blocks.Length), (rr.Ssrc, rr.Blocks.Count));
                if (blocks.Length > 0)
                    Assert.Equal(blocks[^1], rr.Blocks[blocks.Length - 1]);

                Assert.True(reader.MoveNext());
                Assert.Equal(RtcpType.SourceDescription, reader.Type);
                Assert.True(SourceDescription.TryParse(reader.Body, reader.Count, out var sdes));
                Assert.True(sdes.TryGetCanonicalName(ssrc, out var got));
                Assert.True(got.SequenceEqual(name));
                Assert.False(sdes.TryGetCanonicalName(ssrc + 1, out _));

                Assert.True(reader.MoveNext());
                Assert.True(Goodbye.TryParse(reader.Body, reader.Count, out var bye));
                Assert.Equal((1, ssrc), (bye.Count, bye[0]));
                Assert.False(reader.MoveNext());
                Assert.False(reader.IsMalformed);
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void A_nack_names_exactly_the_missing_packets() =>
        Gen.Select(Gen.UShort, Gen.Int[1, 40].Array[0, 100]).Sample(
            (first, steps) =>
            {
                var missing = new List<ushort> { first };
                foreach (var step in steps)
                    missing.Add((ushort)(missing[^1] + step));
                var writer = new RtcpWriter(new byte[1500]);
                Assert.True(writer.AddNack(1, 2, missing.ToArray()));
                var reader = new RtcpReader(writer.Written);
                Assert.True(reader.MoveNext());
                Assert.Equal((RtcpType.TransportFeedback, TransportFeedbackFormat.Nack), (reader.Type, reader.Count));
                Assert.True(Nack.TryParse(reader.Body, out var nack));
                Assert.Equal((1u, 2u, missing.Count), (nack.SenderSsrc, nack.MediaSsrc, nack.PacketCount));
                var got = new List<ushort>();
                foreach (var sequence in nack)
                    got.Add(sequence);
                Assert.Equal(missing, got);
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void Key_frame_requests_come_back()
    {
        var writer = new RtcpWriter(new byte[100]);
        Assert.True(writer.AddPictureLossIndication(1, 2));
        Assert.True(writer.AddFullIntraRequest(3, 4, 5));
        var reader = new RtcpReader(writer.Written);
        Assert.True(reader.MoveNext());
        Assert.Equal((RtcpType.PayloadFeedback, PayloadFeedbackFormat.PictureLossIndication), (reader.Type, reader.Count));
        Assert.True(PictureLossIndication.TryParse(reader.Body, out var pli));
        Assert.Equal(new PictureLossIndication(1, 2), pli);
        Assert.True(reader.MoveNext());
        Assert.Equal((RtcpType.PayloadFeedback, PayloadFeedbackFormat.FullIntraRequest), (reader.Type, reader.Count));
        Assert.True(FullIntraRequest.TryParse(reader.Body, out var fir));
        Assert.Equal((3u, 1, (4u, (byte)5)), (fir.SenderSsrc, fir.Count, fir[0]));
    }

    [Fact]
    public void Remb_comes_back_to_within_its_18_bits() =>
        Gen.Select(Gen.ULong[0, 1UL << 40], Gen.UInt.Array[0, 20]).Sample(
            (bitrate, ssrcs) =>
            {
                var writer = new RtcpWriter(new byte[200]);
                Assert.True(writer.AddReceiverEstimatedMaximumBitrate(7, bitrate, ssrcs));
                var reader = new RtcpReader(writer.Written);
                Assert.True(reader.MoveNext());
                Assert.True(ReceiverEstimatedMaximumBitrate.TryParse(reader.Body, out var remb));
                Assert.InRange(remb.BitsPerSecond, bitrate - (bitrate >> 17), bitrate);
                Assert.Equal(ssrcs.Length, remb.SsrcCount);
                for (var i = 0; i < ssrcs.Length; i++)
                    Assert.Equal(ssrcs[i], remb.Ssrc(i));
            },
            iter: 500,
            threads: 1);

    [Fact]
    public void What_does_not_fit_is_not_begun()
    {
        var buffer = new byte[30];
        var writer = new RtcpWriter(buffer);
        Assert.True(writer.AddPictureLossIndication(1, 2));
        Assert.False(writer.AddSenderReport(1, 2, 3, 4, 5));
        Assert.False(writer.AddNack(1, 2, [1, 100, 200]));
        Assert.False(writer.AddNack(1, 2, []));
        Assert.True(writer.AddReceiverReport(1));
        Assert.Equal(20, writer.Length);
    }

    [Fact]
    public void Padding_of_the_last_packet_is_removed()
    {
        var reader = new RtcpReader(Hex.Bytes("80c90001 00000001  a0c90002 00000002 00000004"));
        Assert.True(reader.MoveNext());
        Assert.True(reader.MoveNext());
        Assert.Equal("00000002", Hex.Text(reader.Body));
        Assert.False(reader.MoveNext());
        Assert.False(reader.IsMalformed);
    }

    [Theory]
    [InlineData("a0c90002 00000001 00000002")]
    [InlineData("a0c90002 00000001 00000001 80c90001 00000001")]
    public void Padding_as_browsers_write_it_is_taken_off(string bytes)
    {
        var reader = new RtcpReader(Convert.FromHexString(bytes.Replace(" ", "", StringComparison.Ordinal)));
        Assert.True(reader.MoveNext());
        Assert.True(reader.Body.Length is 6 or 7);
        while (reader.MoveNext())
            Assert.Equal(RtcpType.ReceiverReport, reader.Type);
        Assert.False(reader.IsMalformed);
    }

    [Theory]
    [InlineData("80c9", "half a header")]
    [InlineData("80c90001", "a truncated receiver report")]
    [InlineData("80c90001 0000", "a body cut short")]
    [InlineData("80c9ffff 00000001", "a length of 65535")]
    [InlineData("00c90001 00000001", "version 0")]
    [InlineData("a0c90001 00000000", "padding of nothing")]
    [InlineData("a0c90001 00000008", "more padding than packet")]
    [InlineData("a0c90000", "padding of an empty body")]
    public void M07_a_malformed_compound_ends_the_walk(string bytes, string why)
    {
        var reader = new RtcpReader(Hex.Bytes(bytes));
        while (reader.MoveNext())
        {
        }

        Assert.True(reader.IsMalformed, why);
        Assert.False(reader.MoveNext());
    }

    [Theory]
    [InlineData("81cb0002 00000001 ff414141", "a reason longer than the packet (CVE-2021-43804)")]
    [InlineData("9fcb0001 00000001", "31 sources in four bytes")]
    public void M07_a_malformed_goodbye_is_refused(string bytes, string why)
    {
        var reader = new RtcpReader(Hex.Bytes(bytes));
        Assert.True(reader.MoveNext());
        Assert.False(Goodbye.TryParse(reader.Body, reader.Count, out _), why);
    }

    [Theory]
    [InlineData("81ca0001 00000001", "no items")]
    [InlineData("81ca0002 00000001 01ff4141", "an item longer than the packet")]
    [InlineData("81ca0002 00000001 01024141", "no end of the items")]
    [InlineData("82ca0002 00000001 01014100", "a second chunk that is not there")]
    public void M07_a_malformed_source_description_is_refused(string bytes, string why)
    {
        var reader = new RtcpReader(Hex.Bytes(bytes));
        Assert.True(reader.MoveNext());
        Assert.False(SourceDescription.TryParse(reader.Body, reader.Count, out _), why);
    }

    [Fact]
    public void M07_reports_and_feedback_shorter_than_they_claim_are_refused()
    {
        for (var length = 0; length < 28; length += 4)
        {
            Assert.False(SenderReport.TryParse(new byte[length], 1, out _));
            Assert.False(ReceiverReport.TryParse(new byte[length], 2, out _));
        }

        Assert.False(Nack.TryParse(new byte[8], out _));
        Assert.False(PictureLossIndication.TryParse(new byte[4], out _));
        Assert.False(FullIntraRequest.TryParse(new byte[12], out _));
        Assert.False(ReceiverEstimatedMaximumBitrate.TryParse(new byte[12], out _));
    }

    [Fact]
    public void M07_a_remb_of_255_streams_that_are_not_there_is_refused_and_a_huge_one_saturates()
    {
        var body = Hex.Bytes("00000001 00000000 52454d42 ff ff ffff 00000001");
        Assert.False(ReceiverEstimatedMaximumBitrate.TryParse(body, out _));
        body[12] = 1;
        Assert.True(ReceiverEstimatedMaximumBitrate.TryParse(body, out var remb));
        Assert.Equal(ulong.MaxValue, remb.BitsPerSecond);
        body[8] = (byte)'X';
        Assert.False(ReceiverEstimatedMaximumBitrate.TryParse(body, out _));
    }

    [Fact]
    public void M07_a_nack_of_four_thousand_entries_is_walked_without_garbage()
    {
        var body = new byte[8 + (4 * 4000)];
        body.AsSpan(8).Fill(0xff);
        Count();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = Count();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(4000 * 17, count);

        int Count()
        {
            var n = 0;
            if (Nack.TryParse(body, out var nack))
            {
                foreach (var _ in nack)
                    n++;
            }

            return n;
        }
    }
}
