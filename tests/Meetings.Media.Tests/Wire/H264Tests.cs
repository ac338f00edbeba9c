using CsCheck;
using Meetings.Media.Tests.Engine.Recording;
using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Wire;

public sealed class H264Tests
{
    /// <summary>Sequence parameter sets that x264 made: baseline, high, 4:4:4, ten bits of 4:2:2 with scaling lists, main, monochrome, fields.</summary>
    public static TheoryData<string, int, int, int, int> Sequences => new()
    {
        { "6742c00cdc1419f9f011000003000100000300320f142b80", 320, 180, 1, 8 },
        { "67641028acb80f0044fcb80880000003008000001902", 1920, 1080, 1, 8 },
        { "67f4100a9197189e78fc0440000003004000000c81", 90, 50, 3, 8 },
        { "677a1020b6cb80a00bbf1f80880000030008000003019020", 1280, 722, 2, 10 },
        { "674d402adc07902278893011000003000100000300320f183380", 1922, 1082, 1, 8 },
        { "6764100dacb82a33c44d80880000030008000003019020", 322, 182, 1, 8 },
        { "6764100af2e213602d900000030010000003032040", 64, 64, 0, 8 },
        { "6764101eacf02d1ed8088000000300800000190a", 720, 480, 1, 8 },
        { "6764101eacf02d083f3e022000000300200000064280", 720, 488, 1, 8 },
    };

    [Theory]
    [MemberData(nameof(Sequences))]
    public void A_sequence_parameter_set_tells_the_size_without_what_is_cropped(string hex, int width, int height, int chroma, int depth)
    {
        var unit = Hex.Bytes(hex);
        Assert.True(H264Parameters.TryParse(unit, out var parsed));
        Assert.Equal((width, height), (parsed.Width, parsed.Height));
        Assert.Equal((chroma, depth, depth), (parsed.ChromaFormat, parsed.LumaDepth, parsed.ChromaDepth));
        Assert.Equal((unit[1], unit[2], unit[3], 0), (parsed.Profile, parsed.Compatibility, parsed.Level, parsed.Id));
        for (var length = 0; length < 8; length++)
            Assert.False(H264Parameters.TryParse(unit.AsSpan(0, length), out _), $"{length} bytes");
    }

    [Fact]
    public void The_sequence_parameter_set_is_found_alone_and_in_an_aggregate()
    {
        Assert.Equal(Hex.Bytes("67aabb"), H264Payload.SequenceParameters(Hex.Bytes("67aabb")).ToArray());
        Assert.Equal(Hex.Bytes("67aa"), H264Payload.SequenceParameters(Hex.Bytes("18 0002 68bb 0002 67aa 0001 65")).ToArray());
        foreach (var without in (string[])["", "65 88", "18 0002 68bb 0001 65", "7c 87 42", "18", "18 00", "18 0000", "18 0009 65"])
            Assert.Equal(0, H264Payload.SequenceParameters(Hex.Bytes(without)).Length);
    }

    [Fact]
    public void Bytes_that_keep_start_codes_out_are_not_read()
    {
        var bits = new H264Bits(Hex.Bytes("80 0000 03 01 0000 03 0000 03 ff"));
        Assert.Equal((1u, 0u, 1u), (bits.Read(1), bits.Read(22), bits.Read(9)));
        Assert.Equal((0u, 0xffu, false), (bits.Read(32), bits.Read(8), bits.IsBeyond));
        Assert.Equal((0u, true), (bits.Read(1), bits.IsBeyond));
        // 1 010 011 00100 00101: 0, 1, 2 (as signed -1), 3 (as signed 2), 4 (as signed -2).
        bits = new H264Bits(Hex.Bytes("a642 80"));
        Assert.Equal((0u, 1u, -1, 2, -2), (bits.Number(), bits.Number(), bits.Signed(), bits.Signed(), bits.Signed()));
        bits = new H264Bits(new byte[9]);
        Assert.Equal((0u, true), (bits.Number(), bits.IsBeyond));
    }

    [Fact]
    public void A_picture_is_put_together_from_units_pieces_and_aggregates()
    {
        var frame = new H264Frame(1000);
        foreach (var payload in (string[])["09 10", "18 0002 67aa 0002 68bb", "06 05", "7c 85 0102", "7c 05 0304", "7c 45 05", "41 9a", "0c ff", "5c c1 77"])
            Assert.True(frame.TryAdd(Hex.Bytes(payload)), payload);
        // Delimiters and filler are not kept.
        Assert.Equal(
            Hex.Bytes("00000002 67aa 00000002 68bb 00000002 0605 00000006 65 0102030405 00000002 419a 00000002 41 77"), frame.Bytes.ToArray());
        Assert.False(frame.IsOpen);
        frame.Clear();
        Assert.True(frame.TryAdd(Hex.Bytes("7c 85 0102")) && frame.IsOpen);
    }

