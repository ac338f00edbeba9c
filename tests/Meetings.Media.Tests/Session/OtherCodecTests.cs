using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Session;

public sealed class OtherCodecTests
{
    private static readonly byte[] ParameterSets = [24, 0, 4, 0x67, 0x42, 0xe0, 0x1f, 0, 3, 0x68, 0xce, 0x3c]; // STAP-A: SPS, PPS
    private static readonly byte[] IdrBegins = [0x7c, 0x85, 1, 2, 3]; // FU-A, start, type 5
    private static readonly byte[] IdrGoesOn = [0x7c, 0x05, 4, 5, 6];
    private static readonly byte[] IdrEnds = [0x7c, 0x45, 7, 8, 9];
    private static readonly byte[] Slice = [0x41, 9, 9, 9]; // single NAL unit, type 1

    [Fact]
    public void H264_begins_at_a_key_frame_and_goes_out_under_the_receivers_payload_types()
    {
        using var bench = new SlotBench(
            SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.Vp8, 100, 101), new NegotiatedCodec(MediaCodec.H264, 102, 103, 1)),
            SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Vp8, 120, 124), new NegotiatedCodec(MediaCodec.H264, 126, 127, 1)));
        uint time = 1000;
        bench.Arrive(50, time, true, Slice, 102); // no decoder can begin here
        bench.Flush();
        Assert.Empty(bench.Got);

        foreach ((byte[] payload, int i) in new[] { ParameterSets, IdrBegins, IdrGoesOn, IdrEnds }.Select((p, i) => (p, i)))
        {
            bench.Arrive(51 + i, time + 3000, i == 3, payload, 102);
        }

        bench.Arrive(55, time + 6000, true, Slice, 102);
        bench.Flush();
        Assert.Equal([ParameterSets, IdrBegins, IdrGoesOn, IdrEnds, Slice], bench.Got.Select(g => g.Payload));
        Assert.All(bench.Got, g => Assert.Equal(126, g.Type));
        Assert.Equal([false, false, false, true, true], bench.Got.Select(g => g.Marker));
        Assert.Equal(1, bench.Track.Layers[0].KeyFrameCount); // the IDR behind its parameter sets is no second one

        bench.Now += TimeSpan.FromMilliseconds(40);
        Assert.Equal(DropReason.None, bench.Resend(bench.Got[2].Sequence));
        Assert.Equal(127, bench.Got[^1].Type);
        Assert.Equal(IdrGoesOn, bench.Got[^1].Payload[2..]);
    }

    [Fact]
    public void A_publisher_that_changes_its_codec_goes_on_with_a_key_frame_of_the_new_one()
    {
        using var bench = new SlotBench(
            SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.Vp8, 100), new NegotiatedCodec(MediaCodec.H264, 102)),
            SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Vp8, 120), new NegotiatedCodec(MediaCodec.H264, 126)));
        byte[] vp8Key = [0x90, 0x80, 0x80, 5, 0, 0, 0, 0x9d, 1, 0x2a, 64, 1, 180, 0, 0];
        bench.Arrive(1, 1000, true, vp8Key, 100);
        bench.Flush();
        bench.Arrive(2, 4000, true, Slice, 102);
        bench.Flush();
        Assert.Single(bench.Got); // nothing that a decoder would take for the old codec
        bench.Arrive(3, 7000, false, ParameterSets, 102);
        bench.Arrive(4, 7000, true, IdrBegins, 102);
        bench.Flush();

        Assert.Equal([120, 126, 126], bench.Got.Select(g => (int)g.Type));
        Assert.Equal([0, 1, 2], bench.Got.Select(g => g.Sequence - bench.Got[0].Sequence));
    }

    [Fact]
    public void A_receiver_without_the_codec_is_shown_nothing()
    {
        NegotiatedMedia vp8Only = SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Vp8, 120));
        using var bench = new SlotBench(SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.H264, 102, null, 1)), vp8Only);
        Assert.True(bench.Slot.CanShow(bench.Track)); // nothing heard yet
        bench.Arrive(1, 1000, true, ParameterSets, 102);
        Assert.False(bench.Slot.CanShow(bench.Track));
        bench.Flush();
        Assert.Empty(bench.Got);

        using var single = new SlotBench(bench.Track.Media, SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.H264, 126)));
        single.Arrive(1, 1000, true, ParameterSets, 102);
        Assert.False(single.Slot.CanShow(single.Track)); // single NAL units only (RFC 6184 section 6.2): cannot take fragments
    }

    [Fact]
    public void Redundant_sound_stays_wrapped_for_those_who_asked_for_it_and_goes_bare_to_the_others()
    {
        NegotiatedMedia published = SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.Red, 63), new NegotiatedCodec(MediaCodec.Opus, 111));
        using var wrapped = new SlotBench(published, SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Opus, 109), new NegotiatedCodec(MediaCodec.Red, 65)));
        using var bare = new SlotBench(published, SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Opus, 109)));
        byte[] first = [0x78, 1, 1, 1], second = [0x78, 2, 2, 2];
        byte[] redFirst = [111, .. first];
        byte[] redSecond = [0x80 | 111, 960 >> 6, (960 & 0x3f) << 2, 4, 111, .. first, .. second];
        foreach (SlotBench bench in new[] { wrapped, bare })
        {
            bench.Arrive(10, 0, true, redFirst, 63);
            bench.Arrive(11, 960, false, redSecond, 63);
            bench.Arrive(12, 1920, false, second, 111); // and without any wrapping
            bench.Flush();
        }

        Assert.Equal([first, second, second], bare.Got.Select(g => g.Payload));
        Assert.All(bare.Got, g => Assert.Equal(109, g.Type));
        Assert.Equal([109, 65, 109], wrapped.Got.Select(g => (int)g.Type)); // the first goes bare: what was before it is another's
        byte[] renamed = [0x80 | 109, 960 >> 6, (960 & 0x3f) << 2, 4, 109, .. first, .. second];
        Assert.Equal(renamed, wrapped.Got[1].Payload);
        Assert.Equal([0, 960, 1920], bare.Got.Select(g => (int)(g.Timestamp - bare.Got[0].Timestamp)));
    }

    [Fact]
    public void Bare_sound_is_repeated_for_a_line_that_loses_packets_but_never_over_a_gap_or_silence()
    {
        NegotiatedMedia published = SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.Opus, 111));
        using var bench = new SlotBench(published, SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Opus, 109), new NegotiatedCodec(MediaCodec.Red, 65)));
        bench.Slot.SoundRepeats = 1;
        byte[] first = [0x78, .. Enumerable.Repeat((byte)1, 300)], second = [0x78, 2, 2, 2], silence = [0x78];
        foreach ((int i, byte[] payload, uint at) in new[] { (0, first, 0u), (1, second, 5760u), (2, silence, 6720u), (3, second, 26_880u), (5, first, 28_800u), (6, second, 29_760u) })
        {
            bench.Arrive(10 + i, 77_000 + at, false, payload, 111);
            bench.Flush();
        }

        Assert.Equal([109, 65, 65, 109, 109, 65], bench.Got.Select(g => (int)g.Type)); // first of all; behind silence; behind a gap
        Assert.Equal([0x80 | 109, 5760 >> 6, 301 >> 8, 301 & 0xff, 109, .. first, .. second], bench.Got[1].Payload);
        Assert.Equal([0x80 | 109, 960 >> 6, 960 << 2 & 0xff, 4, 109, .. second, .. silence], bench.Got[2].Payload);
        Assert.Equal(bench.Got.Sum(g => g.Payload.Length), bench.Slot.Octets);
    }

    [Fact]
    public void Where_more_is_lost_up_to_three_frames_are_repeated_oldest_first_and_past_a_gap()
    {
        NegotiatedMedia published = SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.Opus, 111));
        using var bench = new SlotBench(published, SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Opus, 109), new NegotiatedCodec(MediaCodec.Red, 65)));
        bench.Slot.SoundRepeats = 3;
        foreach (int i in new[] { 0, 1, 2, 4, 5 })
        {
            bench.Arrive(10 + i, 77_000 + 960u * (uint)i, false, [0x78, (byte)i, 7], 111);
            bench.Flush();
        }

        byte[] Header(int back) => [0x80 | 109, (byte)(960 * back >> 6), (byte)(960 * back << 2), 3];
        Assert.Equal([0x78, 0, 7], bench.Got[0].Payload);
        Assert.Equal([.. Header(1), 109, 0x78, 0, 7, 0x78, 1, 7], bench.Got[1].Payload);
        Assert.Equal([.. Header(2), .. Header(1), 109, 0x78, 0, 7, 0x78, 1, 7, 0x78, 2, 7], bench.Got[2].Payload);
        Assert.Equal([.. Header(3), .. Header(2), 109, 0x78, 1, 7, 0x78, 2, 7, 0x78, 4, 7], bench.Got[3].Payload);
        Assert.Equal([.. Header(3), .. Header(1), 109, 0x78, 2, 7, 0x78, 4, 7, 0x78, 5, 7], bench.Got[4].Payload);
        Assert.All(bench.Got, g => Assert.True(g.Type == 109 || RedPayload.TryFindPrimary(g.Payload, out Range newest) && g.Payload[newest].Length == 3));
    }

    [Fact]
    public void Silence_advances_the_timestamp_truly_and_talk_begins_with_a_marker()
    {
        NegotiatedMedia opus = SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.Opus, 111));
        using var bench = new SlotBench(opus, SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Opus, 111)));
        byte[] talk = [0x78, 1, 2, 3, 4], silence = [0x78];
        foreach ((int i, byte[] payload, uint at) in new[] { (0, talk, 0u), (1, talk, 960u), (2, silence, 1920u), (3, silence, 21_120u), (4, talk, 30_720u), (5, talk, 31_680u) })
        {
            bench.Arrive(100 + i, 77_000 + at, false, payload, 111);
            bench.Flush();
        }

        Assert.Equal([true, false, false, false, true, false], bench.Got.Select(g => g.Marker));
        Assert.Equal([0u, 960u, 1920u, 21_120u, 30_720u, 31_680u], bench.Got.Select(g => g.Timestamp - bench.Got[0].Timestamp));
        Assert.Equal([0, 1, 2, 3, 4, 5], bench.Got.Select(g => g.Sequence - bench.Got[0].Sequence));
    }
}
