using ImageMagick;
using ImageMagick.Drawing;
using Meetings.Server.Documents.Rendering;

namespace Meetings.Server.Tests.Documents;

/// <summary>Pictures and scans for tests.</summary>
internal static class Pictures
{
    /// <summary>A PNG of that size; from 1000 pixels a side on only its header says so, the pixels are missing.</summary>
    public static byte[] Png(int width, int height)
    {
        using var image = new MagickImage(MagickColors.SteelBlue, (uint)Math.Min(width, 999), (uint)Math.Min(height, 999));
        var png = image.ToByteArray(MagickFormat.Png);
        if (width >= 1000)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
            var crc = new System.IO.Hashing.Crc32();
            crc.Append(png.AsSpan(12, 17));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), crc.GetCurrentHashAsUInt32());
        }

        return png;
    }

    /// <summary>A photograph-like picture with Vietnamese words in it.</summary>
    public static byte[] Jpeg(string words, uint width = 1240, uint height = 1754)
    {
        using var image = new MagickImage(new MagickColor("#f4f2ee"), width, height);
        new Drawables().Font(PictureWork.FindFont()!).FontPointSize(40).FillColor(MagickColors.Black).Text(100, 200, words).Draw(image);
        image.Quality = 80;
        return image.ToByteArray(MagickFormat.Jpeg);
    }
}
