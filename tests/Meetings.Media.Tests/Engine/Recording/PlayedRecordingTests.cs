using System.Text.Json;
using Meetings.Media.Engine;
using Meetings.Media.Tests.Engine.Browsers;

namespace Meetings.Media.Tests.Engine.Recording;

/// <summary>Recordings of half an hour, made of clips in a moment, and played by a real browser.</summary>
[Collection(nameof(RealTime))]
public sealed class PlayedRecordingTests : IDisposable
{
    private const double Middle = 1350;
    private const int Most = 700_001;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);
    private readonly string _folder = Directory.CreateTempSubdirectory("played-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task F01_players_tell_the_length_and_go_to_the_middle_at_once_and_play_what_a_kill_left()
    {
        Assert.SkipUnless(ChromiumPlayer.IsPossible, "Chromium is not installed");
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        var recording = room.StartRecording(_folder);
        recording.MostWaiting = int.MaxValue;
        RecordedClips.Take(recording, TimeSpan.FromMinutes(30));
        var killed = await WhatAKillLeavesAsync("camera-7.webm", "screen-7.mkv");
        var files = (await recording.StopAsync().WaitAsync(Limit)).Files;
        Assert.Equal(["camera-7.webm", "microphone-7.webm", "screen-7.mkv"], files.Select(static f => Path.GetFileName(f.Path)).Order());

        var played = await ChromiumPlayer.PlayAsync([.. files.Select(static f => (f.Path, Middle)), .. killed.Select(static path => (path, 5.0))]);
        Assert.Equal(files.Count + 2, played.Count);
        foreach (var (file, play) in files.Zip(played))
        {
            var story = $"{JsonSerializer.Serialize(play)}: {file}";
            Assert.True(play.Error is null, story);
            Assert.True(Math.Abs(play.Duration - (file.Start + file.Duration).TotalSeconds) < 0.1, story);
            Assert.True(play.Time is >= Middle and < Middle + 3 && play.Shown is >= Middle - 0.5 and < Middle + 3, story);
            Assert.True(play.ReadToBegin < 1_000_000 && play.Read < file.Bytes / 2 && file.Bytes > 3_000_000, story);
        }

        // The screen has changed its size by then.
        foreach (var (width, play) in ((double[])[320, 160]).Zip(played.Skip(files.Count)))
            Assert.True(
                play is { Error: null, FirstWidth: 320, Time: >= 5 and < 8, Shown: >= 4.5 and < 8 } && play.Width == width, JsonSerializer.Serialize(play));
    }

    /// <summary>
    /// Copies of what the system has of the files while they are being written, up to anywhere: the process's own buffers are not there.
    /// </summary>
    private async Task<List<string>> WhatAKillLeavesAsync(params string[] names)
    {
        List<string> copies = [];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(Limit);
        foreach (var name in names)
        {
            var copy = Path.Combine(_folder, $"killed-{name}");
            copies.Add(copy);
            do
            {
                await timer.WaitForNextTickAsync(limit.Token);
                if (!File.Exists(Path.Combine(_folder, name)))
                    continue;
                await using var from = new FileStream(Path.Combine(_folder, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                var bytes = new byte[Math.Min(from.Length, Most)];
                await from.ReadExactlyAsync(bytes, limit.Token);
                await File.WriteAllBytesAsync(copy, bytes, limit.Token);
            }
            while (!File.Exists(copy) || new FileInfo(copy).Length < Most);
            Assert.False(new MatroskaReader(await File.ReadAllBytesAsync(copy, limit.Token)).IsEnded);
        }

        return copies;
    }
}