    [Theory]
    [InlineData("7c 05 01")] // a middle without a beginning
    [InlineData("7c 85 01|7c 85 01")] // begun twice
    [InlineData("7c 85 01|41 9a")] // another unit inside
    [InlineData("7c 85 01|18 0002 67aa")]
    [InlineData("18 0009 67aa")] // claims more than there is
    [InlineData("1d 000000")] // interleaved mode
    [InlineData("")]
    public void M08_pieces_that_do_not_fit_are_refused(string payloads)
    {
        var frame = new H264Frame(1000);
        var all = payloads.Split('|').Select(Hex.Bytes).ToList();
        Assert.All(all.SkipLast(1), p => Assert.True(frame.TryAdd(p)));
        Assert.False(frame.TryAdd(all[^1]));
    }

    [Fact]
    public void M08_a_picture_never_grows_beyond_its_bound()
    {
        var frame = new H264Frame(100);
        Assert.True(frame.TryAdd([0x41, .. new byte[95]]));
        Assert.False(frame.TryAdd([0x41]));
        frame.Clear();
        Assert.True(frame.TryAdd([0x7c, 0x85, .. new byte[90]]));
        Assert.False(frame.TryAdd([0x7c, 0x05, .. new byte[6]]));
    }

    [Fact]
    public void Only_a_picture_with_the_sets_it_names_is_a_key_frame()
    {
        var units = H264Clip.AccessUnits[0];
        Assert.Equal([7, 8, 5, 5], units.Select(static u => u[0] & 0x1f));
        Assert.True(H264KeyFrame.TryRead(H264Clip.InFile(units), out var key));
        Assert.Equal((320, 180), (key.Parameters.Width, key.Parameters.Height));
        Assert.False(H264KeyFrame.TryRead(H264Clip.InFile(units[1..]), out _), "no sequence parameters");
        Assert.False(H264KeyFrame.TryRead(H264Clip.InFile([units[0], .. units[2..]]), out _), "no picture parameters");
        Assert.False(H264KeyFrame.TryRead(H264Clip.InFile(units[..2]), out _), "no picture");
        Assert.False(H264KeyFrame.TryRead(H264Clip.InFile(H264Clip.AccessUnits[1]), out _), "no key frame");
        // Picture parameter set 1 (ue 010) instead of 0, and a sequence set of 500 bytes.
        Assert.False(H264KeyFrame.TryRead(H264Clip.InFile([units[0], [0x68, 0x58, .. units[1][2..]], .. units[2..]]), out _), "another set");
        Assert.False(H264KeyFrame.TryRead(H264Clip.InFile([[.. units[0], .. new byte[480]], .. units[1..]]), out _), "too long");
    }

    [Fact]
    public void High_profile_tells_its_chroma_format_and_depth_in_the_configuration()
    {
        byte[] sps = Hex.Bytes("677a1020b6cb80a00bbf1f80880000030008000003019020"), pps = Hex.Bytes("68ee0f2cc00b");
        Assert.True(H264KeyFrame.TryRead(H264Clip.InFile([sps, pps, [0x65, 0x88, 0x84, 0x00]]), out var key));
        var to = new byte[H264KeyFrame.MaxConfiguration];
        var length = key.WriteConfiguration(to);
        Assert.Equal([1, 0x7a, 0x10, 0x20, 0xff, 0xe1, 0, (byte)sps.Length, .. sps, 1, 0, (byte)pps.Length, .. pps, 0xfe, 0xfa, 0xfa, 0], to[..length]);
    }

    [Fact]
    public void Damaged_sets_never_throw_and_never_tell_sizes_that_no_level_has() =>
        Gen.Select(Gen.Int[0, 8], Gen.Select(Gen.Int[1, 19], Gen.Byte).Array[1, 6]).Sample(
            static (which, changes) =>
            {
                var unit = Hex.Bytes((string)Sequences.ElementAt(which).Data.Item1);
                foreach (var (at, value) in changes)
                    unit[at] = value;
                Assert.True(!H264Parameters.TryParse(unit, out var parsed) || parsed is { Width: > 0 and <= 16_896, Height: > 0 and <= 33_792, Id: <= 31 });
            },
            iter: 20_000,
            threads: 1);
}
