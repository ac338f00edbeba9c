using System.Buffers.Binary;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Simulation;

/// <summary>A microphone or camera: makes RTP payloads that carry the publisher's number and the frame's number.</summary>
public sealed class SimulatedSource(int publisher, bool isAudio, uint ssrc, uint rtxSsrc, string mid)
{
    private readonly Dictionary<ushort, byte[]> _sent = [];
    private long _nextAt;
    private int _frame;

    public uint Ssrc { get; set; } = ssrc;

    public uint RtxSsrc { get; } = rtxSsrc;

    public string Mid { get; } = mid;

    public bool IsAudio { get; } = isAudio;

    public bool On { get; set; }

    /// <summary>-dBov of the sound, 0 loudest to 127.</summary>
    public byte Level { get; set; } = 30;

    public int PacketsPerFrame { get; set; } = 4;

    public int PacketBytes { get; set; } = 1000;

    public int FramesPerSecond { get; set; } = 30;

    public bool WantsKeyFrame { get; set; } = true;

    public int KeyFrames { get; private set; }

    public long Sequence { get; set; } = 60_000 + publisher * 7;

    public long RtxSequence { get; set; } = 100;

    public uint Timestamp { get; set; } = 1000u * (uint)publisher;

    public int PictureId { get; set; } = 5000 * publisher & 0x7fff;

    public int Packets { get; private set; }

    public Instant LastFrameAt { get; private set; }

    /// <summary>Payloads due now, in order, with the marker bit.</summary>
    public IEnumerable<(byte[] Payload, bool Marker)> Due(Instant now)
    {
        if (!On || now.Nanoseconds < _nextAt)
        {
            yield break;
        }

        long interval = IsAudio ? 20_000_000 : 1_000_000_000 / FramesPerSecond;
        _nextAt = Math.Max(_nextAt + interval, now.Nanoseconds - interval);
        Timestamp = (uint)(now.Nanoseconds / 1000 * (IsAudio ? 48 : 90) / 1000) + 1000u * (uint)publisher;
        LastFrameAt = now;
        _frame++;
        Packets += IsAudio ? 1 : PacketsPerFrame;
        if (IsAudio)
        {
            var sound = new byte[80];
            sound[0] = 0x78;
            Tag(sound.AsSpan(1));
            yield return (sound, false);
            yield break;
        }

        bool key = WantsKeyFrame;
        WantsKeyFrame = false;
        KeyFrames += key ? 1 : 0;
        PictureId = PictureId + 1 & 0x7fff;
        for (int i = 0; i < PacketsPerFrame; i++)
        {
            var payload = new byte[PacketBytes];
            payload[0] = (byte)(0x80 | (i == 0 ? 0x10 : 0)); // X, and S on the first
            payload[1] = 0x80; // I
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(2), (ushort)(0x8000 | PictureId));
            payload[4] = (byte)(key && i == 0 ? 0 : 1); // P
            Tag(payload.AsSpan(5));
            yield return (payload, i == PacketsPerFrame - 1);
        }
    }

    public void Remember(ushort sequence, byte[] plain) => _sent[sequence] = plain;

    public byte[]? Recall(ushort sequence) => _sent.GetValueOrDefault(sequence);

    private void Tag(Span<byte> to)
    {
        BinaryPrimitives.WriteInt32BigEndian(to, publisher);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], _frame);
    }
}
