using Meetings.Media.Conference.Taps;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Recording;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Engine.Recording;

/// <summary>What files of a recording hold, byte by byte; nothing waits for the clock.</summary>
public sealed class RecordedFileTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private readonly string _folder = Directory.CreateTempSubdirectory("recorded-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task H264_becomes_a_matroska_file_whose_parameter_sets_stand_in_its_head_and_in_its_key_frames()
    {
        var files = await RecordAsync(static sink =>
        {
            for (var i = 0; i < H264Clip.Pictures; i++)
                RecordedClips.TakeH264(sink, SourceKind.Camera, i / 15.0, i);
        });
        var file = Assert.Single(files);
        Assert.Equal("camera-7.mkv", Path.GetFileName(file.Path));
        var bytes = await File.ReadAllBytesAsync(file.Path);
        Assert.Equal(file.Bytes, bytes.Length);
        var read = new MatroskaReader(bytes);
        Assert.Equal(("matroska", "V_MPEG4/ISO/AVC"), (read.DocType, read.Codec));
        Assert.Equal((320, 180), (read.Number(0xb0), read.Number(0xba)));
        byte[] sps = H264Clip.AccessUnits[0][0], pps = H264Clip.AccessUnits[0][1];
        Assert.Equal([1, sps[1], sps[2], sps[3], 0xff, 0xe1, 0, (byte)sps.Length, .. sps, 1, 0, (byte)pps.Length, .. pps], read.Configuration);
        Assert.Equal(H264Clip.AccessUnits.Select(H264Clip.InFile), read.Frames.Select(static f => f.Frame));
        Assert.Equal(Enumerable.Range(0, 60).Select(static i => i % H264Clip.Interval == 0), read.Frames.Select(static f => f.IsKeyFrame));
        Assert.InRange(read.Duration!.Value, 5_499, 5_501);
        Assert.InRange(read.Number(0x23e383), 66_000_000, 67_000_000);
    }

    [Fact]
    public async Task Another_codec_begins_another_file_and_each_can_be_played()
    {
        byte[] vp8Key = [0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 1, 0xb4, 0], vp8 = [0x11, 0, 0];
        var files = await RecordAsync(sink =>
        {
            RecordedClips.TakeVp8(sink, SourceKind.Camera, 0, vp8Key);
            RecordedClips.TakeVp8(sink, SourceKind.Camera, 0.1, vp8);
            RecordedClips.TakeH264(sink, SourceKind.Camera, 0.2, 0);
            RecordedClips.TakeH264(sink, SourceKind.Camera, 0.3, 1);
            RecordedClips.TakeVp8(sink, SourceKind.Camera, 0.4, vp8Key);
        });
        Assert.Equal(["camera-7.webm", "camera-7.mkv", "camera-7-2.webm"], files.Select(static f => Path.GetFileName(f.Path)));
        Assert.Equal([2, 2, 1], files.Select(static f => f.Frames));
        Assert.Equal([1.5, 1.7, 1.9], files.Select(static f => Math.Round(f.Start.TotalSeconds, 3)));
        foreach (var file in files)
        {
            var read = new MatroskaReader(await File.ReadAllBytesAsync(file.Path));
            Assert.True(read.IsEnded && read.Frames[0].IsKeyFrame);
            Assert.Equal(file.Frames, read.Frames.Count);
            Assert.Equal(file.Path.EndsWith(".mkv", StringComparison.Ordinal) ? "V_MPEG4/ISO/AVC" : "V_VP8", read.Codec);
        }
    }

    [Fact]
    public async Task Cues_stand_where_a_player_can_begin()
    {
        var files = await RecordAsync(static sink =>
        {
            RecordedClips.TakeH264(sink, SourceKind.Camera, 0, 0);
            // No key frame for 30 s: a cluster begins without one, and is no place to begin.
            for (var i = 1; i < 300; i++)
                RecordedClips.TakeH264(sink, SourceKind.Camera, i / 10.0, 1);
            RecordedClips.TakeH264(sink, SourceKind.Camera, 30, 15);
        });
        var read = new MatroskaReader(await File.ReadAllBytesAsync(files[0].Path));
        Assert.Equal([1_500, 31_500], read.Cues.Select(static c => c.Milliseconds));
        Assert.Equal(3, read.Clusters);
        Assert.Equal(301, read.Frames.Count);
    }

    [Theory]
    [InlineData(MediaCodec.Vp8)]
    [InlineData(MediaCodec.H264)]
    [InlineData(MediaCodec.Opus)]
    public async Task F01_a_kill_at_any_moment_of_ending_leaves_a_file_that_can_be_played(MediaCodec codec)
    {
        var path = Path.Combine(_folder, "ending");
        byte[] before, after;
        using (var file = new TrackFile(RoomRecording.OpenNew(path), new PeerId(1), SourceKind.Camera, new TapFormat(codec, 320, 180, new byte[] { 1, 2, 3 })))
        {
            for (var i = 0; i < 200; i++)
                file.Add(TimeSpan.FromSeconds(i / 10.0), i % 50 == 0, false, [0x78, (byte)i]);
            file.Save(TimeSpan.FromSeconds(10));
            await using (var reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            {
                before = new byte[reader.Length];
                await reader.ReadExactlyAsync(before);
            }

            Assert.False(new MatroskaReader(before).IsEnded);
            file.Finish();
            after = await ReadAsync(path);
            Assert.Equal(file.Reading.Bytes, after.Length);
        }

        var ended = new MatroskaReader(after);
        Assert.True(ended.IsEnded && ended.Clusters == 4 && ended.Cues.Count == 4 && ended.Frames.Count == 200);

        // First the cues are appended, byte by byte.
        for (var length = before.Length; length <= after.Length; length++)
            Check([.. before, .. after.AsSpan(before.Length, length - before.Length)]);

        // Then what changes behind the segment's start, in the order of the file; at last that start, with one write.
        byte[] ending = [.. before, .. after.AsSpan(before.Length)];
        var tracks = after.AsSpan().IndexOf<byte>([0x16, 0x54, 0xae, 0x6b]);
        var changes = Stretches(ending, after).Where(s => s.From > tracks).ToList();
        Assert.Equal(4 + (codec == MediaCodec.Opus ? 0 : 1), changes.Count);
        foreach (var (from, until) in changes)
        {
            after.AsSpan(from, until - from).CopyTo(ending.AsSpan(from));
            Check(ending);
        }

        static void Check(byte[] bytes)
        {
            var read = new MatroskaReader(bytes);
            Assert.Equal((false, 200), (read.IsEnded, read.Frames.Count));
        }
    }

    private static List<(int From, int Until)> Stretches(byte[] one, byte[] other)
    {
        List<(int From, int Until)> found = [];
        for (var i = 0; i < one.Length; i++)
        {
            if (one[i] == other[i])
                continue;
            if (found.Count > 0 && i - found[^1].Until < 8)
                found[^1] = (found[^1].From, i + 1);
            else
                found.Add((i, i + 1));
        }

        return found;
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        await using var reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[reader.Length];
        await reader.ReadExactlyAsync(bytes);
        return bytes;
    }

    private async Task<IReadOnlyList<RecordedFile>> RecordAsync(Action<ITapSink> take)
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        var recording = room.StartRecording(_folder);
        take(recording);
        var result = await recording.StopAsync().WaitAsync(Limit);
        Assert.Equal((RecordingEnd.Stopped, 0), (result.End, result.Dropped));
        return result.Files;
    }
}
