using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Recording;

/// <summary>One file of a recording: one source of one peer, WebM with Opus or VP8, Matroska with H.264.</summary>
/// <param name="Start">Of its first frame, since the recording's start: the files of a recording share one time line.</param>
/// <param name="Duration">From its first frame to its last.</param>
/// <param name="Frames">Frames written.</param>
/// <param name="Gaps">How often something is missing between two frames: lost, paused, or not taken by the disk in time.</param>
/// <param name="Bytes">Length of the file.</param>
public sealed record RecordedFile(
    string Path, PeerId Peer, SourceKind Source, TimeSpan Start, TimeSpan Duration, long Frames, int Gaps, long Bytes)
{
    /// <summary>
    /// Ends a file that a killed process or a full disk left: cuts off a frame that is not whole, and writes length and cues. The file can be
    /// played before and, whenever this is interrupted, after. It needs some kilobytes of space.
    /// </summary>
    /// <returns>False when there is nothing to do: the file has ended, or is no recording.</returns>
    /// <exception cref="IOException">It is still being written, or the disk fails.</exception>
    public static bool TryFinish(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        return UnfinishedFile.TryFinish(file);
    }
}

/// <summary>Why a recording ended.</summary>
public enum RecordingEnd
{
    /// <summary>It was stopped, or its room closed.</summary>
    Stopped,

    /// <summary>The disk is full.</summary>
    DiskFull,

    /// <summary>The disk failed otherwise.</summary>
    DiskFailed,
}

/// <summary>What a recording left.</summary>
/// <param name="Dropped">Frames that the disk did not take in time; each place is a gap.</param>
public sealed record RecordingResult(IReadOnlyList<RecordedFile> Files, RecordingEnd End, long Dropped);
