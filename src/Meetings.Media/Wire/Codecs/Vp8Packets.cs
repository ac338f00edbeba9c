namespace Meetings.Media.Wire.Codecs;

/// <summary>Cuts VP8 frames into RTP payloads and counts pictures, as one sender of one temporal layer (RFC 7741 section 4.2).</summary>
public struct Vp8Packets
{
    private int _pictureId;
    private byte _tl0PicIdx;
    private int _keyIdx;

    /// <summary>How many payloads of at most <paramref name="maxPayload"/> bytes the frame needs; they are equally long, give or take one byte.</summary>
    public static int Count(int frameLength, int maxPayload) => (frameLength + maxPayload - Vp8Descriptor.MaxLength - 1) / (maxPayload - Vp8Descriptor.MaxLength);

    /// <summary>Counts the next picture; call before writing its payloads.</summary>
    public void Begin(bool isKeyFrame)
    {
        _pictureId = (_pictureId + 1) & 0x7fff;
        _tl0PicIdx++;
        if (isKeyFrame)
            _keyIdx = (_keyIdx + 1) & 0x1f;
    }

    /// <param name="index">From 0 to <paramref name="count"/> - 1.</param>
    /// <returns>Bytes written.</returns>
    public readonly int Write(Span<byte> to, ReadOnlySpan<byte> frame, int index, int count)
    {
        var descriptor = Vp8Descriptor.WriteNew(to, index == 0, _pictureId, _tl0PicIdx, _keyIdx);
        int from = (int)((long)frame.Length * index / count), until = (int)((long)frame.Length * (index + 1) / count);
        frame[from..until].CopyTo(to[descriptor..]);
        return descriptor + until - from;
    }
}
