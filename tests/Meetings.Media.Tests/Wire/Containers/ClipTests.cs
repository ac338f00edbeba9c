using CsCheck;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Containers;

namespace Meetings.Media.Tests.Wire.Containers;

public sealed class ClipTests
{
    private static readonly byte[] Pictures = ClipFiles.Ivf(10, ClipFiles.Frame(isKey: true, 3_000), ClipFiles.Frame(isKey: false, 60));
    private static readonly byte[] Sound = ClipFiles.Opus([0x78, 1, 2, 3], [0x78, 4, 5]);

    [Fact]
    public void Pictures_are_read_with_their_size_and_rate()
    {
        Assert.True(VideoClip.TryParse(Pictures, out var clip));
        Assert.Equal((320, 180, 10.0), (clip.Width, clip.Height, clip.FramesPerSecond));
        Assert.Equal([3_000, 60], clip.Frames.Select(static f => f.Length));
        Assert.True(VideoClip.IsKeyFrame(clip.Frames[0].Span));
        Assert.False(VideoClip.IsKeyFrame(clip.Frames[1].Span));
    }

    [Fact]
    public void Sound_is_read_without_its_headers()
    {
        Assert.True(AudioClip.TryParse(Sound, out var clip));
        Assert.Equal(960, clip.SamplesPerPacket);
        Assert.Equal([[0x78, 1, 2, 3], [0x78, 4, 5]], clip.Packets.Select(static p => p.ToArray()));
    }

    [Fact]
    public void A_packet_over_two_pages_is_put_together()
    {
        byte[] packet = [0x78, .. Enumerable.Range(0, 599).Select(static i => (byte)i)];
        var file = ClipFiles.Ogg(
            [("OpusHead"u8.ToArray(), false)],
            [("OpusTags"u8.ToArray(), false), (packet[..255], true)],
            [(packet[255..], false)]);

        Assert.True(AudioClip.TryParse(file, out var clip));
        Assert.Equal(packet, Assert.Single(clip.Packets).ToArray());
    }

    [Fact]
    public void Cut_files_are_refused_unless_cut_between_two_frames()
    {
        for (var length = 0; length < Pictures.Length; length++)
            Assert.Equal(length == Pictures.Length - 72, VideoClip.TryParse(Pictures.AsMemory(0, length), out _));
        for (var length = 0; length < Sound.Length; length++)
            Assert.False(AudioClip.TryParse(Sound.AsMemory(0, length), out _));
    }

    [Fact]
    public void Damaged_files_never_throw()
    {
        Gen.Select(Gen.Int[0, Sound.Length - 1], Gen.Byte).Array[1, 20].Sample(static changes =>
        {
            byte[] sound = [.. Sound], pictures = [.. Pictures.AsSpan(0, 400)];
            foreach (var (at, value) in changes)
                sound[at] = pictures[at] = value;
            Assert.True(!AudioClip.TryParse(sound, out var audio) || audio.Packets.Count > 0);
            Assert.True(!VideoClip.TryParse(pictures, out var video) || video.Frames.Count > 0);
        });
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1_094, 1)]
    [InlineData(1_095, 2)]
    [InlineData(3_868, 4)]
    public void Frames_are_cut_into_packets_that_put_together_are_the_frame(int length, int packets)
    {
        var frame = ClipFiles.Frame(isKey: true, length);
        Assert.Equal(packets, Vp8Packets.Count(length, 1_100));
        var cutter = default(Vp8Packets);
        cutter.Begin(isKeyFrame: true);
        List<byte> together = [];
        for (var i = 0; i < packets; i++)
        {
            var payload = new byte[1_100];
            payload = payload[..cutter.Write(payload, frame, i, packets)];
            Assert.True(Vp8Descriptor.TryParse(payload, out var descriptor));
            Assert.Equal((i == 0, 1, 1, 1), (descriptor.StartOfFrame, descriptor.PictureId, (int)descriptor.Tl0PicIdx, descriptor.KeyIdx));
            Assert.True(descriptor.HasWidePictureId);
            together.AddRange(payload[descriptor.Length..]);
        }

        Assert.Equal(frame, together);
    }

    [Fact]
    public void Picture_ids_wrap_at_15_bits()
    {
        var cutter = default(Vp8Packets);
        var payload = new byte[20];
        for (var i = 0; i < 0x8001; i++)
            cutter.Begin(isKeyFrame: false);
        cutter.Write(payload, [1], 0, 1);
        Assert.True(Vp8Descriptor.TryParse(payload, out var descriptor));
        Assert.Equal((1, 1, 0), (descriptor.PictureId, (int)descriptor.Tl0PicIdx, descriptor.KeyIdx));
    }
}
