using System.Buffers;
using System.Diagnostics;
using Meetings.Media.Conference;
using Meetings.Media.Conference.Taps;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Recording;

/// <summary>
/// A running recording: a bounded queue that the room's thread fills without ever waiting, and a thread of its own that owns the files.
/// What a slow disk does not take is dropped and leaves a gap; a full disk ends the recording, never the meeting.
/// </summary>
public sealed class RoomRecording : ITapSink
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(500);
    private readonly MediaRoom _room;
    private readonly string _directory;
    private readonly OpenFile _open;
    private readonly Action<string>? _log;
    private readonly Queue<Entry> _queue = new();
    private readonly object _gate = new();
    private readonly Dictionary<(PeerId, SourceKind), TrackFile> _files = [];
    private readonly List<RecordedFile> _ended = [];
    private readonly TaskCompletionSource<RecordingResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _waiting;
    private long _dropped;
    private bool _complete;
    private bool _failed;

    internal RoomRecording(MediaRoom room, string directory, OpenFile open, Action<string>? log)
    {
        (_room, _directory, _open, _log) = (room, directory, open, log);
        Directory.CreateDirectory(directory);
        new Thread(Run) { IsBackground = true, Name = "recording" }.Start();
    }

    /// <summary>Done when the recording has ended, for whatever reason.</summary>
    public Task<RecordingResult> Ended => _result.Task;

    /// <summary>From this command on nothing is recorded; what came before is kept.</summary>
    public void Pause() => _room.Send(new PauseTap());

    /// <summary>Records what comes from this command on; pictures go on with a key frame, times with the meeting's.</summary>
    public void Resume() => _room.Send(new ResumeTap());

    /// <summary>Ends it and waits until the files are on the disk.</summary>
    public Task<RecordingResult> StopAsync()
    {
        _room.Send(new StopTap(this));
        return _result.Task;
    }

    /// <summary>Bytes waiting for the disk at most: several seconds of a dozen cameras.</summary>
    internal int MostWaiting { get; set; } = 16 * 1024 * 1024;

    /// <summary>Frames the disk did not take in time so far.</summary>
    internal long Dropped
    {
        get
        {
            lock (_gate)
                return _dropped;
        }
    }

    /// <summary>Holds the disk back; for tests of a slow one.</summary>
    internal ManualResetEventSlim Disk { get; } = new(true);

    bool ITapSink.TryTake(in TapFrame frame)
    {
        var length = frame.Bytes.Length;
        lock (_gate)
        {
            if (_failed || _complete || _waiting + length > MostWaiting)
            {
                _dropped++;
                return false;
            }

            var bytes = ArrayPool<byte>.Shared.Rent(length);
            frame.Bytes.CopyTo(bytes);
            _queue.Enqueue(new Entry(frame.Peer, frame.Source, frame.At, frame.IsKeyFrame, frame.IsAfterGap, frame.Format, bytes, length));
            _waiting += length;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    void ITapSink.Complete()
    {
        lock (_gate)
        {
            _complete = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        var end = RecordingEnd.Stopped;
        try
        {
            while (Next() is { } step)
            {
                if (step.Bytes.Length > 0)
                    Write(step);
                var now = _clock.Elapsed;
                foreach (var (_, file) in _files)
                    file.Save(now);
            }

            foreach (var (_, file) in _files)
                file.Finish();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            end = IsFull(exception) ? RecordingEnd.DiskFull : RecordingEnd.DiskFailed;
            _log?.Invoke($"a recording ended: {end} ({exception.GetType().Name})");
        }

        Close(end);
    }

    /// <summary>The next frame; one without bytes when it is time to save; null at the end.</summary>
    private Entry? Next()
    {
        Disk.Wait();
        lock (_gate)
        {
            if (_queue.Count == 0 && !_complete)
                Monitor.Wait(_gate, Idle);
            if (_queue.TryDequeue(out var entry))
            {
                _waiting -= entry.Length;
                return entry;
            }

            return _complete ? null : default(Entry) with { Bytes = [] };
        }
    }

    private void Write(in Entry entry)
    {
        try
        {
            var key = (entry.Peer, entry.Source);
            if (_files.TryGetValue(key, out var file) && file.Codec != entry.Format.Codec)
            {
                // The room has agreed on another codec: a file holds one.
                file.Finish();
                End(file);
                _files.Remove(key);
                file = null;
            }

            if (file is null)
                _files[key] = file = new TrackFile(_open(PathOf(entry)), entry.Peer, entry.Source, entry.Format);
            file.Add(entry.At, entry.IsKeyFrame, entry.IsAfterGap, entry.Bytes.AsSpan(0, entry.Length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(entry.Bytes);
        }
    }

    // New, never over another: a file of an earlier run is evidence.
    internal static FileStream OpenNew(string path) => new(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 64 * 1024);

    private string PathOf(in Entry entry)
    {
        var name = $"{entry.Source.ToString().ToLowerInvariant()}-{entry.Peer.Value}";
        var ending = TrackFile.EndingOf(entry.Format.Codec);
        var path = Path.Combine(_directory, name + ending);
        for (var n = 2; File.Exists(path); n++)
            path = Path.Combine(_directory, $"{name}-{n}{ending}");
        return path;
    }

    private void Close(RecordingEnd end)
    {
        foreach (var (_, file) in _files)
            End(file);

        long dropped;
        lock (_gate)
        {
            _failed = end != RecordingEnd.Stopped;
            while (_queue.TryDequeue(out var entry))
                ArrayPool<byte>.Shared.Return(entry.Bytes);
            _waiting = 0;
            dropped = _dropped;
        }

        if (end != RecordingEnd.Stopped)
            _room.Send(new StopTap(this));
        _result.TrySetResult(new RecordingResult(_ended, end, dropped));
    }

    private void End(TrackFile file)
    {
        file.Dispose();
        _ended.Add(file.Reading);
    }

    // ENOSPC and EDQUOT, and ERROR_DISK_FULL on Windows.
    private static bool IsFull(Exception exception) => (exception.HResult & 0xffff) is 28 or 122 or 112;

    private readonly record struct Entry(
        PeerId Peer, SourceKind Source, TimeSpan At, bool IsKeyFrame, bool IsAfterGap, TapFormat Format, byte[] Bytes, int Length);
}

/// <summary>Opens a recording's file for writing; the seam at which tests fill a disk.</summary>
internal delegate FileStream OpenFile(string path);
