using Meetings.Media.Conference.Taps;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Tests.Engine.Recording;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Conference;

/// <summary>What a recorder takes of H.264, packet by packet; the pictures are real.</summary>
public sealed class H264TapTests : IDisposable
{
    private const int Most = 300;
    private readonly SlotBench _bench = new(
        SlotBench.Media(published: true, new NegotiatedCodec(MediaCodec.Vp8, 100), new NegotiatedCodec(MediaCodec.H264, 102, null, 1)),
        SlotBench.Media(published: false, new NegotiatedCodec(MediaCodec.Vp8, 100), new NegotiatedCodec(MediaCodec.H264, 102, null, 1)));

    private readonly Kept _kept = new();
    private readonly SourceTap _tap;
    private long _sequence = 500;
    private uint _timestamp = 9_000;

    public H264TapTests() => _tap = new PictureTap(_bench.Track, _kept, new TapClock(_bench.Now, 90_000));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Pictures_are_taken_whole_and_key_frames_bring_their_size_and_configuration()
    {
        foreach (var picture in H264Clip.AccessUnits)
            Send(H264Clip.Packets(picture, Most));

        Assert.Equal(H264Clip.Pictures, H264Clip.AccessUnits.Count);
        Assert.Equal(H264Clip.AccessUnits.Select(H264Clip.InFile), _kept.Frames.Select(static f => f.Bytes));
        Assert.Equal(Enumerable.Range(0, 4).Select(static i => i * H264Clip.Interval), Keys());
        Assert.All(_kept.Frames, static f => Assert.Equal(MediaCodec.H264, f.Format.Codec));
        Assert.Equal([(320, 180), (320, 180), (320, 180), (160, 90)], _kept.Frames.Where(static f => f.IsKeyFrame).Select(static f => (f.Format.Width, f.Format.Height)));
        byte[] sps = H264Clip.AccessUnits[0][0], pps = H264Clip.AccessUnits[0][1];
        Assert.Equal(
            [1, sps[1], sps[2], sps[3], 0xff, 0xe1, 0, (byte)sps.Length, .. sps, 1, 0, (byte)pps.Length, .. pps],
            _kept.Frames[0].Format.Configuration.ToArray());
        Assert.NotEqual(_kept.Frames[0].Format.Configuration.ToArray(), _kept.Frames[45].Format.Configuration.ToArray());
        Assert.DoesNotContain(_kept.Frames, static f => f.IsAfterGap);
    }

    [Fact]
    public void Single_units_without_markers_are_pictures_by_their_timestamps()
    {
        foreach (var picture in H264Clip.AccessUnits.Take(20))
            Send([.. picture], marker: false);
        Assert.Equal(H264Clip.AccessUnits.Take(19).Select(H264Clip.InFile), _kept.Frames.Select(static f => f.Bytes));
    }

    [Fact]
    public void It_begins_with_a_key_frame_and_asks_for_one()
    {
        foreach (var picture in H264Clip.AccessUnits.Skip(1).Take(5))
            Send(H264Clip.Packets(picture, Most));
        Assert.Empty(_kept.Frames);
        Assert.True(_bench.Track.Layers[0].KeyFrames.TakeDue(_bench.Now));
        foreach (var picture in H264Clip.AccessUnits.Skip(15).Take(5))
            Send(H264Clip.Packets(picture, Most));
        Assert.Equal((5, true), (_kept.Frames.Count, _kept.Frames[0].IsKeyFrame));
    }

    [Fact]
    public void A_key_frame_without_its_parameter_sets_begins_nothing_and_another_is_asked_for()
    {
        foreach (var picture in H264Clip.AccessUnits.Take(5))
            Send(H264Clip.Packets([.. picture.Where(static u => (u[0] & 0x1f) != 8)], Most));
        Assert.Empty(_kept.Frames);
        Assert.True(_bench.Track.Layers[0].KeyFrames.TakeDue(_bench.Now));
    }

