using System.Buffers.Binary;

namespace Meetings.Media.Wire.Codecs;

/// <summary>The VP8 payload descriptor in front of every RTP payload (RFC 7741 section 4.2).</summary>
public readonly struct Vp8Descriptor
{
    /// <summary>Longest descriptor in bytes: also what <see cref="Write"/> needs at most.</summary>
    public const int MaxLength = 6;

    private readonly byte _first;
    private readonly byte _extension;
    private readonly byte _temporal;

    private Vp8Descriptor(byte first, byte extension, int pictureId, bool wide, byte tl0PicIdx, byte temporal, int length)
    {
        _first = first;
        _extension = extension;
        _temporal = temporal;
        PictureId = pictureId;
        HasWidePictureId = wide;
        Tl0PicIdx = tl0PicIdx;
        Length = length;
    }

    /// <summary>Bytes of the descriptor, 1-6.</summary>
    public int Length { get; }

    /// <summary>N: the frame is not a reference and may be dropped.</summary>
    public bool NonReference => (_first & 0x20) != 0;

    /// <summary>S: the payload begins a VP8 partition.</summary>
    public bool StartOfPartition => (_first & 0x10) != 0;

    /// <summary>PID, 0-7.</summary>
    public int PartitionIndex => _first & 0x07;

    /// <summary>The payload begins a frame: S set and partition 0.</summary>
    public bool StartOfFrame => (_first & 0x17) == 0x10;

    public bool HasPictureId => (_extension & 0x80) != 0;

    /// <summary>True for the 15-bit form (M set).</summary>
    public bool HasWidePictureId { get; }

    /// <summary>7 or 15 bits; 0 without one.</summary>
    public int PictureId { get; }

    public bool HasTl0PicIdx => (_extension & 0x40) != 0;

    public byte Tl0PicIdx { get; }

    public bool HasTid => (_extension & 0x20) != 0;

    /// <summary>Temporal layer 0-3; 0 without one.</summary>
    public int Tid => HasTid ? _temporal >> 6 : 0;

    /// <summary>Y: depends on the base layer only, so switching up to this layer is safe here.</summary>
    public bool LayerSync => HasTid && (_temporal & 0x20) != 0;

    public bool HasKeyIdx => (_extension & 0x10) != 0;

    /// <summary>Temporal key frame index, 0-31; 0 without one.</summary>
    public int KeyIdx => HasKeyIdx ? _temporal & 0x1f : 0;

    /// <summary>Bytes of this descriptor when written with <see cref="Write"/>: the picture id widened to 15 bits.</summary>
    public int WideLength => HasPictureId && !HasWidePictureId ? Length + 1 : Length;

    public static bool TryParse(ReadOnlySpan<byte> payload, out Vp8Descriptor descriptor)
    {
        descriptor = default;
        if (payload.IsEmpty)
            return false;
        var first = payload[0];
        var at = 1;
        byte extension = 0, tl0 = 0, temporal = 0;
        var pictureId = 0;
        var wide = false;
        if ((first & 0x80) != 0)
        {
            if (payload.Length <= at)
                return false;
            extension = (byte)(payload[at++] & 0xf0);
            if ((extension & 0x80) != 0)
            {
                if (payload.Length <= at)
                    return false;
                pictureId = payload[at] & 0x7f;
                wide = (payload[at++] & 0x80) != 0;
                if (wide)
                {
                    if (payload.Length <= at)
                        return false;
                    pictureId = (pictureId << 8) | payload[at++];
                }
            }

            if ((extension & 0x40) != 0)
            {
                if (payload.Length <= at)
                    return false;
                tl0 = payload[at++];
            }

            if ((extension & 0x30) != 0)
            {
                if (payload.Length <= at)
                    return false;
                temporal = payload[at++];
            }
        }

        // A descriptor without a single byte of VP8 behind it is not a packet an encoder makes.
        if (payload.Length == at)
            return false;
        descriptor = new Vp8Descriptor(first, extension, pictureId, wide, tl0, temporal, at);
        return true;
    }

    /// <summary>The first packet of a key frame: start of frame, and P clear in the VP8 payload header (RFC 7741 section 4.3).</summary>
    /// <param name="payload">The payload this descriptor was parsed from.</param>
    public bool IsKeyFrame(ReadOnlySpan<byte> payload) => StartOfFrame && payload.Length > Length && (payload[Length] & 1) == 0;

    /// <summary>Width and height from a key frame's header, in pixels before scaling (RFC 6386 section 9.1).</summary>
    public bool TryGetKeyFrameSize(ReadOnlySpan<byte> payload, out int width, out int height)
    {
        width = height = 0;
        if (!IsKeyFrame(payload) || payload.Length < Length + 10)
            return false;
        var frame = payload[Length..];
        if (frame[3] != 0x9d || frame[4] != 0x01 || frame[5] != 0x2a)
            return false;
        width = BinaryPrimitives.ReadUInt16LittleEndian(frame[6..]) & 0x3fff;
        height = BinaryPrimitives.ReadUInt16LittleEndian(frame[8..]) & 0x3fff;
        return true;
    }

    /// <summary>Overwrites picture id and TL0PICIDX in place, where present, in the width they came in.</summary>
    /// <param name="payload">The payload this descriptor was parsed from.</param>
    public void Rewrite(Span<byte> payload, int pictureId, byte tl0PicIdx)
    {
        var at = 2;
        if (HasPictureId)
        {
            if (HasWidePictureId)
            {
                BinaryPrimitives.WriteUInt16BigEndian(payload[at..], (ushort)(0x8000 | (pictureId & 0x7fff)));
                at += 2;
            }
            else
            {
                payload[at++] = (byte)(pictureId & 0x7f);
            }
        }

        if (HasTl0PicIdx)
            payload[at] = tl0PicIdx;
    }

    /// <summary>Writes the full descriptor of a sender of one temporal layer: 15-bit picture id, TL0PICIDX, TID and KEYIDX.</summary>
    /// <param name="begins">The payload begins the frame.</param>
    /// <param name="pictureId">0-32767.</param>
    /// <param name="keyIdx">0-31, one more with every key frame.</param>
    /// <returns>Bytes written: <see cref="MaxLength"/>.</returns>
    public static int WriteNew(Span<byte> to, bool begins, int pictureId, byte tl0PicIdx, int keyIdx)
    {
        to[0] = (byte)(0x80 | (begins ? 0x10 : 0));
        to[1] = 0xf0;
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], (ushort)(0x8000 | (pictureId & 0x7fff)));
        to[4] = tl0PicIdx;
        to[5] = (byte)(keyIdx & 0x1f);
        return MaxLength;
    }

    /// <summary>
    /// Writes this descriptor anew with a 15-bit picture id, so that slots fed by senders of either width stay one continuous stream.
    /// </summary>
    /// <returns>Bytes written: <see cref="WideLength"/>.</returns>
    public int Write(Span<byte> to, int pictureId, byte tl0PicIdx)
    {
        to[0] = _first;
        if ((_first & 0x80) == 0)
            return 1;
        to[1] = _extension;
        var at = 2;
        if (HasPictureId)
        {
            BinaryPrimitives.WriteUInt16BigEndian(to[at..], (ushort)(0x8000 | (pictureId & 0x7fff)));
            at += 2;
        }

        if (HasTl0PicIdx)
            to[at++] = tl0PicIdx;
        if (HasTid || HasKeyIdx)
            to[at++] = _temporal;
        return at;
    }
}
