using System.Buffers.Binary;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Engine.Participant;

/// <summary>Puts RTP headers (RFC 3550 section 5.1) before a participant's payloads and numbers them.</summary>
public sealed class Publication
{
    /// <summary>Longest payload in bytes: with headers and the SRTP tag it stays within 1,200.</summary>
    public const int MaxPayload = 1_100;

    private const int FirstSequence = 1_000;
    private readonly uint _audioSsrc;
    private readonly uint _videoSsrc;
    private readonly PacketWriter _send;
    private long _audioSequence = FirstSequence;
    private long _videoSequence = FirstSequence;
    private ushort _transport;

    internal Publication(uint audioSsrc, uint videoSsrc, PacketWriter send)
    {
        _audioSsrc = audioSsrc;
        _videoSsrc = videoSsrc;
        _send = send;
    }

    public long AudioPackets => _audioSequence - FirstSequence;

    public long VideoPackets => _videoSequence - FirstSequence;

    /// <param name="begins">The first packet after silence.</param>
    /// <param name="timestamp">In 1/48,000 s.</param>
    public void SendAudio(bool begins, uint timestamp, AudioLevel level, ReadOnlySpan<byte> payload)
    {
        Span<byte> packet = stackalloc byte[MaxPayload + 64];
        var header = new RtpHeaderWriter(packet, begins, ParticipantOffer.Opus, (ushort)_audioSequence, timestamp, _audioSsrc);
        header.Add(ParticipantOffer.AudioLevelExtension, [level.ToByte()]);
        Send(packet, ref header, "0"u8, payload, _audioSequence++);
    }

    /// <param name="ends">The last packet of a frame.</param>
    /// <param name="timestamp">In 1/90,000 s.</param>
    public void SendVideo(bool ends, uint timestamp, ReadOnlySpan<byte> payload)
    {
        Span<byte> packet = stackalloc byte[MaxPayload + 64];
        var header = new RtpHeaderWriter(packet, ends, ParticipantOffer.Vp8, (ushort)_videoSequence, timestamp, _videoSsrc);
        Send(packet, ref header, "1"u8, payload, _videoSequence++);
    }

    private void Send(Span<byte> packet, ref RtpHeaderWriter header, ReadOnlySpan<byte> mid, ReadOnlySpan<byte> payload, long sequence)
    {
        header.Add(ParticipantOffer.MidExtension, mid);
        BinaryPrimitives.WriteUInt16BigEndian(packet[header.Reserve(ParticipantOffer.TransportSequenceExtension, 2)..], _transport++);
        var at = header.Finish();
        payload.CopyTo(packet[at..]);
        _send(packet, at, at + payload.Length, sequence);
    }
}

internal delegate void PacketWriter(Span<byte> packet, int headerLength, int length, long extendedSequence);
