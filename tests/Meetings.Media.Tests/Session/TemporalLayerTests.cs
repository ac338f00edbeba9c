using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Session.Outbound;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Codecs;


namespace Meetings.Media.Tests.Session;

public sealed class TemporalLayerTests
{
    private const byte Vp8 = 96, Rtx = 97;

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 60)]
    [InlineData(2, 120)]
    public void A_lower_target_thins_the_pictures_and_leaves_no_gap(int temporal, int pictures)
    {
        using SlotBench bench = Bench();
        bench.Slot.Target = new LayerTarget(0, temporal);
        Run(bench, seconds: 4);

        SlotReception got = bench.Reception;
        Assert.Equal(0, got.MissingInside);
        Assert.InRange(got.Pieces.Values.Count(p => p.Starts), pictures - 1, pictures + 2);
        got.AssertContinuous();
        got.AssertDecodable();
    }

    [Fact]
    public void Going_up_waits_for_pictures_a_decoder_can_join_at_and_going_down_does_not_wait()
    {
        using SlotBench bench = Bench();
        Instant changed = default;
        Run(bench, seconds: 20, each: frame =>
        {
            if (frame % 37 == 0)
            {
                bench.Slot.Target = new LayerTarget(0, frame / 37 % 3);
                changed = bench.Now;
            }

            if (bench.Slot.Target.Temporal < bench.Slot.CurrentTemporal)
            {
                Assert.True(bench.Now - changed < TimeSpan.FromMilliseconds(40));
            }
            else if (bench.Now - changed > TimeSpan.FromMilliseconds(600))
            {
                Assert.Equal(bench.Slot.Target.Temporal, bench.Slot.CurrentTemporal);
            }
        });

        Assert.Equal(0, bench.Reception.MissingInside);
        bench.Reception.AssertContinuous();
        bench.Reception.AssertDecodable();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Loss_and_reordering_before_the_room_leave_no_number_unused_and_no_picture_misplaced(int seed)
    {
        using SlotBench bench = Bench();
        var random = new Random(seed);
        var late = new List<(int At, Action Arrive)>();
        int step = 0;
        Run(bench, seconds: 20, each: frame => bench.Slot.Target = new LayerTarget(0, frame / 50 % 3), arrive: go =>
        {
            step++;
            if (random.NextDouble() < 0.1)
            {
                late.Add((step + random.Next(1, 40), go));
            }
            else
            {
                go();
            }

            foreach ((int at, Action arrive) in late.Where(l => l.At <= step).ToArray())
            {
                late.RemoveAll(l => l.Arrive == arrive);
                arrive();
            }
        });
        late.ForEach(l => l.Arrive());
        bench.Flush();

        SlotReception got = bench.Reception;
        Assert.Equal(0, got.MissingInside);
        Assert.Equal(0, got.Duplicates);
        Assert.True(got.Fillers > 5, $"{got.Fillers}");
        AssertPicturesStandInOrder(got);
    }

    [Fact]
    public void What_is_asked_for_again_is_the_same_packet_also_behind_pictures_left_out()
    {
        using SlotBench bench = Bench();
        bench.Slot.Target = new LayerTarget(0, 1);
        Run(bench, seconds: 3);
        var sent = bench.Got.TakeLast(40).ToList();
        bench.Now += TimeSpan.FromMilliseconds(50);
        bench.Got.Clear();
        foreach (var packet in sent)
        {
            Assert.Equal(DropReason.None, bench.Resend(packet.Sequence));
        }

        Assert.Equal(sent.Select(p => (Rtx, p.Timestamp, Convert.ToHexString([(byte)(p.Sequence >> 8), (byte)p.Sequence, .. p.Payload]))),
            bench.Got.Select(p => (p.Type, p.Timestamp, Convert.ToHexString(p.Payload))));
    }

    [Fact]
    public void A_paused_slot_sends_nothing_and_begins_anew_with_a_key_frame_on_the_true_time()
    {
        using SlotBench bench = Bench();
        Run(bench, seconds: 1);
        int before = bench.Got.Count;
        bench.Slot.Target = LayerTarget.None;
        Run(bench, seconds: 2, from: 30);
        Assert.Equal(before, bench.Got.Count);

        bench.Slot.Target = LayerTarget.Best;
        Run(bench, seconds: 1, from: 90, keyAt: 100);
        Assert.Equal(0, bench.Reception.MissingInside);
        bench.Reception.AssertContinuous();
        var first = bench.Reception.Pieces.Values.First(p => p.ArrivedAt > 13_000_000_000);
        Assert.True(first.Key);
        Assert.InRange(first.Timestamp - bench.Reception.Pieces.Values.First().Timestamp, 3.2 * 90_000, 3.5 * 90_000);
    }

    [Fact]
    public void Skipped_runs_agree_with_counting_one_by_one()
    {
        var random = new Random(5);
        for (int round = 0; round < 200; round++)
        {
            var runs = new SkippedRuns();
            var out_ = new SortedSet<long>();
            long line = 1000;
            for (int picture = 0; picture < 40; picture++)
            {
                int packets = random.Next(1, 4);
                bool skip = random.NextDouble() < 0.5;
                for (int i = 0; i < packets; i++, line++)
                {
                    if (skip)
                    {
                        runs.Add(line, (uint)picture);
                        out_.Add(line);
                    }
                }
            }

            for (long l = 1000; l < line; l++)
            {
                bool forwarded = runs.TryShift(l, out long sequences, out _);
                Assert.Equal(!out_.Contains(l), forwarded);
                if (forwarded)
                {
                    Assert.Equal(out_.Count(o => o < l), sequences);
                }
            }
        }
    }

    /// <summary>In order of sequence numbers, pictures stand as the publisher made them, each with its own id and its packets together.</summary>
    private static void AssertPicturesStandInOrder(SlotReception got)
    {
        SlotReception.Piece? last = null;
        foreach (SlotReception.Piece piece in got.Pieces.Values.Where(p => p.Publisher >= 0))
        {
            if (last is not null)
            {
                Assert.True(piece.Frame >= last.Frame);
                Assert.Equal(piece.Frame == last.Frame, piece.PictureId == last.PictureId);
                Assert.True((piece.PictureId - last.PictureId & 0x7fff) < 100);
                Assert.Equal(piece.Frame == last.Frame, piece.Timestamp == last.Timestamp);
            }

            last = piece;
        }
    }

    private static SlotBench Bench() => new(
        SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.Vp8, Vp8, Rtx)), SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Vp8, Vp8, Rtx)));

    private static readonly Dictionary<SlotBench, SimulatedSource> Cameras = [];

    private static void Run(
        SlotBench bench, int seconds, Action<int>? each = null, Action<Action>? arrive = null, int from = 0, int keyAt = 0)
    {
        lock (Cameras)
        {
            if (!Cameras.ContainsKey(bench))
            {
                Cameras[bench] = new SimulatedSource(1, false, 1, 2, "1") { HasTemporalLayers = true, PacketsPerFrame = 3, PacketBytes = 200, On = true, Height = 360 };
            }
        }

        SimulatedSource camera = Cameras[bench];
        for (int frame = from; frame < from + seconds * 30; frame++)
        {
            bench.Now += TimeSpan.FromMilliseconds(34);
            each?.Invoke(frame);
            camera.WantsKeyFrame = frame == keyAt;
            foreach ((byte[] payload, bool marker) in camera.Due(bench.Now).ToArray())
            {
                (long sequence, uint timestamp) = (camera.Sequence++, camera.Timestamp);
                void Go() => bench.Arrive(sequence, timestamp, marker, payload, Vp8);
                if (arrive is null || frame == keyAt)
                {
                    Go();
                }
                else
                {
                    arrive(Go);
                }
            }

            bench.Flush();
        }
    }
}
