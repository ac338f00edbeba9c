using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Meetings.Media.Engine.Dtls;

/// <summary>
/// A self-signed ECDSA P-256 certificate made at start (RFC 8827 section 6.5). Nobody trusts its issuer: its SHA-256 fingerprint
/// travels in the answer, over the authenticated signalling connection.
/// </summary>
public sealed class DtlsCertificate : IDisposable
{
    private readonly Lock _signing = new();

    private DtlsCertificate(ECDsa key, byte[] encoded)
    {
        Key = key;
        Encoded = encoded;
        FingerprintSha256 = SHA256.HashData(encoded);
    }

    private ECDsa Key { get; }

    /// <summary>The certificate in DER.</summary>
    public byte[] Encoded { get; }

    /// <summary>SHA-256 of <see cref="Encoded"/>, 32 bytes.</summary>
    public byte[] FingerprintSha256 { get; }

    public static DtlsCertificate Create(string name = "meetings")
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return new DtlsCertificate(key, certificate.RawData);
    }

    /// <summary>Signs a hash; the platform's library does it five times faster than managed code.</summary>
    internal byte[] SignHash(byte[] hash)
    {
        lock (_signing)
            return Key.SignHash(hash, DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose() => Key.Dispose();
}
