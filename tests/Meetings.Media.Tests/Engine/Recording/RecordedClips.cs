using System.Runtime.CompilerServices;
using Meetings.Media.Conference.Taps;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Containers;

namespace Meetings.Media.Tests.Engine.Recording;

/// <summary>Real sound and pictures for a recorder, as a room would tell them, without waiting for their time to pass.</summary>
internal static class RecordedClips
{
    /// <summary>When they begin on the recording's time line.</summary>
    public static readonly TimeSpan Begin = TimeSpan.FromSeconds(1.5);

    private static readonly PeerId Speaker = new(7);

    /// <summary>A camera of VP8 in ten pictures a second, a microphone, and a screen of H.264 in fifteen whose size changes.</summary>
    public static void Take(ITapSink sink, TimeSpan length)
    {
        Assert.True(VideoClip.TryParse(File.ReadAllBytes(Demo("room1.ivf")), out var room));
        Assert.True(AudioClip.TryParse(File.ReadAllBytes(Demo("speech.opus")), out var speech));
        for (var i = 0; i / room.FramesPerSecond < length.TotalSeconds; i++)
            TakeVp8(sink, SourceKind.Camera, i / room.FramesPerSecond, room.Frames[i % room.Frames.Count].Span);
        for (var i = 0; i * 0.02 < length.TotalSeconds; i++)
            Take(sink, SourceKind.Microphone, i * 0.02, true, new TapFormat(MediaCodec.Opus), speech.Packets[i % speech.Packets.Count].Span);
        for (var i = 0; i / 15.0 < length.TotalSeconds; i++)
            TakeH264(sink, SourceKind.Screen, i / 15.0, i % H264Clip.Pictures);
    }

    public static void TakeVp8(ITapSink sink, SourceKind source, double seconds, ReadOnlySpan<byte> frame) =>
        Take(sink, source, seconds, VideoClip.IsKeyFrame(frame), new TapFormat(MediaCodec.Vp8, 320, 180), frame);

    /// <param name="picture">Which of the clip's.</param>
    public static void TakeH264(ITapSink sink, SourceKind source, double seconds, int picture)
    {
        var unit = H264Clip.InFile(H264Clip.AccessUnits[picture]);
        if (!H264KeyFrame.TryRead(unit, out var key))
        {
            Take(sink, source, seconds, false, new TapFormat(MediaCodec.H264), unit);
            return;
        }

        var configuration = new byte[H264KeyFrame.MaxConfiguration];
        var format = new TapFormat(
            MediaCodec.H264, key.Parameters.Width, key.Parameters.Height, configuration.AsMemory(0, key.WriteConfiguration(configuration)));
        Take(sink, source, seconds, true, format, unit);
    }

    private static void Take(ITapSink sink, SourceKind source, double seconds, bool isKeyFrame, TapFormat format, ReadOnlySpan<byte> bytes) =>
        Assert.True(sink.TryTake(new TapFrame
        {
            Peer = Speaker,
            Source = source,
            At = Begin + TimeSpan.FromSeconds(seconds),
            IsKeyFrame = isKeyFrame,
            IsAfterGap = false,
            Format = format,
            Bytes = bytes,
        }));

    private static string Demo(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "../../../../src/Meetings.Server/Demo/Media", name);
}
