using System.Diagnostics;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Containers;

namespace Meetings.Media.Engine.Participant;

/// <summary>A camera and a microphone that play clips over and over. Silence is not sent: there is sound only while <see cref="IsSpeaking"/>.</summary>
public sealed class ClipMedia(VideoClip video, AudioClip speech) : IMediaSource
{
    private const double SoundClock = 48_000;
    private const double PictureClock = 90_000;

    // A speaker breathes between two rounds of the clip; then receivers see that it is speech, not a tone.
    private const double BreathSeconds = 1.2;

    // Without decoding the loudness is not known, but an encoder of variable rate spends few bytes on pauses (RFC 6464: -dBov).
    private const int PauseBytes = 26;
    private static readonly AudioLevel Loud = new(28, Voice: true);
    private static readonly AudioLevel Quiet = new(75, Voice: false);
    private readonly byte[] _payload = new byte[Publication.MaxPayload];
    private Vp8Packets _packets;
    private long _start;
    private long _framesSent;
    private int _frame;
    private volatile bool _speaking;
    private bool _wasSpeaking;
    private double _nextSound;
    private int _sound;
    private volatile bool _keyFrameWanted;

    public bool IsSpeaking
    {
        get => _speaking;
        set => _speaking = value;
    }

    public bool IsStamped => false;

    public double Due
    {
        get
        {
            if (_start == 0)
                _start = Stopwatch.GetTimestamp();
            var elapsed = Elapsed;
            var picture = (_framesSent / video.FramesPerSecond) - elapsed;
            return !_speaking ? picture : Math.Min(picture, _wasSpeaking ? _nextSound - elapsed : 0);
        }
    }

    private double Elapsed => Stopwatch.GetElapsedTime(_start).TotalSeconds;

    /// <summary>The clip begins anew with the next frame: only its first stands alone.</summary>
    public void WantKeyFrame() => _keyFrameWanted = true;

    public void Write(Publication publication)
    {
        var elapsed = Elapsed;
        WriteSound(publication, elapsed);
        // After a long stop of the machine only the newest frame is worth sending.
        _framesSent = Math.Max(_framesSent, (long)(elapsed * video.FramesPerSecond) - 1);
        while (_framesSent / video.FramesPerSecond <= elapsed)
            WriteFrame(publication);
    }

    private void WriteSound(Publication publication, double elapsed)
    {
        if (!_speaking)
        {
            _wasSpeaking = false;
            return;
        }

        if (!_wasSpeaking)
            (_wasSpeaking, _nextSound, _sound) = (true, elapsed, 0);
        _nextSound = Math.Max(_nextSound, elapsed - 0.2);
        for (; _nextSound <= elapsed; _nextSound += speech.SamplesPerPacket / SoundClock)
        {
            if (_sound == speech.Packets.Count)
            {
                _sound = 0;
                _nextSound += BreathSeconds;
                return;
            }

            var packet = speech.Packets[_sound++].Span;
            publication.SendAudio(_sound == 1, (uint)(long)Math.Round(_nextSound * SoundClock), packet.Length <= PauseBytes ? Quiet : Loud, packet);
        }
    }

    private void WriteFrame(Publication publication)
    {
        if (_keyFrameWanted || _frame == video.Frames.Count)
            (_keyFrameWanted, _frame) = (false, 0);
        var frame = video.Frames[_frame++].Span;
        _packets.Begin(VideoClip.IsKeyFrame(frame));
        var count = Vp8Packets.Count(frame.Length, _payload.Length);
        for (var i = 0; i < count; i++)
        {
            var length = _packets.Write(_payload, frame, i, count);
            publication.SendVideo(i == count - 1, (uint)(long)Math.Round(_framesSent / video.FramesPerSecond * PictureClock), _payload.AsSpan(0, length));
        }

        _framesSent++;
    }
}
