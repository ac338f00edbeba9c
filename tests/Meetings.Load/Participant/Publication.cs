using System.Buffers.Binary;
using System.Diagnostics;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Load.Participant;

/// <summary>What a participant sends: a speaking microphone of 50 packets a second, a camera of 30 frames a second.</summary>
internal sealed record PublicationOptions
{
    public bool Audio { get; init; }

    public bool Video { get; init; }

    /// <summary>Bits a second of the camera, headers not counted.</summary>
    public int VideoBitrate { get; init; } = 1_060_000;

    /// <summary>RFC 6464 level of the microphone; 127 is silence.</summary>
    public byte AudioLevel { get; init; } = 30;
}

/// <summary>Writes RTP of synthetic media. The last eight bytes of every payload say when it was sent.</summary>
internal sealed class Publication(PublicationOptions options, uint audioSsrc, uint videoSsrc)
{
    private const int VideoPayload = 1_080;
    private const int AudioPayload = 80;
    private const int FramesPerSecond = 30;
    private long _start;
    private long _audioSequence = 1_000;
    private long _videoSequence = 2_000;
    private long _audioPackets;
    private long _frames;
    private bool _keyFrameWanted = true;
    private long _transport;

    public long AudioPackets => _audioPackets;

    public long VideoPackets => _videoSequence - 2_000;

    public void WantKeyFrame() => _keyFrameWanted = true;

    /// <summary>Seconds until something is due; negative when late.</summary>
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

    /// <summary>Writes what is due; the callback gets the packet, its lengths and its extended sequence, and protects and sends it.</summary>
    public void Write(PacketWriter send)
    {
        var elapsed = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        while (options.Audio && _audioPackets / 50.0 <= elapsed)
            WriteAudio(send);
        while (options.Video && _frames / (double)FramesPerSecond <= elapsed)
            WriteFrame(send);
    }

    private void WriteAudio(PacketWriter send)
    {
        Span<byte> packet = stackalloc byte[256];
        var header = new RtpHeaderWriter(packet, _audioPackets == 0, ParticipantOffer.Opus, (ushort)_audioSequence, (uint)(_audioPackets * 960), audioSsrc);
        header.Add(ParticipantOffer.AudioLevelExtension, [new AudioLevel(options.AudioLevel, options.AudioLevel < 127).ToByte()]);
        AddCommon(packet, ref header, "0"u8);
        var at = header.Finish();
        packet.Slice(at, AudioPayload).Fill(0x78);
        Stamp(packet[..(at + AudioPayload)]);
        send(packet, at, at + AudioPayload, _audioSequence++);
        _audioPackets++;
    }

    private void WriteFrame(PacketWriter send)
    {
        Span<byte> packet = stackalloc byte[1_400];
        var bytes = options.VideoBitrate / 8 / FramesPerSecond;
        var isKey = _keyFrameWanted;
        _keyFrameWanted = false;
        for (var offset = 0; offset < bytes; offset += VideoPayload)
        {
            var isLast = offset + VideoPayload >= bytes;
            var header = new RtpHeaderWriter(packet, isLast, ParticipantOffer.Vp8, (ushort)_videoSequence, (uint)(_frames * 90_000 / FramesPerSecond), videoSsrc);
            AddCommon(packet, ref header, "1"u8);
            var at = header.Finish();
            var payload = packet.Slice(at, Math.Max(40, Math.Min(VideoPayload, bytes - offset)));
            payload.Fill(0x55);
            // RFC 7741 section 4.2: 15-bit picture id, TL0PICIDX, TID and KEYIDX.
            payload[0] = (byte)(0x80 | (offset == 0 ? 0x10 : 0));
            payload[1] = 0xf0;
            BinaryPrimitives.WriteUInt16BigEndian(payload[2..], (ushort)(0x8000 | (_frames & 0x7fff)));
            payload[4] = (byte)_frames;
            payload[5] = 0;
            if (offset == 0)
                WriteVp8Header(payload[6..], isKey);
            Stamp(payload);
            send(packet, at, at + payload.Length, _videoSequence++);
        }

        _frames++;
    }

    // RFC 6386 section 9.1: frame tag, and for key frames start code and size.
    private static void WriteVp8Header(Span<byte> frame, bool isKey)
    {
        frame[0] = (byte)(0x10 | (isKey ? 0 : 1));
        if (!isKey)
            return;
        frame[3] = 0x9d;
        frame[4] = 0x01;
        frame[5] = 0x2a;
        BinaryPrimitives.WriteUInt16LittleEndian(frame[6..], 640);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[8..], 360);
    }

    private void AddCommon(Span<byte> packet, ref RtpHeaderWriter header, ReadOnlySpan<byte> mid)
    {
        header.Add(ParticipantOffer.MidExtension, mid);
        BinaryPrimitives.WriteUInt16BigEndian(packet[header.Reserve(ParticipantOffer.TransportSequenceExtension, 2)..], (ushort)_transport++);
    }

    private static void Stamp(Span<byte> payload) => BinaryPrimitives.WriteInt64BigEndian(payload[^8..], Stopwatch.GetTimestamp());
}

internal delegate void PacketWriter(Span<byte> packet, int headerLength, int length, long extendedSequence);
