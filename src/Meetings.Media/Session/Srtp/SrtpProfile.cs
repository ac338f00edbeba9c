namespace Meetings.Media.Session.Srtp;

/// <summary>SRTP protection profiles as numbered for DTLS-SRTP (RFC 5764 section 4.1.2, RFC 7714 section 14.2).</summary>
public enum SrtpProfile : ushort
{
    AesCm128HmacSha1Tag80 = 0x0001,
    AeadAes128Gcm = 0x0007,
}
