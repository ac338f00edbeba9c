using System.Security.Cryptography;
using Meetings.Media.Session.Srtp;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using TlsHash = Org.BouncyCastle.Tls.HashAlgorithm;

namespace Meetings.Media.Engine.Dtls;

/// <summary>
/// Our side of a DTLS-SRTP handshake (RFC 5764, RFC 8827 section 6.5): DTLS 1.2, ECDHE-ECDSA with AES-128-GCM on P-256, extended
/// master secret, a client certificate that matches the signalled fingerprint, and nothing else.
/// </summary>
internal sealed class MediaTlsServer(BcTlsCrypto crypto, DtlsCertificate certificate, byte[] expectedFingerprint) : DefaultTlsServer(crypto)
{
    /// <summary>A handshake older than this is given up, in milliseconds.</summary>
    public const int LifetimeMilliseconds = 30_000;

    private static readonly int[] Suites = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];
    private static readonly int[] Groups = [NamedGroup.secp256r1];
    private static readonly int[] Preferred = [SrtpProtectionProfile.SRTP_AEAD_AES_128_GCM, SrtpProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80];

    private int _profile;

    public SrtpProfile Profile => (SrtpProfile)_profile;

    /// <summary>Null until the handshake is done.</summary>
    public SrtpKeys? Keys { get; private set; }

    /// <summary>The alert we raised, if any.</summary>
    public short? RaisedAlert { get; private set; }

    public short? ReceivedAlert { get; private set; }

    public override int GetHandshakeTimeoutMillis() => LifetimeMilliseconds;

    // Browsers retransmit after 50 ms; a quarter of a second suits lines of 200 ms round trip.
    public override int GetHandshakeResendTimeMillis() => 250;

    public override int GetMaxHandshakeMessageSize() => DtlsRecords.MaxHandshakeMessage;

    public override bool RequiresExtendedMasterSecret() => true;

    // Forged records from a spoofed source must not end a session.
    public override bool IgnoreCorruptDtlsRecords => true;

    // The signature of a self-signed certificate proves nothing; the fingerprint does.
    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

    protected override int[] GetSupportedCipherSuites() => Suites;

    public override int[] GetSupportedGroups() => Groups;

    public override TlsSession GetSessionToResume(byte[] sessionID) => null!;

    public override byte[] GetNewSessionID() => [];

    public override void ProcessClientExtensions(IDictionary<int, byte[]> clientExtensions)
    {
        base.ProcessClientExtensions(clientExtensions);
        var offered = clientExtensions is null ? null : TlsSrtpUtilities.GetUseSrtpExtension(clientExtensions)?.ProtectionProfiles;
        foreach (var profile in Preferred)
        {
            if (offered is not null && Array.IndexOf(offered, profile) >= 0)
            {
                _profile = profile;
                return;
            }
        }

        throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
    }

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        var extensions = base.GetServerExtensions() ?? new Dictionary<int, byte[]>();
        TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([_profile], []));
        return extensions;
    }

    public override CertificateRequest GetCertificateRequest() => new(
        [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
        [
            new SignatureAndHashAlgorithm(TlsHash.sha256, SignatureAlgorithm.ecdsa),
            new SignatureAndHashAlgorithm(TlsHash.sha256, SignatureAlgorithm.rsa),
        ],
        null);

    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (clientCertificate is null || clientCertificate.IsEmpty)
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "no client certificate");
        var actual = SHA256.HashData(clientCertificate.GetCertificateAt(0).GetEncoded());
        if (!CryptographicOperations.FixedTimeEquals(actual, expectedFingerprint))
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "the certificate is not the signalled one");
    }

    protected override TlsCredentialedSigner GetECDsaSignerCredentials() => new DtlsSigner(certificate, Crypto);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        Keys = SrtpKeys.Export(m_context, Profile);
    }

    public override void NotifyAlertRaised(short alertLevel, short alertDescription, string message, Exception cause)
    {
        if (alertDescription != AlertDescription.close_notify)
            RaisedAlert = alertDescription;
    }

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) => ReceivedAlert = alertDescription;
}
