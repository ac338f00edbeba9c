using System.Security.Cryptography;
using Meetings.Media.Session.Srtp;
using Org.BouncyCastle.Tls;

namespace Meetings.Media.Engine.Dtls;

/// <summary>Master key and salt of each direction, as exported from DTLS (RFC 5764 section 4.2).</summary>
internal sealed record SrtpKeys(byte[] ClientWrite, byte[] ServerWrite)
{
    public static SrtpKeys Export(TlsContext context, SrtpProfile profile)
    {
        const int key = 16;
        var salt = profile == SrtpProfile.AeadAes128Gcm ? 12 : 14;
        var material = context.ExportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
        var keys = new SrtpKeys(
            [.. material.AsSpan(0, key), .. material.AsSpan(2 * key, salt)],
            [.. material.AsSpan(key, key), .. material.AsSpan(2 * key + salt, salt)]);
        CryptographicOperations.ZeroMemory(material);
        return keys;
    }
}
