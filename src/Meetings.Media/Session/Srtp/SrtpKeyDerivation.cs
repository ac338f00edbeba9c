using System.Security.Cryptography;

namespace Meetings.Media.Session.Srtp;

/// <summary>
/// Session keys from a master key and salt (RFC 3711 section 4.3.1 with the AES-CM PRF of 4.3.3, key derivation rate 0; RFC 7714
/// section 11 uses the same with a 96-bit salt filled up with zeros).
/// </summary>
internal static class SrtpKeyDerivation
{
    public const int MasterKeyLength = 16;
    private const int LongSaltLength = 14;

    public static void Derive(ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel label, Span<byte> sessionKey)
    {
        Span<byte> iv = stackalloc byte[16];
        iv.Clear();
        masterSalt[..Math.Min(masterSalt.Length, LongSaltLength)].CopyTo(iv);
        iv[7] ^= (byte)label;
        using var keystream = AesCounterMode.Create(masterKey);
        sessionKey.Clear();
        keystream.Apply(iv, sessionKey);
    }

    /// <summary>Bytes of master key and salt together for a profile (RFC 5764 section 4.1.2, RFC 7714 section 12).</summary>
    public static int MasterLength(SrtpProfile profile) => profile switch
    {
        SrtpProfile.AesCm128HmacSha1Tag80 => MasterKeyLength + 14,
        SrtpProfile.AeadAes128Gcm => MasterKeyLength + 12,
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "no such SRTP profile"),
    };
}

/// <summary>Labels of RFC 3711 section 4.3.1 (SRTP) and 4.3.2 (SRTCP).</summary>
internal enum SrtpKeyLabel : byte
{
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
    RtcpEncryption = 3,
    RtcpAuthentication = 4,
    RtcpSalt = 5,
}
