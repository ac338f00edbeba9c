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
    private int _sinceKey;
    private int _tl0;
    private readonly int[] _lastOfLayer = [-1, -1];

    public uint Ssrc { get; set; } = ssrc;

    public uint RtxSsrc { get; } = rtxSsrc;

    public string Mid { get; } = mid;

    public bool IsAudio { get; } = isAudio;

    public bool On { get; set; }

    /// <summary>-dBov of the sound, 0 loudest to 127.</summary>
    public byte Level { get; set; } = 30;

    /// <summary>Its RID when it is one layer of several (RFC 8852), sent with every packet.</summary>
    public string? Rid { get; init; }

    /// <summary>What its payloads are tagged with; by default the publisher's number.</summary>
    public int? Label { get; init; }

    /// <summary>Three temporal layers in the pattern of libvpx (0, 2, 1, 2), the upper two depending on one another but for one picture in eight.</summary>
    public bool HasTemporalLayers { get; init; }

    /// <summary>Lines of its picture, told in key frames; 0 leaves them untold.</summary>
    public int Height { get; set; }

    /// <summary>Sends H.264, without temporal layers, instead of VP8.</summary>
    public bool IsH264 { get; set; }

    /// <summary>Its RTP clock begins elsewhere than that of other streams.</summary>
    public uint ClockOffset { get; init; }

    public int PacketsPerFrame { get; set; } = 4;

    public int PacketBytes { get; set; } = 1000;

    /// <summary>How many times the packets of another picture a key frame takes; encoders need five to ten.</summary>
    public int KeyFrameWeight { get; set; } = 1;

    public int FramesPerSecond { get; set; } = 30;

    /// <summary>Speech a sound packet carries, ms.</summary>
    public int PacketTime { get; set; } = 20;

    /// <summary>Bytes of a sound packet.</summary>
    public int SoundBytes { get; set; } = 80;

    public bool WantsKeyFrame { get; set; } = true;

    public int KeyFrames { get; private set; }

    public long Sequence { get; set; } = 60_000 + publisher * 7;

    public long RtxSequence { get; set; } = 100;

    public uint Timestamp { get; set; } = 1000u * (uint)publisher;

    public int PictureId { get; set; } = 5000 * publisher & 0x7fff;

    public int Packets { get; private set; }

    public Instant LastFrameAt { get; private set; }

    /// <summary>Number of the newest frame.</summary>
    public int Frame => _frame;

    /// <summary>Payloads due now, in order, with the marker bit.</summary>
    public IEnumerable<(byte[] Payload, bool Marker)> Due(Instant now)
    {
        if (!On || now.Nanoseconds < _nextAt)
        {
            yield break;
        }

        long interval = IsAudio ? PacketTime * 1_000_000L : 1_000_000_000 / FramesPerSecond;
        _nextAt = IsAudio && now.Nanoseconds - _nextAt > interval ? now.Nanoseconds + interval // switched on: no two packets of the same moment
            : Math.Max(_nextAt + interval, now.Nanoseconds - interval);
        Timestamp = (uint)(now.Nanoseconds / 1000 * (IsAudio ? 48 : 90) / 1000) + 1000u * (uint)publisher + ClockOffset;
        LastFrameAt = now;
        _frame++;
        Packets += IsAudio ? 1 : PacketsPerFrame * (WantsKeyFrame ? KeyFrameWeight : 1);
        if (IsAudio)
        {
            var sound = new byte[SoundBytes];
            sound[0] = (byte)(PacketTime switch { 120 => 0x59, 60 => 0x58, _ => 0x78 }); // two frames of 60 ms, one of 60, one of 20 (RFC 6716 section 3.1)
            if (SoundBytes > 8)
            {
                Tag(sound.AsSpan(1)); // less is silence (discontinuous transmission), of which nothing can be told
            }

            yield return (sound, false);
            yield break;
        }

        bool key = WantsKeyFrame;
        WantsKeyFrame = false;
        KeyFrames += key ? 1 : 0;
        PictureId = PictureId + 1 & 0x7fff;
        _sinceKey = key ? 0 : _sinceKey + 1;
        int temporal = !HasTemporalLayers ? 0 : (_sinceKey % 4) switch { 0 => 0, 2 => 1, _ => 2 };
        bool sync = HasTemporalLayers && _sinceKey % 8 is 1 or 2;
        (int, int) needs = key ? (-1, -1) : (_lastOfLayer[0], temporal > 0 && !sync ? _lastOfLayer[1] : -1);
        if (temporal < 2)
        {
            _lastOfLayer[temporal] = _frame;
            _tl0 += temporal == 0 ? 1 : 0;
        }

        int packets = PacketsPerFrame * (key ? KeyFrameWeight : 1);
        for (int i = 0; i < packets; i++)
        {
            if (IsH264)
            {
                byte[] slice = SimulatedH264.Payload(PacketBytes, key, starts: i == 0, Height);
                Tag(SimulatedH264.Body(slice));
                yield return (slice, i == packets - 1);
                continue;
            }

            var payload = new byte[PacketBytes];
            payload[0] = (byte)(0x80 | (i == 0 ? 0x10 : 0)); // X, and S on the first
            int body = 4;
            payload[1] = 0x80; // I
            BinaryPrimitives.WriteUInt16BigEndian(payload.AsSpan(2), (ushort)(0x8000 | PictureId));
            if (HasTemporalLayers)
            {
                payload[1] = 0xe0; // I, L, T
                payload[4] = (byte)_tl0;
                payload[5] = (byte)(temporal << 6 | (sync ? 0x20 : 0));
                body = 6;
            }

            WriteBody(payload.AsSpan(body), key && i == 0, needs);
            yield return (payload, i == packets - 1);
        }
    }

    public void Remember(ushort sequence, byte[] plain) => _sent[sequence] = plain;

    public byte[]? Recall(ushort sequence) => _sent.GetValueOrDefault(sequence);

    /// <summary>The beginning of a VP8 frame (RFC 6386 section 9.1), then the tag and the frames it depends on.</summary>
    private void WriteBody(Span<byte> to, bool key, (int, int) needs)
    {
        to[0] = (byte)(key ? 0 : 1); // P
        if (key && Height > 0)
        {
            to[3] = 0x9d;
            to[4] = 0x01;
            to[5] = 0x2a;
            BinaryPrimitives.WriteUInt16LittleEndian(to[6..], (ushort)(Height * 16 / 9));
            BinaryPrimitives.WriteUInt16LittleEndian(to[8..], (ushort)Height);
        }

        Tag(to[10..]);
        BinaryPrimitives.WriteInt32BigEndian(to[18..], needs.Item1);
        BinaryPrimitives.WriteInt32BigEndian(to[22..], needs.Item2);
    }

    private void Tag(Span<byte> to)
    {
        BinaryPrimitives.WriteInt32BigEndian(to, Label ?? publisher);
        BinaryPrimitives.WriteInt32BigEndian(to[4..], _frame);
    }
}
