using CsCheck;
using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Wire;

public sealed class CodecTests
{
    /// <summary>X, I with 15 bits, L, T and K; then a 640x360 key frame's first bytes.</summary>
    private const string KeyFrame = "90 f0 9234 56 a7  10 02 00 9d 01 2a 80 02 68 01 ff";

    [Fact]
    public void A_full_vp8_descriptor_is_read()
    {
        var payload = Hex.Bytes(KeyFrame);
        Assert.True(Vp8Descriptor.TryParse(payload, out var descriptor));
        Assert.Equal(6, descriptor.Length);
        Assert.True(descriptor.StartOfFrame && descriptor.IsKeyFrame(payload));
        Assert.True(descriptor.HasPictureId && descriptor.HasWidePictureId);
        Assert.Equal(0x1234, descriptor.PictureId);
        Assert.Equal((true, 0x56), (descriptor.HasTl0PicIdx, descriptor.Tl0PicIdx));
        Assert.Equal((true, 2, true), (descriptor.HasTid, descriptor.Tid, descriptor.LayerSync));
        Assert.Equal((true, 7), (descriptor.HasKeyIdx, descriptor.KeyIdx));
        Assert.True(descriptor.TryGetKeyFrameSize(payload, out var width, out var height));
        Assert.Equal((640, 360), (width, height));
    }

    [Theory]
    [InlineData("00 01", 1, false, false)]
    [InlineData("10 00", 1, true, true)]
    [InlineData("10 01", 1, true, false)]
    [InlineData("11 00", 1, false, false)]
    [InlineData("30 01", 1, true, false)]
    [InlineData("90 00 00", 2, true, true)]
    [InlineData("90 80 7f 01", 3, true, false)]
    [InlineData("80 80 80 01 02", 4, false, false)]
    [InlineData("90 20 40 01", 3, true, false)]
    public void Shorter_descriptors_are_read(string bytes, int length, bool startOfFrame, bool keyFrame)
    {
        var payload = Hex.Bytes(bytes);
        Assert.True(Vp8Descriptor.TryParse(payload, out var descriptor));
        Assert.Equal((length, startOfFrame, keyFrame), (descriptor.Length, descriptor.StartOfFrame, descriptor.IsKeyFrame(payload)));
    }

    [Fact]
    public void M08_a_vp8_payload_cut_at_each_byte_of_its_descriptor_is_refused()
    {
        var whole = Hex.Bytes(KeyFrame);
        for (var length = 0; length <= 6; length++)
            Assert.False(Vp8Descriptor.TryParse(whole.AsSpan(0, length), out _), $"{length} bytes");
        for (var length = 7; length <= whole.Length; length++)
        {
            Assert.True(Vp8Descriptor.TryParse(whole.AsSpan(0, length), out var descriptor));
            Assert.Equal(length >= 16, descriptor.TryGetKeyFrameSize(whole.AsSpan(0, length), out _, out _));
        }
    }

    [Fact]
    public void Rewriting_changes_picture_id_and_tl0picidx_and_nothing_else() =>
        Gen.Select(Gen.Byte.Array[1, 12], Gen.Int[0, 0x7fff], Gen.Byte).Sample(
            (payload, pictureId, tl0) =>
            {
                if (!Vp8Descriptor.TryParse(payload, out var before))
                    return;
                var copy = payload.ToArray();
                before.Rewrite(copy, pictureId, tl0);
                Assert.True(Vp8Descriptor.TryParse(copy, out var after));
                Check(before, after, before.HasWidePictureId ? pictureId : pictureId & 0x7f, before.HasPictureId, tl0);
                Assert.Equal(before.Length, after.Length);
                Assert.True(copy.AsSpan(after.Length).SequenceEqual(payload.AsSpan(before.Length)));

                var wide = new byte[Vp8Descriptor.MaxLength + 12];
                var length = before.Write(wide, pictureId, tl0);
                Assert.Equal(before.WideLength, length);
                payload.AsSpan(before.Length).CopyTo(wide.AsSpan(length));
                Assert.True(Vp8Descriptor.TryParse(wide.AsSpan(0, length + payload.Length - before.Length), out after));
                Check(before, after, pictureId, before.HasPictureId, tl0);
                Assert.Equal(before.HasPictureId, after.HasWidePictureId);
            },
            iter: 20_000,
            threads: 1);

