using System.Buffers.Binary;

namespace Meetings.Media.Wire.Containers;

/// <summary>VP8 pictures read from an IVF file: a 32-byte head, then frames of a 12-byte head each. The first is a key frame.</summary>
public sealed class VideoClip
{
    private const int FileHead = 32;
    private const int FrameHead = 12;

    private VideoClip(int width, int height, double framesPerSecond, IReadOnlyList<ReadOnlyMemory<byte>> frames)
    {
        Width = width;
        Height = height;
        FramesPerSecond = framesPerSecond;
        Frames = frames;
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>More than 0, at most 120.</summary>
    public double FramesPerSecond { get; }

    /// <summary>At least one.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Frames { get; }

    /// <summary>False for anything but a whole VP8 file with an even rate.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> file, out VideoClip clip)
    {
        clip = null!;
        var bytes = file.Span;
        if (bytes.Length < FileHead || !bytes[..4].SequenceEqual("DKIF"u8) || !bytes.Slice(8, 4).SequenceEqual("VP80"u8))
            return false;
        var head = BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        uint rate = BinaryPrimitives.ReadUInt32LittleEndian(bytes[16..]), scale = BinaryPrimitives.ReadUInt32LittleEndian(bytes[20..]);
        if (head < FileHead || head > bytes.Length || scale == 0 || rate == 0 || rate > 120L * scale)
            return false;

        var frames = new List<ReadOnlyMemory<byte>>();
        for (int at = head; at < bytes.Length;)
        {
            if (bytes.Length - at < FrameHead)
                return false;
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            at += FrameHead;
            if (length == 0 || length > (uint)(bytes.Length - at))
                return false;
            frames.Add(file.Slice(at, (int)length));
            at += (int)length;
        }

        if (frames.Count == 0 || !IsKeyFrame(frames[0].Span))
            return false;
        clip = new VideoClip(
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]), rate / (double)scale, frames);
        return true;
    }

    /// <summary>RFC 6386 section 9.1: the lowest bit of the frame tag is 0.</summary>
    public static bool IsKeyFrame(ReadOnlySpan<byte> frame) => !frame.IsEmpty && (frame[0] & 1) == 0;
}
