using CsCheck;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Rtcp;

namespace Meetings.Media.Tests.Wire;

/// <summary>Transport-wide congestion control feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01).</summary>
public sealed class TransportFeedbackTests
{
    [Fact]
    public void Every_arrival_comes_back_and_every_gap_is_not_received() =>
        Gen.Select(
            Gen.Long[0, 1L << 30],
            Gen.Int[0, 100],
            Gen.Long[0, 1L << 45],
            Gen.Select(
                Gen.Frequency((6, Gen.Const(1)), (2, Gen.Int[1, 20]), (1, Gen.Int[1, 9000])),
                Gen.Frequency((6, Gen.Long[0, 60_000_000]), (2, Gen.Long[-200_000_000, 900_000_000]), (1, Gen.Long[0, 7_900_000_000]))).Array[1, 200]).Sample(
            (first, gap, start, steps) =>
            {
                var arrivals = new List<PacketArrival>();
                var sequence = first + gap - 1;
                var at = start;
                foreach (var (step, delay) in steps)
                {
                    sequence += step;
                    at = Math.Max(0, at + delay);
                    arrivals.Add(new PacketArrival(sequence, new Instant(at)));
                }

                var rest = arrivals.ToArray().AsSpan();
                var next = first;
                for (byte count = 0; !rest.IsEmpty; count++)
                {
                    var writer = new RtcpWriter(new byte[1200]);
                    var told = writer.AddTransportFeedback(11, 12, count, next, rest);
                    Assert.InRange(told, 1, rest.Length);
                    Check(writer.Written, count, next, rest[..told]);
                    next = rest[told - 1].Sequence + 1;
                    rest = rest[told..];
                }
            },
            iter: 60,
            threads: 1);

