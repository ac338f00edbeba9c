using Meetings.Media.Session.Inbound;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Conference.Taps;

/// <summary>What has become of a picture.</summary>
internal enum PictureStep
{
    /// <summary>Packets are missing still, or there was nothing.</summary>
    More,

    /// <summary>It is whole and can be taken until the next packet.</summary>
    Whole,

    /// <summary>It cannot become whole: what follows cannot be decoded.</summary>
    Broken,
}

/// <summary>Puts one layer's packets together into pictures, as its codec cuts them. They come in order and without holes.</summary>
internal abstract class PictureBuilder
{
    /// <summary>Bytes. A picture beyond this is given up; a 720p key frame has about 100 kB.</summary>
    protected const int MaxFrame = 512 * 1024;

    public uint Timestamp { get; protected set; }

    /// <summary>A decoder that knows nothing can begin with it.</summary>
    public bool IsKeyFrame { get; protected set; }

    /// <summary>It would be one, but a decoder must have been told by another way what it holds.</summary>
    public bool LacksParameters { get; protected set; }

    public TapFormat Format { get; protected set; }

    public abstract ReadOnlySpan<byte> Frame { get; }

    /// <summary>Forgets the picture that was begun.</summary>
    public abstract void Clear();

    /// <summary>Ends the picture that was begun if this packet belongs to a later one.</summary>
    public virtual PictureStep EndBefore(in StoredPacket packet) => PictureStep.More;

    public abstract PictureStep Add(in StoredPacket packet);
}

/// <summary>VP8 (RFC 7741): the payload descriptor says where a picture begins, the marker where it ends.</summary>
internal sealed class Vp8PictureBuilder : PictureBuilder
{
    private byte[] _frame = [];
    private int _length;
    private bool _inFrame;

    public override ReadOnlySpan<byte> Frame => _frame.AsSpan(0, _length);

    public override void Clear() => _inFrame = false;

    public override PictureStep Add(in StoredPacket packet)
    {
        if (!Vp8Descriptor.TryParse(packet.Payload, out Vp8Descriptor descriptor))
        {
            return PictureStep.More;
        }

        if ((packet.Mark & PacketMark.FrameStart) != 0)
        {
            (_inFrame, _length, Timestamp, IsKeyFrame) = (true, 0, packet.Timestamp, packet.StartsKeyFrame);
            Format = descriptor.TryGetKeyFrameSize(packet.Payload, out int width, out int height)
                ? new TapFormat(MediaCodec.Vp8, width, height)
                : new TapFormat(MediaCodec.Vp8);
        }

        if (!_inFrame || packet.Timestamp != Timestamp)
        {
            return PictureStep.More;
        }

        ReadOnlySpan<byte> bytes = packet.Payload[descriptor.Length..];
        if (_length + bytes.Length > MaxFrame)
        {
            return PictureStep.Broken;
        }

        if (_length + bytes.Length > _frame.Length)
        {
            Array.Resize(ref _frame, Math.Max(16 * 1024, 2 * (_length + bytes.Length)));
        }

        bytes.CopyTo(_frame.AsSpan(_length));
        _length += bytes.Length;
        _inFrame = !packet.Marker;
        return packet.Marker ? PictureStep.Whole : PictureStep.More;
    }
}

/// <summary>
/// H.264 (RFC 6184): the packets of one timestamp are a picture; the marker ends it, or the next timestamp where there is none. A key frame
/// is an IDR picture that brings its parameter sets, as all browsers send it.
/// </summary>
internal sealed class H264PictureBuilder : PictureBuilder
{
    private readonly H264Frame _frame = new(MaxFrame);
    private readonly byte[] _written = new byte[H264KeyFrame.MaxConfiguration];
    private byte[] _configuration = [];
    private bool _inFrame;
    private bool _hasEnded;

    public override ReadOnlySpan<byte> Frame => _frame.Bytes;

    public override void Clear() => _inFrame = _hasEnded = false;

    public override PictureStep EndBefore(in StoredPacket packet) => _inFrame && packet.Timestamp != Timestamp ? End() : PictureStep.More;

    public override PictureStep Add(in StoredPacket packet)
    {
        if (!_inFrame)
        {
            if (_hasEnded && packet.Timestamp == Timestamp)
            {
                return PictureStep.More; // behind the marker nothing of the picture can follow
            }

            (_inFrame, Timestamp) = (true, packet.Timestamp);
            _frame.Clear();
        }

        if (!_frame.TryAdd(packet.Payload))
        {
            return PictureStep.Broken;
        }

        return packet.Marker ? End() : PictureStep.More;
    }

    private PictureStep End()
    {
        (_inFrame, _hasEnded) = (false, true);
        if (_frame.IsOpen)
        {
            return PictureStep.Broken;
        }

        if (_frame.Bytes.IsEmpty)
        {
            return PictureStep.More;
        }

        IsKeyFrame = H264KeyFrame.TryRead(_frame.Bytes, out H264KeyFrame key);
        LacksParameters = !IsKeyFrame && H264KeyFrame.IsRandomAccess(_frame.Bytes);
        Format = new TapFormat(MediaCodec.H264);
        if (IsKeyFrame)
        {
            ReadOnlySpan<byte> configuration = _written.AsSpan(0, key.WriteConfiguration(_written));
            if (!configuration.SequenceEqual(_configuration))
            {
                _configuration = configuration.ToArray(); // another, since the sink may keep the one before
            }

            Format = new TapFormat(MediaCodec.H264, key.Parameters.Width, key.Parameters.Height, _configuration);
        }

        return PictureStep.Whole;
    }
}
