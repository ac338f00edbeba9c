using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using TlsHash = Org.BouncyCastle.Tls.HashAlgorithm;

namespace Meetings.Media.Engine.Dtls;

/// <summary>Lets BouncyCastle's handshake sign with the platform's ECDSA.</summary>
internal sealed class DtlsSigner(DtlsCertificate own, TlsCrypto crypto) : TlsCredentialedSigner
{
    public Certificate Certificate { get; } = new([crypto.CreateCertificate(CertificateType.X509, own.Encoded)]);

    public SignatureAndHashAlgorithm SignatureAndHashAlgorithm { get; } = new(TlsHash.sha256, SignatureAlgorithm.ecdsa);

    public byte[] GenerateRawSignature(byte[] hash) => own.SignHash(hash);

    public TlsStreamSigner GetStreamSigner() => null!;
}
