using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Conference.Taps;

/// <summary>Takes the frames a room's recorder reads. Called by the room within its loop, so it copies and never waits.</summary>
public interface ITapSink
{
    /// <summary>Takes one frame.</summary>
    /// <returns>False when there is no room for it: the tap leaves a gap and goes on with a frame that can be decoded alone.</returns>
    bool TryTake(in TapFrame frame);

    /// <summary>The recording has ended; nothing follows.</summary>
    void Complete();
}

/// <summary>One whole frame of a source, as it was encoded; valid during the call.</summary>
public readonly ref struct TapFrame
{
    public required PeerId Peer { get; init; }

    public required SourceKind Source { get; init; }

    /// <summary>Since the recording's start, on the one time line of all its tracks; never falls within a track.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Whether it can be decoded without those before; always true of sound.</summary>
    public required bool IsKeyFrame { get; init; }

    /// <summary>Something is missing before it: lost on the way, paused, or not taken.</summary>
    public required bool IsAfterGap { get; init; }

    public required TapFormat Format { get; init; }

    /// <summary>An Opus packet, a VP8 frame, or the NAL units of an H.264 access unit, each after its length in four bytes.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }
}

/// <summary>How a frame is encoded, and what must be known before it can be decoded.</summary>
/// <param name="Codec">Opus, VP8 or H.264; it may change within a source, and then with a key frame.</param>
/// <param name="Width">Pixels of the picture, known with a key frame; otherwise 0.</param>
/// <param name="Height">Pixels of the picture, known with a key frame; otherwise 0.</param>
/// <param name="Configuration">
/// Of an H.264 key frame its AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1), which may be kept; otherwise empty.
/// </param>
public readonly record struct TapFormat(MediaCodec Codec, int Width = 0, int Height = 0, ReadOnlyMemory<byte> Configuration = default);
