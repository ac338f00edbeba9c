using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Inbound;

/// <summary>Reads from one stream's payloads what forwarding must know. Holds what a codec does not say in every packet.</summary>
internal sealed class PayloadReader
{
    private uint _keyTimestamp;
    private bool _sawKey;
    private uint _frameTimestamp;
    private bool _sawFrame;

    /// <summary>Shorter side of the last key frame in pixels; 0 while unknown.</summary>
    public int Height { get; private set; }

    public void Restart() => (_sawKey, _sawFrame) = (false, false);

    /// <returns><see cref="PacketMark.None"/> for what is no payload of this codec.</returns>
    public PacketMark Read(MediaCodec codec, ReadOnlySpan<byte> payload, uint timestamp) => codec switch
    {
        MediaCodec.Vp8 => ReadVp8(payload),
        MediaCodec.H264 => ReadH264(payload, timestamp),
        MediaCodec.Red => RedPayload.TryFindPrimary(payload, out _) ? PacketMark.FrameStart | PacketMark.Red : PacketMark.None,
        MediaCodec.Opus or _ => PacketMark.FrameStart,
    };

    private PacketMark ReadVp8(ReadOnlySpan<byte> payload)
    {
        if (!Vp8Descriptor.TryParse(payload, out Vp8Descriptor descriptor))
        {
            return PacketMark.None;
        }

        PacketMark mark = PacketMark.Vp8 | (PacketMark)(descriptor.Tid << 6) | (descriptor.LayerSync ? PacketMark.LayerSync : 0);
        if (!descriptor.StartOfFrame)
        {
            return mark;
        }

        if (descriptor.TryGetKeyFrameSize(payload, out int width, out int height))
        {
            Height = Math.Min(width, height);
        }

        return mark | PacketMark.FrameStart | (descriptor.IsKeyFrame(payload) ? PacketMark.KeyFrame : 0);
    }

    /// <summary>H.264 marks no frame starts: a new timestamp is one, and the first SPS or IDR of a timestamp begins a key frame.</summary>
    private PacketMark ReadH264(ReadOnlySpan<byte> payload, uint timestamp)
    {
        if (!H264Payload.TryParse(payload, out H264Payload parsed))
        {
            return PacketMark.None;
        }

        PacketMark mark = PacketMark.H264;
        if (!_sawFrame || (int)(timestamp - _frameTimestamp) > 0)
        {
            mark |= PacketMark.FrameStart;
            (_frameTimestamp, _sawFrame) = (timestamp, true);
        }

        if (parsed.BeginsKeyFrame && H264Parameters.TryParse(H264Payload.SequenceParameters(payload), out H264Parameters parameters))
        {
            Height = Math.Min(parameters.Width, parameters.Height);
        }

        if (parsed.BeginsKeyFrame && !(_sawKey && timestamp == _keyTimestamp))
        {
            mark |= PacketMark.FrameStart | PacketMark.KeyFrame;
            (_keyTimestamp, _sawKey) = (timestamp, true);
        }

        return mark;
    }
}
