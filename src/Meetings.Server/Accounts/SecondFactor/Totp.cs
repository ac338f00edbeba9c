using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Meetings.Server.Accounts.SecondFactor;

/// <summary>
/// Time-based one-time passwords, six digits every 30 seconds with HMAC-SHA-1, as every authenticator app has them (RFC 6238). Identity's
/// own provider takes codes of two steps either way and any number of times; here it is one step and once (OWASP ASVS 6.5.1, 6.5.5).
/// </summary>
internal static class Totp
{
    public const int SecretLength = 20;
    private const int StepSeconds = 30;
    private const int Digits = 6;
    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <param name="lastStep">Step of the last code taken: that one and earlier ones are refused.</param>
    /// <param name="step">Step of this code, to be kept as the last.</param>
    public static bool TryVerify(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long lastStep, out long step)
    {
        var current = now.ToUnixTimeSeconds() / StepSeconds;
        var typed = Encoding.ASCII.GetBytes(new string([.. code.Where(char.IsAsciiDigit)]));
        for (step = current - 1; step <= current + 1; step++)
        {
            if (step > lastStep && CryptographicOperations.FixedTimeEquals(typed, Encoding.ASCII.GetBytes(Code(secret, step, Digits))))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>HOTP of a step (RFC 4226 section 5.3).</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits)
    {
        Span<byte> counter = stackalloc byte[8];
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // The algorithm of RFC 6238's default and of every app; HMAC does not rest on collision resistance.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var truncated = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        return (truncated % (int)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>RFC 4648 section 6, without padding, as apps want secrets typed.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        int bits = 0, value = 0;
        foreach (var one in bytes)
        {
            value = value << 8 | one;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Base32Letters[value >> (bits - 5) & 31]);
            }
        }

        return bits > 0 ? text.Append(Base32Letters[value << (5 - bits) & 31]).ToString() : text.ToString();
    }

    /// <summary>What the QR code of an authenticator app says (Key URI format).</summary>
    public static string Uri(string account, string issuer, string base32) =>
        $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={base32}&issuer={System.Uri.EscapeDataString(issuer)}&digits={Digits}&period={StepSeconds}";
}
