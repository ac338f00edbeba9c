using System.Diagnostics;
using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Engine.Recording;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Engine.Recording;

public sealed class RecordingTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private readonly string _folder = Directory.CreateTempSubdirectory("recording-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task D08_each_source_becomes_a_file_and_nothing_of_a_paused_stretch_is_on_disk()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        var source = new MarkedMedia();
        using var speaker = new HeadlessParticipant(1, source);
        using var listener = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions()));
        await JoinAsync(room, 1, speaker);
        await JoinAsync(room, 2, listener);
        room.SetWishes(new PeerId(2), [new VideoWish(new PeerId(1), SourceKind.Camera, 720)]);
        await HearsAsync(listener, 30);

        var recording = room.StartRecording(_folder);
        await HearsAsync(listener, 100);

        // What was being sent when the pause was told is on its way still: only then is the secret said.
        recording.Pause();
        room.Statistics(new PeerId(1));
        source.IsSecret = true;
        await HearsAsync(listener, 60);
        source.IsSecret = false;
        await HearsAsync(listener, 30);
        recording.Resume();
        await HearsAsync(listener, 100);
        var result = await recording.StopAsync().WaitAsync(Limit);

        Assert.Equal((RecordingEnd.Stopped, 0), (result.End, result.Dropped));
        Assert.Equal([SourceKind.Microphone, SourceKind.Camera], result.Files.Select(static f => f.Source).Order());
        foreach (var file in result.Files)
        {
            var bytes = await File.ReadAllBytesAsync(file.Path);
            Assert.Equal(file.Bytes, bytes.Length);
            Assert.True(bytes.AsSpan().IndexOf(MarkedMedia.Open) >= 0, "what was said openly is there");
            Assert.True(bytes.AsSpan().IndexOf(MarkedMedia.Secret) < 0, "something of the paused stretch is on disk");

            var webm = new MatroskaReader(bytes);
            Assert.Equal("webm", webm.DocType);
            Assert.Equal(file.Frames, webm.Frames.Count);
            Assert.True(webm.IsEnded && webm.Frames[0].IsKeyFrame);
            Assert.InRange(webm.Duration!.Value - (file.Start + file.Duration).TotalMilliseconds, 0, 250);
            Assert.Equal(webm.Frames.Select(static f => f.Milliseconds).Order(), webm.Frames.Select(static f => f.Milliseconds));
            // The paused stretch is a hole in the time line, and what follows it can be decoded alone.
            var (hole, after) = webm.Frames.Zip(webm.Frames.Skip(1)).Select(static p => (p.Second.Milliseconds - p.First.Milliseconds, p.Second)).MaxBy(static p => p.Item1);
            Assert.InRange(hole, 1000, 20_000);
            Assert.True(after.IsKeyFrame);
            Assert.True(file.Gaps >= 1);
            if (file.Source == SourceKind.Camera)
            {
                Assert.Equal("V_VP8", webm.Codec);
                Assert.Equal((MarkedMedia.Width, MarkedMedia.Height), (webm.Number(0xb0), webm.Number(0xba)));
            }
            else
            {
                Assert.Equal("A_OPUS", webm.Codec);
            }
        }

        Assert.True((result.Files[0].Start - result.Files[1].Start).Duration() < TimeSpan.FromSeconds(1.5));
        Assert.Equal(0, server.Statistics.Faults);
    }

    [Fact]
    public async Task F01_what_a_kill_leaves_is_playable_and_at_most_two_seconds_short()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        using var speaker = new HeadlessParticipant(1, new MarkedMedia());
        await JoinAsync(room, 1, speaker);
        var recording = room.StartRecording(_folder);
        var begun = Stopwatch.GetTimestamp();
        await Until(() => Stopwatch.GetElapsedTime(begun) > TimeSpan.FromSeconds(6));

        // After kill -9 a file is what the system has of it; the process's own buffers are gone. That is what another reader sees now.
        var files = Directory.GetFiles(_folder);
        Assert.Equal(2, files.Length);
        foreach (var path in files)
        {
            byte[] left;
            await using (var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
            {
                left = new byte[file.Length];
                await file.ReadExactlyAsync(left);
            }

            var elapsed = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            var webm = new MatroskaReader(left);
            Assert.True(webm.Frames[^1].Milliseconds > elapsed - 3000, $"{path} ends at {webm.Frames[^1].Milliseconds} of {elapsed} ms");
            Assert.True(webm.Clusters >= 1 && !webm.IsEnded && webm.Duration is null);

            // Cut anywhere else, it is whole up to there too.
            var head = left.AsSpan().IndexOf<byte>([0x1f, 0x43, 0xb6, 0x75]);
            for (var length = head; length < Math.Min(left.Length, head + 3000); length += 7)
                _ = new MatroskaReader(left.AsSpan(0, length).ToArray());
        }

        await recording.StopAsync().WaitAsync(Limit);
    }

    [Fact]
    public async Task A_disk_that_stands_still_costs_frames_and_never_the_meeting()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        using var speaker = new HeadlessParticipant(1, new MarkedMedia());
        using var listener = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions()));
        await JoinAsync(room, 1, speaker);
        await JoinAsync(room, 2, listener);
        var recording = room.StartRecording(_folder);
        await HearsAsync(listener, 30);
        recording.MostWaiting = 50_000;
        recording.Disk.Reset();
        await Until(() => recording.Dropped > 0);
        await HearsAsync(listener, 50); // nobody notices
        recording.Disk.Set();
        await HearsAsync(listener, 50);
        var result = await recording.StopAsync().WaitAsync(Limit);
        Assert.True(result.Dropped > 0);
        Assert.Contains(result.Files, static f => f.Gaps > 0);
        Assert.All(result.Files, static f => Assert.True(new MatroskaReader(File.ReadAllBytes(f.Path)).Frames[0].IsKeyFrame));
    }

    [Fact]
    public async Task F11_a_full_disk_ends_the_recording_and_is_marked_and_the_meeting_goes_on()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        using var speaker = new HeadlessParticipant(1, new MarkedMedia());
        using var listener = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions()));
        await JoinAsync(room, 1, speaker);
        await JoinAsync(room, 2, listener);
        var recording = room.StartRecording(_folder, static _ => new FileStream("/dev/full", FileMode.Open, FileAccess.Write));
        var result = await recording.Ended.WaitAsync(Limit);
        Assert.Equal(RecordingEnd.DiskFull, result.End);
        await HearsAsync(listener, 50);

        // Once there is space, a new one works without a restart.
        var again = room.StartRecording(_folder);
        await HearsAsync(listener, 100);
        Assert.Equal(RecordingEnd.Stopped, (await again.StopAsync().WaitAsync(Limit)).End);
        Assert.NotEmpty(Directory.GetFiles(_folder));
        Assert.Equal(0, server.Statistics.Faults);
    }

    private static async Task JoinAsync(MediaRoom room, int peer, HeadlessParticipant participant)
    {
        var result = await room.NegotiateAsync(new PeerId(peer), participant.CreateOffer());
        Assert.Null(result.RefusalCode);
        participant.Accept(result.AnswerSdp!);
        await participant.Connected.WaitAsync(Limit);
    }

    private static Task HearsAsync(HeadlessParticipant listener, int more)
    {
        var before = listener.Read(static r => r.AudioPackets);
        return listener.UntilAsync(r => r.AudioPackets >= before + more).WaitAsync(Limit);
    }

    private static async Task Until(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
            await timer.WaitForNextTickAsync(limit.Token);
    }

    /// <summary>Sound and pictures whose payloads say whether they may be kept.</summary>
    private sealed class MarkedMedia : IMediaSource
    {
        public const int Width = 320;
        public const int Height = 180;
        private const int FramesPerSecond = 10;
        private const int FrameBytes = 2500;
        public static readonly byte[] Open = "said-in-the-open"u8.ToArray();
        public static readonly byte[] Secret = "said-in-a-recess"u8.ToArray();
        private readonly long _start = Stopwatch.GetTimestamp();
        private long _sounds;
        private long _pictures;
        private bool _keyFrame = true;

        public volatile bool IsSecret;

        public bool IsStamped => false;

        public double Due => Math.Min(_sounds / 50.0, _pictures / (double)FramesPerSecond) - Stopwatch.GetElapsedTime(_start).TotalSeconds;

        public void WantKeyFrame() => _keyFrame = true;

        public void Write(Publication publication)
        {
            var elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            var mark = IsSecret ? Secret : Open;
            for (; _sounds / 50.0 <= elapsed; _sounds++)
                publication.SendAudio(_sounds == 0, (uint)(_sounds * 960), new AudioLevel(30, true), [0x78, .. mark, .. new byte[40]]);
            for (; _pictures / (double)FramesPerSecond <= elapsed; _pictures++)
                SendPicture(publication, mark);
        }

        private void SendPicture(Publication publication, byte[] mark)
        {
            byte[] head = [(byte)(_keyFrame ? 0 : 1), 0, 0, 0x9d, 0x01, 0x2a, Width & 0xff, Width >> 8, Height & 0xff, Height >> 8];
            byte[] frame = [.. head, .. mark, .. new byte[FrameBytes]];
            _keyFrame = false;
            for (var at = 0; at < frame.Length; at += 1000)
            {
                var end = Math.Min(at + 1000, frame.Length);
                publication.SendVideo(end == frame.Length, (uint)(_pictures * 90_000 / FramesPerSecond), [(byte)(at == 0 ? 0x10 : 0), .. frame.AsSpan(at, end - at)]);
            }
        }
    }
}
