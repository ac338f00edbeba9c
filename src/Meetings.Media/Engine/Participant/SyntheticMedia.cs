using System.Buffers.Binary;
using System.Diagnostics;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Engine.Participant;

/// <summary>What a measuring participant sends: a speaking microphone of 50 packets a second, a camera of 30 frames a second.</summary>
internal sealed record SyntheticOptions
{
    public bool Audio { get; init; }

    public bool Video { get; init; }

    /// <summary>Bits a second of the camera, headers not counted.</summary>
    public int VideoBitrate { get; init; } = 1_060_000;

    /// <summary>Lines of the camera's picture, told in key frames.</summary>
    public int Height { get; init; } = 360;

    /// <summary>RFC 6464 level of the microphone; 127 is silence.</summary>
    public byte AudioLevel { get; init; } = 30;
}

/// <summary>Media for measuring: it decodes to nothing, but the last eight bytes of every payload say when it was sent.</summary>
internal sealed class SyntheticMedia(SyntheticOptions options) : IMediaSource
{
    private const int VideoPayload = 1_080;
    private const int AudioPayload = 80;
    private const int FramesPerSecond = 30;
    private long _start;
    private long _audioPackets;
    private long _frames;
    private bool _keyFrameWanted = true;

    public bool IsStamped => true;

    public void WantKeyFrame() => _keyFrameWanted = true;

    public double Due
    {
        get
        {
            if (_start == 0)
                _start = Stopwatch.GetTimestamp();
            var elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
            var audio = options.Audio ? _audioPackets / 50.0 - elapsed : double.MaxValue;
            var video = options.Video ? _frames / (double)FramesPerSecond - elapsed : double.MaxValue;
            return Math.Min(audio, video);
        }
    }

    public void Write(Publication publication)
    {
        var elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        while (options.Audio && _audioPackets / 50.0 <= elapsed)
            WriteAudio(publication);
        while (options.Video && _frames / (double)FramesPerSecond <= elapsed)
            WriteFrame(publication);
    }

    private void WriteAudio(Publication publication)
    {
        Span<byte> payload = stackalloc byte[AudioPayload];
        payload.Fill(0x78);
        Stamp(payload);
        publication.SendAudio(_audioPackets == 0, (uint)(_audioPackets * 960), new AudioLevel(options.AudioLevel, options.AudioLevel < 127), payload);
        _audioPackets++;
    }

    private void WriteFrame(Publication publication)
    {
        Span<byte> space = stackalloc byte[VideoPayload];
        var bytes = options.VideoBitrate / 8 / FramesPerSecond;
        var isKey = _keyFrameWanted;
        _keyFrameWanted = false;
        for (var offset = 0; offset < bytes; offset += VideoPayload)
        {
            var payload = space[..Math.Max(40, Math.Min(VideoPayload, bytes - offset))];
            payload.Fill(0x55);
            var at = Vp8Descriptor.WriteNew(payload, offset == 0, (int)(_frames & 0x7fff), (byte)_frames, keyIdx: 0);
            if (offset == 0)
                WriteVp8Header(payload[at..], isKey);
            Stamp(payload);
            publication.SendVideo(offset + VideoPayload >= bytes, (uint)(_frames * 90_000 / FramesPerSecond), payload);
        }

        _frames++;
    }

    // RFC 6386 section 9.1: frame tag, and for key frames start code and size.
    private void WriteVp8Header(Span<byte> frame, bool isKey)
    {
        frame[0] = (byte)(0x10 | (isKey ? 0 : 1));
        if (!isKey)
            return;
        frame[3] = 0x9d;
        frame[4] = 0x01;
        frame[5] = 0x2a;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], (ushort)(options.Height * 16 / 9));
        BinaryPrimitives.WriteUInt16LittleEndian(frame[8..], (ushort)options.Height);
    }

    private static void Stamp(Span<byte> payload) => BinaryPrimitives.WriteInt64BigEndian(payload[^8..], Stopwatch.GetTimestamp());
}
