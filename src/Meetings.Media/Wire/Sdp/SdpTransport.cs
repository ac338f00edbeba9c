using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace Meetings.Media.Wire.Sdp;

/// <summary>
/// How offers and answers travel in the hub: UTF-8, raw deflate (RFC 1951, what browsers call "deflate-raw"), base64. Nineteen
/// kilobytes of offer become little more than one.
/// </summary>
public static class SdpTransport
{
    /// <summary>Longest packed text accepted, in characters.</summary>
    public const int MaxPacked = 64 * 1024;

    public static string Pack(string sdp)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(Encoding.UTF8.GetBytes(sdp));
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    /// <summary>False when it is not base64 of deflate, or would inflate beyond <see cref="SdpParser.MaxLength"/> bytes.</summary>
    public static bool TryUnpack(string packed, out string sdp)
    {
        sdp = "";
        if (packed.Length > MaxPacked)
            return false;
        var bytes = new byte[packed.Length];
        if (!Convert.TryFromBase64String(packed, bytes, out var length))
            return false;

        var inflated = ArrayPool<byte>.Shared.Rent(SdpParser.MaxLength + 1);
        try
        {
            using var deflate = new DeflateStream(new MemoryStream(bytes, 0, length), CompressionMode.Decompress);
            var total = deflate.ReadAtLeast(inflated.AsSpan(0, SdpParser.MaxLength + 1), SdpParser.MaxLength + 1, throwOnEndOfStream: false);
            if (total == 0 || total > SdpParser.MaxLength)
                return false;
            sdp = Encoding.UTF8.GetString(inflated, 0, total);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(inflated);
        }
    }
}
