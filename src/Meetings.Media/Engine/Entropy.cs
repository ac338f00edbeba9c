using System.Security.Cryptography;

namespace Meetings.Media.Engine;

/// <summary>The engine's only source of randomness; it enters rooms as arguments.</summary>
internal static class Entropy
{
    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static byte[] Bytes(int count) => RandomNumberGenerator.GetBytes(count);

    public static uint NextUInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        RandomNumberGenerator.Fill(bytes);
        return BitConverter.ToUInt32(bytes);
    }

    /// <summary>Six random bits a character (RFC 8445 section 5.3 wants 24 bits in a fragment and 128 in a password).</summary>
    public static string IceText(int length) => RandomNumberGenerator.GetString(IceChars, length);
}