    [Theory]
    [InlineData(24)]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(101)]
    public void A_small_buffer_takes_what_fits(int capacity)
    {
        var arrivals = Enumerable.Range(0, 500).Select(i => new PacketArrival(i * (1 + (i % 3)), Ms(i * 40 % 700 + (i * 300)))).ToArray();
        Array.Sort(arrivals, (a, b) => a.Sequence.CompareTo(b.Sequence));
        arrivals = [.. arrivals.DistinctBy(a => a.Sequence)];
        var writer = new RtcpWriter(new byte[capacity]);
        var told = writer.AddTransportFeedback(1, 2, 3, 0, arrivals);
        Assert.InRange(writer.Length, 0, capacity);
        if (capacity >= 100)
            Assert.True(told > 10);
        if (told > 0)
            Check(writer.Written, 3, 0, arrivals.AsSpan(0, told));
        else
            Assert.Equal(0, writer.Length);
    }

    [Fact]
    public void A_steady_stream_is_told_in_one_run()
    {
        var arrivals = Enumerable.Range(100, 1000).Select(i => new PacketArrival(i, Ms(i))).ToArray();
        var writer = new RtcpWriter(new byte[1200]);
        Assert.Equal(1000, writer.AddTransportFeedback(1, 2, 3, 100, arrivals));
        // Four header bytes, sixteen fixed, one chunk, a byte a packet, padding.
        Assert.Equal(4 + 16 + 2 + 1000 + 2, writer.Length);
    }

    [Fact]
    public void A_sender_that_jumps_over_the_whole_number_space_must_be_taken_up_anew()
    {
        PacketArrival[] arrivals = [new(70_000, Ms(5))];
        var writer = new RtcpWriter(new byte[1200]);
        Assert.Equal(0, writer.AddTransportFeedback(1, 2, 3, 0, arrivals));
        Assert.Equal(0, writer.Length);
        Assert.Equal(1, writer.AddTransportFeedback(1, 2, 3, 70_000, arrivals));
    }

    [Fact]
    public void A_packet_as_a_browser_writes_it_is_read()
    {
        // Base 153, five packets, reference 1706 (64 ms), two-bit vector: small, small, lost, large, small.
        var body = Hex.Bytes("fa17fa17 43032fa0 0099 0005 0006aa 01  d490  04 08 fff0 10  00");
        Assert.True(TransportFeedback.TryParse(body, out var feedback));
        Assert.Equal((0xfa17fa17u, 0x43032fa0u), (feedback.SenderSsrc, feedback.MediaSsrc));
        Assert.Equal((153, 5, 1706, 1), (feedback.BaseSequence, feedback.StatusCount, feedback.ReferenceTime, feedback.FeedbackCount));
        var got = new List<TransportFeedback.Status>();
        foreach (var status in feedback)
            got.Add(status);
        const long Reference = 1706 * 256;
        Assert.Equal(
            [
                new(153, true, Reference + 4),
                new(154, true, Reference + 12),
                new(155, false, 0),
                new(156, true, Reference + 12 - 16),
                new(157, true, Reference + 12),
            ],
            got);
    }

    [Theory]
    [InlineData("00000001 00000002 0000 ffff 000000 00 2000", "65535 packets, an empty run")]
    [InlineData("00000001 00000002 0000 ffff 000000 00 3fff 3fff 3fff 3fff 3fff 3fff 3fff 3fff", "65535 packets, no deltas")]
    [InlineData("00000001 00000002 0000 0001 000000 00", "no chunk")]
    [InlineData("00000001 00000002 0000 0000 000000 00 0000 0000", "no packets")]
    [InlineData("00000001 00000002 0000 0007 000000 00 eaaa 0001", "seven large deltas, one there")]
    [InlineData("00000001 00000002 0000 000e 000000 00 bfff 0001", "fourteen small deltas, two there")]
    [InlineData("00000001 00000002 0000", "half a header")]
    public void M07_feedback_that_promises_more_than_it_holds_is_refused(string body, string why) =>
        Assert.False(TransportFeedback.TryParse(Hex.Bytes(body), out _), why);

    [Fact]
    public void M07_an_empty_run_tells_of_no_packet()
    {
        // An empty run of "small delta", then a run of two lost packets, and no delta at all.
        Assert.True(TransportFeedback.TryParse(Hex.Bytes("00000001 00000002 0005 0002 000000 00 2000 0002"), out var feedback));
        var got = new List<TransportFeedback.Status>();
        foreach (var status in feedback)
            got.Add(status);
        Assert.Equal([new(5, false, 0), new(6, false, 0)], got);
    }

    [Fact]
    public void M07_feedback_on_65535_lost_packets_is_walked_without_garbage()
    {
        var body = Hex.Bytes("00000001 00000002 0000 ffff 000000 00" + string.Concat(Enumerable.Repeat("1fff", 9)));
        Count();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = Count();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(65535, count);

        int Count()
        {
            var n = 0;
            if (TransportFeedback.TryParse(body, out var feedback))
            {
                foreach (var _ in feedback)
                    n++;
            }

            return n;
        }
    }

    private static Instant Ms(double milliseconds) => Instant.FromMilliseconds(milliseconds);

    private static void Check(ReadOnlySpan<byte> packet, byte count, long baseSequence, ReadOnlySpan<PacketArrival> arrivals)
    {
        var reader = new RtcpReader(packet);
        Assert.True(reader.MoveNext());
        Assert.Equal(
            (RtcpType.TransportFeedback, TransportFeedbackFormat.TransportWideCongestionControl), (reader.Type, reader.Count));
        Assert.True(TransportFeedback.TryParse(reader.Body, out var feedback));
        Assert.Equal(count, feedback.FeedbackCount);
        Assert.Equal((ushort)baseSequence, feedback.BaseSequence);
        Assert.Equal(arrivals[^1].Sequence - baseSequence + 1, feedback.StatusCount);
        var sequence = baseSequence;
        var next = 0;
        // The reference time is 24 signed bits of 64 ms; arrivals are compared relative to the first.
        long? offset = null;
        foreach (var status in feedback)
        {
            if ((ushort)sequence != status.Sequence || (arrivals[next].Sequence == sequence) != status.IsReceived)
                Assert.Fail($"{status} stands where {sequence} belongs");
            if (status.IsReceived)
            {
                var ticks = arrivals[next].At.Nanoseconds / TransportFeedback.TickNanoseconds;
                offset ??= ticks - status.ArrivalTicks;
                Assert.Equal(ticks, status.ArrivalTicks + offset);
                Assert.Equal(0, offset % (0x100_0000L * TransportFeedback.TicksPerReference));
                next++;
            }

            sequence++;
        }

        Assert.Equal(arrivals.Length, next);
        reader.MoveNext();
        Assert.False(reader.IsMalformed);
    }
}
