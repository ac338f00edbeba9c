using System.Security.Cryptography;
using Meetings.Media.Engine.Dtls;
using Meetings.Media.Session.Srtp;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Meetings.Media.Engine.Participant;

/// <summary>The client's side of a DTLS-SRTP handshake as a browser does it; what it offers can be made worse for tests.</summary>
internal sealed class DtlsClient(BcTlsCrypto crypto, DtlsCertificate? certificate) : DefaultTlsClient(crypto)
{
    public int[] Suites { get; init; } = [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];

    public int[] Profiles { get; init; } = [SrtpProtectionProfile.SRTP_AEAD_AES_128_GCM, SrtpProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80];

    public ProtocolVersion Version { get; init; } = ProtocolVersion.DTLSv12;

    public SrtpProfile Profile { get; private set; }

    public SrtpKeys? Keys { get; private set; }

    /// <summary>SHA-256 of the server's certificate, once seen.</summary>
    public byte[] ServerFingerprint { get; private set; } = [];

    public short? ReceivedAlert { get; private set; }

    public override int GetHandshakeTimeoutMillis() => 20_000;

    public override int GetHandshakeResendTimeMillis() => 100;

    protected override ProtocolVersion[] GetSupportedVersions() => Version.Only();

    protected override int[] GetSupportedCipherSuites() => Suites;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        var extensions = base.GetClientExtensions();
        if (Profiles.Length > 0)
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData(Profiles, []));
        return extensions;
    }

    public override void ProcessServerExtensions(IDictionary<int, byte[]> serverExtensions)
    {
        base.ProcessServerExtensions(serverExtensions);
        Profile = (SrtpProfile)TlsSrtpUtilities.GetUseSrtpExtension(serverExtensions).ProtectionProfiles[0];
    }

    public override TlsAuthentication GetAuthentication() => new Authentication(this);

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        Keys = SrtpKeys.Export(m_context, Profile);
    }

    public override void NotifyAlertReceived(short alertLevel, short alertDescription) => ReceivedAlert = alertDescription;

    private sealed class Authentication(DtlsClient client) : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate) =>
            client.ServerFingerprint = SHA256.HashData(serverCertificate.Certificate.GetCertificateAt(0).GetEncoded());

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) =>
            client.Certificate is { } own ? new DtlsSigner(own, client.Crypto) : null!;
    }

    private DtlsCertificate? Certificate => certificate;
}
