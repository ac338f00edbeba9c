using Meetings.Media.Conference.Taps;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Recording;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Containers;

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
        var tracks = after.AsSpan().IndexOf<byte>([0x16, 0x54, 0xae, 0x6b, 0x10]);
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

    [Fact]
    public void F11_while_the_cues_are_not_on_the_disk_nothing_else_is_touched()
    {
        var path = Path.Combine(_folder, "full");
        var stream = new FullStream(path);
        using (var file = new TrackFile(stream, new PeerId(1), SourceKind.Camera, new TapFormat(MediaCodec.Vp8, 320, 180)))
        {
            for (var i = 0; i < 200; i++)
                file.Add(TimeSpan.FromSeconds(i / 10.0), i % 50 == 0, false, [0x10, (byte)i]);
            stream.IsFull = true;
            Assert.Throws<IOException>(file.Finish);
        }

        var left = new MatroskaReader(File.ReadAllBytes(path));
        Assert.Equal((false, 200), (left.IsEnded, left.Frames.Count));
        Assert.Null(left.Duration);
        Assert.True(RecordedFile.TryFinish(path));
        var ended = new MatroskaReader(File.ReadAllBytes(path));
        Assert.Equal((true, 200), (ended.IsEnded, ended.Frames.Count));
    }

    [Theory]
    [InlineData("camera-7.webm")]
    [InlineData("microphone-7.webm")]
    [InlineData("screen-7.mkv")]
    public async Task A_file_cut_off_anywhere_can_be_ended_later(string name)
    {
        await RecordAsync(static sink => RecordedClips.Take(sink, TimeSpan.FromSeconds(25)));
        var ended = await File.ReadAllBytesAsync(Path.Combine(_folder, name));
        var whole = new MatroskaReader(ended);
        Assert.False(RecordedFile.TryFinish(Path.Combine(_folder, name)), "it has ended");
        var live = Live(ended, out var cues);
        var path = Path.Combine(_folder, "cut");
        var first = live.AsSpan().IndexOf<byte>([0x1f, 0x43, 0xb6, 0x75]);
        foreach (var length in (int[])[first + 9_001, live.Length / 2, cues - 1, cues, cues + 1, cues + 20, live.Length])
        {
            await File.WriteAllBytesAsync(path, live[..length]);
            var expected = new MatroskaReader(live[..Math.Min(length, cues)]).Frames;
            Assert.True(RecordedFile.TryFinish(path), $"{length} bytes");
            var read = new MatroskaReader(await File.ReadAllBytesAsync(path));
            Assert.True(read.IsEnded);
            Assert.Equal(expected.Select(static f => f.Milliseconds), read.Frames.Select(static f => f.Milliseconds));
            Assert.InRange(read.Duration!.Value - read.Frames[^1].Milliseconds, 0, 250);
            if (length >= cues)
                Assert.Equal(whole.Cues, read.Cues);
        }

        foreach (var length in (int[])[0, 1, 30, 100, first, first + 5])
        {
            await File.WriteAllBytesAsync(path, live[..length]);
            Assert.False(RecordedFile.TryFinish(path), $"{length} bytes");
            Assert.Equal(length, new FileInfo(path).Length);
        }
    }

    /// <summary>The file as it was when the cues had been appended, but nothing else was written yet.</summary>
    private static byte[] Live(byte[] ended, out int cues)
    {
        byte[] live = [.. ended];
        var segment = live.AsSpan().IndexOf<byte>([0x18, 0x53, 0x80, 0x67]);
        MatroskaWriter.WriteStart(live.AsSpan(segment), segment, null);
        for (int at = 0, next; (next = live.AsSpan(at).IndexOf<byte>([0x1f, 0x43, 0xb6, 0x75])) >= 0; at += next + 12)
            ((ReadOnlySpan<byte>)[0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]).CopyTo(live.AsSpan(at + next + 4));
        cues = live.AsSpan().LastIndexOf<byte>([0x1c, 0x53, 0xbb, 0x6b]);
        return live;
    }

    /// <summary>A file on a disk that may take no more.</summary>
    private sealed class FullStream(string path) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read)
    {
        public bool IsFull { get; set; }

        public override void Flush(bool flushToDisk)
        {
            if (IsFull && flushToDisk)
                throw new IOException("no space", 28);
            base.Flush(flushToDisk);
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
