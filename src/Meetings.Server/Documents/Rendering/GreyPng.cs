using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Meetings.Server.Documents.Rendering;

/// <summary>Writes a grey picture as PNG with 16 greys: text stays clear in a third of the bytes.</summary>
internal static class GreyPng
{
    private const int MostPixels = 40_000_000;

    /// <summary>From a binary PGM ("P5"); null when it is not one.</summary>
    public static byte[]? FromPgm(ReadOnlySpan<byte> pgm)
    {
        if (!TryHeader(pgm, out var width, out var height, out var at) || (long)width * height > MostPixels || pgm.Length - at < width * height)
        {
            return null;
        }

        var stride = (width + 1) / 2;
        var raw = new byte[(stride + 1) * height];
        for (var y = 0; y < height; y++)
        {
            var row = pgm.Slice(at + (y * width), width);
            var target = raw.AsSpan((y * (stride + 1)) + 1, stride);
            for (var x = 0; x < width; x++)
            {
                var level = ((row[x] * 15) + 127) / 255;
                target[x / 2] |= (byte)(x % 2 == 0 ? level << 4 : level);
            }
        }

        using var png = new MemoryStream();
        png.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 4; // bits a sample; colour type 0 (grey), deflate, filter method 0, no interlace
        Chunk(png, "IHDR"u8, header);
        using var data = new MemoryStream();
        using (var deflate = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(raw);
        }

        Chunk(png, "IDAT"u8, data.ToArray());
        Chunk(png, "IEND"u8, []);
        return png.ToArray();
    }

    private static bool TryHeader(ReadOnlySpan<byte> pgm, out int width, out int height, out int at)
    {
        width = height = at = 0;
        if (!pgm.StartsWith("P5"u8))
        {
            return false;
        }

        at = 2;
        Span<int> numbers = stackalloc int[3];
        foreach (ref var number in numbers)
        {
            while (at < pgm.Length && pgm[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
            {
                at++;
            }

            var digits = 0;
            for (; at < pgm.Length && char.IsAsciiDigit((char)pgm[at]) && digits < 6; at++, digits++)
            {
                number = (number * 10) + (pgm[at] - '0');
            }

            if (digits == 0)
            {
                return false;
            }
        }

        at++;
        (width, height) = (numbers[0], numbers[1]);
        return width > 0 && height > 0 && numbers[2] == 255 && at <= pgm.Length;
    }

    private static void Chunk(MemoryStream png, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        png.Write(number);
        png.Write(type);
        png.Write(data);
        var crc = new Crc32();
        crc.Append(type);
        crc.Append(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, crc.GetCurrentHashAsUInt32());
        png.Write(number);
    }
}