    [Fact]
    public void Who_tells_its_parameter_sets_by_another_way_only_is_seldom_asked()
    {
        var asked = 0;
        for (var i = 0; i < 600; i++)
        {
            var answered = _bench.Track.Layers[0].KeyFrames.TakeDue(_bench.Now);
            asked += answered ? 1 : 0;
            Send(H264Clip.Packets([.. H264Clip.AccessUnits[answered ? 0 : 1].Where(static u => (u[0] & 0x1f) is not (7 or 8))], Most));
        }

        Assert.Empty(_kept.Frames);
        Assert.InRange(asked, 4, 6); // in forty seconds
        Send(H264Clip.Packets(H264Clip.AccessUnits[0], Most));
        Assert.Single(_kept.Frames);
    }

    [Fact]
    public void Parameter_sets_that_were_overtaken_belong_to_the_picture_all_the_same()
    {
        Send(H264Clip.Packets(H264Clip.AccessUnits[5], Most));
        var packets = H264Clip.Packets(H264Clip.AccessUnits[0], Most);
        _timestamp += 6_000;
        var first = _sequence;
        _sequence += packets.Count;
        Arrive(first + 1, packets[1], false);
        Arrive(first, packets[0], false);
        for (var i = 2; i < packets.Count; i++)
            Arrive(first + i, packets[i], i == packets.Count - 1);
        _tap.Read(_bench.Now);
        Send(H264Clip.Packets(H264Clip.AccessUnits[1], Most));
        Assert.Equal(H264Clip.AccessUnits.Take(2).Select(H264Clip.InFile), _kept.Frames.Select(static f => f.Bytes));
    }

    [Fact]
    public void After_a_loss_it_goes_on_with_a_key_frame_only()
    {
        for (var i = 0; i < 40; i++)
        {
            var packets = H264Clip.Packets(H264Clip.AccessUnits[i], Most);
            if (i == 17)
                _sequence++; // one before it never comes
            Send(packets);
        }

        // Waited for it a second; then the key frame that came meanwhile is the first that can be decoded.
        Assert.Equal([.. Enumerable.Range(0, 17), .. Enumerable.Range(30, 10)], _kept.Frames.Select(Index));
        Assert.Equal([30], _kept.Frames.Where(static f => f.IsAfterGap).Select(Index));
        Assert.True(_kept.Frames[17].IsKeyFrame);
    }

    [Fact]
    public void A_broken_picture_is_a_loss()
    {
        Send(H264Clip.Packets(H264Clip.AccessUnits[0], Most));
        Send([[0x7c, 0x05, 1, 2, 3]]); // the middle of what never began
        Send(H264Clip.Packets(H264Clip.AccessUnits[1], Most));
        Send(H264Clip.Packets(H264Clip.AccessUnits[15], Most));
        Assert.Equal([0, 15], _kept.Frames.Select(Index));
        Assert.True(_kept.Frames[1].IsAfterGap);
    }

    [Fact]
    public void A_picture_beyond_half_a_megabyte_is_given_up()
    {
        Send(H264Clip.Packets(H264Clip.AccessUnits[0], Most));
        _timestamp += 6_000;
        for (var i = 0; i < 600; i++)
        {
            Arrive(_sequence++, [0x41, .. new byte[1000]], i == 599);
            _tap.Read(_bench.Now);
        }

        Send(H264Clip.Packets(H264Clip.AccessUnits[15], Most));
        Assert.Equal([0, 15], _kept.Frames.Select(Index));
    }

    [Fact]
    public void Another_codec_begins_with_its_own_key_frame_and_nothing_of_both_is_mixed()
    {
        Send([Vp8(key: true)], type: 100);
        Send([Vp8(key: false)], type: 100);
        Send(H264Clip.Packets(H264Clip.AccessUnits[1], Most)); // no key frame: not taken
        Send(H264Clip.Packets(H264Clip.AccessUnits[15], Most));
        Send(H264Clip.Packets(H264Clip.AccessUnits[16], Most));
        Send([Vp8(key: true)], type: 100);
        Assert.Equal(
            [MediaCodec.Vp8, MediaCodec.Vp8, MediaCodec.H264, MediaCodec.H264, MediaCodec.Vp8], _kept.Frames.Select(static f => f.Format.Codec));
        Assert.Equal([true, false, true, false, true], _kept.Frames.Select(static f => f.IsKeyFrame));
        Assert.Equal([15, 16], _kept.Frames.Skip(2).Take(2).Select(Index));
    }