    [Theory]
    [InlineData("00 11 22", 480, 1, false)]
    [InlineData("18 11 22", 2880, 1, false)]
    [InlineData("78 11 22 33", 960, 1, false)]
    [InlineData("fc 11 22 33", 960, 1, false)]
    [InlineData("e1 11 22 33", 120 * 2, 2, false)]
    [InlineData("fb 03 22 33", 960 * 3, 3, false)]
    [InlineData("f8 ff", 960, 1, true)]
    [InlineData("f8", 960, 1, true)]
    public void The_opus_toc_tells_the_length(string bytes, int samples, int frames, bool dtx)
    {
        Assert.True(OpusToc.TryParse(Hex.Bytes(bytes), out var toc));
        Assert.Equal((samples, frames, dtx), (toc.Samples, toc.FrameCount, toc.IsDtx));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fb")]
    [InlineData("fb 00")]
    [InlineData("fb 07")]
    [InlineData("1b 3f")]
    public void M08_an_impossible_opus_packet_is_refused(string bytes) =>
        Assert.False(OpusToc.TryParse(Hex.Bytes(bytes), out _));

    [Theory]
    [InlineData(0x80, 0, true)]
    [InlineData(0x7f, 127, false)]
    [InlineData(0xa5, 37, true)]
    public void The_audio_level_is_read(byte value, byte decibels, bool voice)
    {
        Assert.True(AudioLevel.TryParse([value], out var level));
        Assert.Equal(new AudioLevel(decibels, voice), level);
        Assert.Equal(value, level.ToByte());
        Assert.False(AudioLevel.TryParse([], out _));
    }

    private static void Check(Vp8Descriptor before, Vp8Descriptor after, int pictureId, bool hasPictureId, byte tl0)
    {
        Assert.Equal(hasPictureId, after.HasPictureId);
        if (hasPictureId)
            Assert.Equal(pictureId, after.PictureId);
        Assert.Equal(before.HasTl0PicIdx, after.HasTl0PicIdx);
        if (before.HasTl0PicIdx)
            Assert.Equal(tl0, after.Tl0PicIdx);
        Assert.Equal(
            (before.StartOfPartition, before.PartitionIndex, before.NonReference),
            (after.StartOfPartition, after.PartitionIndex, after.NonReference));
        Assert.Equal((before.HasTid, before.Tid, before.LayerSync), (after.HasTid, after.Tid, after.LayerSync));
        Assert.Equal((before.HasKeyIdx, before.KeyIdx), (after.HasKeyIdx, after.KeyIdx));
    }
}

public sealed class OtherPayloadTests
{
    [Theory]
    [InlineData("67 42e01f", true)] // SPS
    [InlineData("65 8884", true)] // IDR
    [InlineData("41 9a", false)]
    [InlineData("68 ce", false)] // PPS alone begins nothing
    [InlineData("18 0002 6742 0002 68ce", true)] // STAP-A
    [InlineData("18 0002 41aa", false)]
    [InlineData("7c 85 11", true)] // FU-A, start of IDR
    [InlineData("7c 05 11", false)] // FU-A, its middle
    [InlineData("5c 81 11", false)] // FU-A of another slice
    [InlineData("18 0009 6742", null)] // claims more than there is
    [InlineData("18 0000 00", null)]
    [InlineData("18", null)]
    [InlineData("7c 85", null)]
    [InlineData("1d 000000", null)] // FU-B: interleaved mode
    [InlineData("00 00", null)]
    [InlineData("", null)]
    public void H264_payloads_tell_where_a_decoder_can_begin(string hex, bool? begins)
    {
        byte[] payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(begins is not null, H264Payload.TryParse(payload, out H264Payload parsed));
        Assert.Equal(begins ?? false, parsed.BeginsKeyFrame);
    }

    [Theory]
    [InlineData("6f 0102", "0102")]
    [InlineData("ef 0f0002 6f aabb 0102", "0102")]
    [InlineData("ef 0f0002 ef 078001 6f aabb cc 0102", "0102")]
    [InlineData("ef 0f0009 6f aabb 0102", null)] // claims more than there is
    [InlineData("6f", null)]
    [InlineData("ef 0f", null)]
    [InlineData("efffffff efffffff efffffff efffffff efffffff efffffff efffffff efffffff efffffff", null)]
    [InlineData("", null)]
    public void Redundant_sound_ends_with_its_newest_frame(string hex, string? newest)
    {
        byte[] payload = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(newest is not null, RedPayload.TryFindPrimary(payload, out Range range));
        Assert.Equal(newest ?? "", newest is null ? "" : Convert.ToHexString(payload[range]));
    }

    [Fact]
    public void Any_bytes_are_read_without_a_throw()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            var payload = new byte[random.Next(0, 40)];
            random.NextBytes(payload);
            Assert.True(H264Payload.TryParse(payload, out H264Payload parsed) || !parsed.BeginsKeyFrame);
            if (RedPayload.TryFindPrimary(payload, out Range range))
            {
                Assert.NotEmpty(payload[range]);
                RedPayload.SetPayloadType(payload, 9);
                Assert.True(RedPayload.TryFindPrimary(payload, out Range again) && again.Equals(range));
            }
        }
    }
}
