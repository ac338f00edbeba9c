using System.Collections.Concurrent;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Conference;
using Meetings.Media.Engine.Dtls;
using Meetings.Media.Primitives;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Meetings.Media.Tests.Engine.Dtls;

/// <summary>A DTLS client joined to a server session by a wire that can drop, swap or change datagrams.</summary>
internal sealed class DtlsWire : IDisposable
{
    private readonly BlockingCollection<byte[]> _toClient = [];
    private readonly BlockingCollection<RoomCommand> _commands = [];
    private readonly DtlsAcceptor _acceptor;

    public DtlsWire(byte[]? expectedFingerprint = null)
    {
        _acceptor = new DtlsAcceptor(Server);
        Session = _acceptor.Open(new PeerId(7), expectedFingerprint ?? Client.FingerprintSha256, command =>
        {
            if (command is DtlsSend send)
            {
                Sent.Add(send.Datagram.ToArray());
                _toClient.Add(send.Datagram.ToArray());
            }
            else
                _commands.Add(command);
        });
        ToServer = datagram => [datagram];
    }

    public DtlsCertificate Server { get; } = DtlsCertificate.Create();

    public DtlsCertificate Client { get; } = DtlsCertificate.Create("client");

    public DtlsSession Session { get; }

    /// <summary>What becomes of a datagram from the client.</summary>
    public Func<byte[], IEnumerable<byte[]>> ToServer { get; set; }

    public DtlsAcceptor Acceptor => _acceptor;

    public List<DropReason> Drops { get; } = [];

    /// <summary>What the server sent; read it when the handshake is over.</summary>
    public List<byte[]> Sent { get; } = [];

    public DtlsClient NewClient(int[]? suites = null, int[]? profiles = null, bool withCertificate = true)
    {
        var client = new DtlsClient(new BcTlsCrypto(), withCertificate ? Client : null)
        {
            Suites = suites ?? [CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256],
            Profiles = profiles ?? [SrtpProtectionProfile.SRTP_AEAD_AES_128_GCM, SrtpProtectionProfile.SRTP_AES128_CM_HMAC_SHA1_80],
        };
        return client;
    }

    public DtlsTransport Connect(DtlsClient client) => new DtlsClientProtocol().Connect(client, new ClientEnd(this));

    public RoomCommand NextCommand()
    {
        Assert.True(_commands.TryTake(out var command, TimeSpan.FromSeconds(20)), "no command came");
        return command;
    }

    /// <summary>The next datagram of the server, for tests without a client.</summary>
    public byte[] NextSent()
    {
        Assert.True(_toClient.TryTake(out var datagram, TimeSpan.FromSeconds(20)), "the server sent nothing");
        return datagram;
    }

    /// <summary>The hello of somebody who could shake hands with anybody.</summary>
    public static byte[] StrangersHello()
    {
        using var certificate = DtlsCertificate.Create("stranger");
        var end = new HelloOnly();
        Assert.ThrowsAny<IOException>(() => new DtlsClientProtocol().Connect(new DtlsClient(new BcTlsCrypto(), certificate), end));
        return end.First!;
    }

    public void Deliver(byte[] datagram)
    {
        foreach (var one in ToServer(datagram))
            if (Session.Feed(one) is var drop and not DropReason.None)
                Drops.Add(drop);
    }

    public void Dispose()
    {
        Session.Close();
        _acceptor.Dispose();
        Server.Dispose();
        Client.Dispose();
        _toClient.Dispose();
        _commands.Dispose();
    }

    /// <summary>Keeps the first datagram and gives up.</summary>
    private sealed class HelloOnly : DatagramTransport
    {
        public byte[]? First { get; private set; }

        public int GetReceiveLimit() => 2048;

        public int GetSendLimit() => 1200;

        // An exception of input or output would be taken for a timeout.
        public int Receive(byte[] buf, int off, int len, int waitMillis) => throw new InvalidOperationException("the hello is all");

        public int Receive(Span<byte> buffer, int waitMillis) => throw new InvalidOperationException("the hello is all");

        public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

        public void Send(ReadOnlySpan<byte> buffer) => First ??= buffer.ToArray();

        public void Close()
        {
        }
    }

    private sealed class ClientEnd(DtlsWire wire) : DatagramTransport
    {
        public int GetReceiveLimit() => 2048;

        public int GetSendLimit() => 1200;

        public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

        public int Receive(Span<byte> buffer, int waitMillis)
        {
            if (!wire._toClient.TryTake(out var datagram, waitMillis))
                return -1;
            datagram.CopyTo(buffer);
            return datagram.Length;
        }

        public void Send(byte[] buf, int off, int len) => wire.Deliver(buf.AsSpan(off, len).ToArray());

        public void Send(ReadOnlySpan<byte> buffer) => wire.Deliver(buffer.ToArray());

        public void Close()
        {
        }
    }
}
