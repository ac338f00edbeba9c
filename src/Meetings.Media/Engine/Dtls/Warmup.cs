using System.Collections.Concurrent;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Meetings.Media.Engine.Dtls;

/// <summary>
/// Shakes hands with ourselves at start: the first handshake of a process compiles for a quarter of a second, which the first person to
/// join should not wait for. In the background follow a meeting of two on the loopback interface, which compiles the way from offer to
/// forwarded packet, and some dozens of handshakes, which bring the code to its final tier at a tenth of the cost.
/// </summary>
internal static class Warmup
{
    /// <summary>The runtime compiles a method anew after thirty calls.</summary>
    private const int Background = 40;

    private static int _done;

    /// <summary>Once a process; later calls return at once.</summary>
    public static void Run()
    {
        if (Interlocked.Exchange(ref _done, 1) == 1)
            return;
        Handshake();
        new Thread(() =>
        {
            WarmupMeeting.Run();
            for (var i = 0; i < Background; i++)
                Handshake();
        })
        { IsBackground = true, Name = "dtls-warm-up", Priority = ThreadPriority.Lowest }.Start();
    }

    private static void Handshake()
    {
        // An acceptor of its own: these are not joins and are not counted.
        using var server = DtlsCertificate.Create();
        using var acceptor = new DtlsAcceptor(server);
        using var certificate = DtlsCertificate.Create("warm-up");
        using var toClient = new BlockingCollection<byte[]>();
        var session = acceptor.Open(default, certificate.FingerprintSha256, command =>
        {
            if (command is DtlsSend send)
                toClient.Add(send.Datagram.ToArray());
        });
        try
        {
            var client = new Client(new BcTlsCrypto(), certificate);
            new DtlsClientProtocol().Connect(client, new Wire(session, toClient));
        }
        catch (IOException)
        {
            // Only warmth is lost.
        }
        finally
        {
            session.Close();
        }
    }

    private sealed class Client(BcTlsCrypto crypto, DtlsCertificate certificate) : DefaultTlsClient(crypto)
    {
        public override int GetHandshakeTimeoutMillis() => 5_000;

        protected override ProtocolVersion[] GetSupportedVersions() => ProtocolVersion.DTLSv12.Only();

        protected override int[] GetSupportedCipherSuites() => [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256];

        public override IDictionary<int, byte[]> GetClientExtensions()
        {
            var extensions = base.GetClientExtensions();
            TlsSrtpUtilities.AddUseSrtpExtension(extensions, new UseSrtpData([SrtpProtectionProfile.SRTP_AEAD_AES_128_GCM], []));
            return extensions;
        }

        public override TlsAuthentication GetAuthentication() => new Authentication(new DtlsSigner(certificate, Crypto));
    }

    private sealed class Authentication(DtlsSigner signer) : TlsAuthentication
    {
        public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
        {
        }

        public TlsCredentials GetClientCredentials(CertificateRequest certificateRequest) => signer;
    }

    private sealed class Wire(DtlsSession session, BlockingCollection<byte[]> toClient) : DatagramTransport
    {
        public int GetReceiveLimit() => 2048;

        public int GetSendLimit() => 1200;

        public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

        public int Receive(Span<byte> buffer, int waitMillis)
        {
            if (!toClient.TryTake(out var datagram, waitMillis))
                return -1;
            datagram.CopyTo(buffer);
            return datagram.Length;
        }

        public void Send(byte[] buf, int off, int len) => session.Feed(buf.AsSpan(off, len).ToArray());

        public void Send(ReadOnlySpan<byte> buffer) => session.Feed(buffer.ToArray());

        public void Close()
        {
        }
    }
}