    [Fact]
    public void A_key_frame_is_asked_for_every_ten_seconds_and_not_oftener()
    {
        var asked = 0;
        foreach (var picture in H264Clip.AccessUnits.Take(1).Concat(Enumerable.Repeat(H264Clip.AccessUnits[1], 145)))
        {
            Send(H264Clip.Packets(picture, Most));
            asked += _bench.Track.Layers[0].KeyFrames.TakeDue(_bench.Now) ? 1 : 0;
        }

        Assert.Equal(0, asked);
        foreach (var picture in Enumerable.Repeat(H264Clip.AccessUnits[1], 15))
            Send(H264Clip.Packets(picture, Most));
        Assert.True(_bench.Track.Layers[0].KeyFrames.TakeDue(_bench.Now));
        Assert.Equal(161, _kept.Frames.Count);
    }

    [Fact]
    public void Nothing_of_a_pause_is_taken_not_even_the_rest_of_a_key_frame()
    {
        Send(H264Clip.Packets(H264Clip.AccessUnits[0], Most));
        var packets = H264Clip.Packets(H264Clip.AccessUnits[15], Most);
        _timestamp += 6_000;
        Arrive(_sequence++, packets[0], false);
        Arrive(_sequence++, packets[1], false);
        _tap.Skip();
        for (var i = 2; i < packets.Count; i++)
            Arrive(_sequence++, packets[i], i == packets.Count - 1);
        _tap.Read(_bench.Now);
        Send(H264Clip.Packets(H264Clip.AccessUnits[16], Most));
        Assert.Equal([0], _kept.Frames.Select(Index));
        Send(H264Clip.Packets(H264Clip.AccessUnits[30], Most));
        Assert.Equal([0, 30], _kept.Frames.Select(Index));

        // Nor what came before the end of the pause and does not look like a key frame: then the rest of it is none.
        var units = H264Clip.AccessUnits[45];
        _timestamp += 6_000;
        Arrive(_sequence++, units[1], false);
        _tap.Skip();
        foreach (var unit in (byte[][])[units[0], .. units[2..]])
            Arrive(_sequence++, unit, unit == units[^1]);
        _tap.Read(_bench.Now);
        Assert.Equal([0, 30], _kept.Frames.Select(Index));
        Send(H264Clip.Packets(H264Clip.AccessUnits[46], Most));
        Assert.Equal([0, 30], _kept.Frames.Select(Index));
    }

    private static byte[] Vp8(bool key) => [0x10, (byte)(key ? 0 : 1), 0, 0, 0x9d, 0x01, 0x2a, 0x40, 1, 0xb4, 0];

    private static int Index(Kept.Frame frame) =>
        H264Clip.AccessUnits.Select(H264Clip.InFile).ToList().FindIndex(p => p.AsSpan().SequenceEqual(frame.Bytes));

    private IEnumerable<int> Keys() => _kept.Frames.Select(static (f, i) => (f.IsKeyFrame, i)).Where(static p => p.IsKeyFrame).Select(static p => p.i);

    /// <summary>A picture arrives, 15 a second.</summary>
    private void Send(List<byte[]> packets, bool marker = true, byte type = 102)
    {
        _timestamp += 6_000;
        _bench.Now += TimeSpan.FromSeconds(1 / 15.0);
        for (var i = 0; i < packets.Count; i++)
            Arrive(_sequence++, packets[i], marker && i == packets.Count - 1, type);
        _tap.Read(_bench.Now);
    }

    private void Arrive(long sequence, byte[] payload, bool marker, byte type = 102)
    {
        Assert.Equal(DropReason.None, _bench.Arrive(sequence, _timestamp, marker, payload, type));
        _bench.Track.Layers[0].ClearPending();
    }

    private sealed class Kept : ITapSink
    {
        public List<Frame> Frames { get; } = [];

        public bool TryTake(in TapFrame frame)
        {
            Frames.Add(new Frame(frame.IsKeyFrame, frame.IsAfterGap, frame.Format, frame.Bytes.ToArray()));
            return true;
        }

        public void Complete()
        {
        }

        internal sealed record Frame(bool IsKeyFrame, bool IsAfterGap, TapFormat Format, byte[] Bytes);
    }
}
