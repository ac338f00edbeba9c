using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Meetings.Media.Engine.Dtls;

/// <summary>
/// DTLS with one PeerConnection: waits for a client hello, handshakes on a thread of the <see cref="DtlsAcceptor"/>, then answers
/// late retransmissions and notices a close. Results are commands to the room.
/// </summary>
internal sealed class DtlsSession
{
    /// <summary>Bytes taken before the handshake is done; a lossy line with ten retransmissions stays far below.</summary>
    private const int MaxHandshakeBytes = 64 * 1024;

    private readonly DtlsAcceptor _acceptor;
    private readonly PeerId _peer;
    private readonly byte[] _fingerprint;
    private readonly Action<RoomCommand> _post;
    private readonly Lock _gate = new();
    private QueuedTransport _transport;
    private DtlsTransport? _established;
    private MediaTlsServer? _server;
    private State _state;
    private int _received;
    private bool _pumping;

    public DtlsSession(DtlsAcceptor acceptor, PeerId peer, ReadOnlySpan<byte> fingerprint, Action<RoomCommand> post)
    {
        _acceptor = acceptor;
        _peer = peer;
        _fingerprint = fingerprint.ToArray();
        _post = post;
        _transport = NewTransport();
    }

    private enum State
    {
        Waiting,
        Handshaking,
        Established,
        Ended,
    }

    public bool IsEstablished => _state == State.Established;

    /// <summary>Takes a datagram that came from the peer's validated address.</summary>
    public DropReason Feed(ReadOnlyMemory<byte> datagram)
    {
        lock (_gate)
        {
            switch (_state)
            {
                case State.Ended:
                    return DropReason.PeerClosed;
                case State.Established:
                    if (!_transport.TryFeed(datagram))
                        return DropReason.DtlsOverLimit;
                    StartPump();
                    return DropReason.None;
                default:
                    return FeedHandshake(datagram);
            }
        }
    }

    public void Close()
    {
        lock (_gate)
        {
            _state = State.Ended;
            _transport.Close();
        }
    }

    private DropReason FeedHandshake(ReadOnlyMemory<byte> datagram)
    {
        if (!DtlsRecords.IsAcceptable(datagram.Span))
            return DropReason.DtlsMalformed;
        var begins = _state == State.Waiting;
        if (begins && !DtlsRecords.BeginsHandshake(datagram.Span))
            return DropReason.DtlsMalformed;
        if ((_received += datagram.Length) > MaxHandshakeBytes || !_transport.TryFeed(datagram))
            return DropReason.DtlsOverLimit;
        if (!begins)
            return DropReason.None;
        if (!_acceptor.TryEnqueue(this))
        {
            // The client repeats its hello; nothing of this attempt is kept.
            Reset();
            return DropReason.DtlsOverLimit;
        }

        _state = State.Handshaking;
        return DropReason.None;
    }

    /// <summary>Runs the handshake to its end on the calling thread; at most 30 s.</summary>
    public void Handshake(BcTlsCrypto crypto, DtlsCertificate certificate)
    {
        QueuedTransport transport;
        lock (_gate)
        {
            if (_state != State.Handshaking)
                return;
            transport = _transport;
        }

        var server = new MediaTlsServer(crypto, certificate, _fingerprint);
        try
        {
            var established = new DtlsServerProtocol().Accept(server, transport);
            var keys = server.Keys ?? throw new InvalidOperationException("a finished handshake without keys");
            lock (_gate)
            {
                if (_state != State.Handshaking)
                    return;
                _state = State.Established;
                _established = established;
                _server = server;
                _post(new DtlsEstablished(_peer, server.Profile, keys.ClientWrite, keys.ServerWrite));
                transport.ReleaseLastFlight();
                StartPump();
            }

            _acceptor.Completed();
        }
        catch (TlsTimeoutException)
        {
            // The line went away half way: the client may begin again.
            lock (_gate)
            {
                if (_state == State.Handshaking)
                    Reset();
            }

            _acceptor.Failed("timeout");
        }
        catch (IOException exception)
        {
            transport.Flush(); // our alert
            End(Reason(server, exception));
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or InvalidCastException
            or NullReferenceException or IndexOutOfRangeException or ArithmeticException)
        {
            // The library's parsers meet hostile bytes here; one handshake fails, the server goes on.
            transport.Flush();
            End("internal: " + exception.GetType().Name);
        }
    }

    private static string Reason(MediaTlsServer server, IOException exception) => server switch
    {
        { RaisedAlert: { } raised } => "sent " + AlertDescription.GetName(raised),
        { ReceivedAlert: { } received } => "received " + AlertDescription.GetName(received),
        _ => exception.GetType().Name,
    };

    private void End(string reason)
    {
        lock (_gate)
        {
            if (_state == State.Ended)
                return;
            _state = State.Ended;
            _transport.Close();
        }

        _acceptor.Failed(reason);
        _post(new DtlsFailed(_peer, reason));
    }

    private void Reset()
    {
        _transport.Close();
        _transport = NewTransport();
        _received = 0;
        _state = State.Waiting;
    }

    private QueuedTransport NewTransport() => new(datagram => _post(new DtlsSend(_peer, datagram)));

    private void StartPump()
    {
        if (_pumping || !_transport.HasInbound)
            return;
        _pumping = true;
        ThreadPool.UnsafeQueueUserWorkItem(static session => session.Pump(), this, preferLocal: false);
    }

    // Late retransmissions of the client's last flight make the library repeat ours; a close_notify ends the session.
    private void Pump()
    {
        var buffer = new byte[2048];
        while (true)
        {
            try
            {
                _established!.Receive(buffer, 0, buffer.Length, 1);
            }
            catch (IOException)
            {
                Ended("closed");
                return;
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or IndexOutOfRangeException or NullReferenceException)
            {
                Ended("internal: " + exception.GetType().Name);
                return;
            }

            _transport.Flush();

            // A close is not told by the call that reads it.
            if (_server!.ReceivedAlert is not null)
            {
                Ended("closed");
                return;
            }

            lock (_gate)
            {
                if (_state == State.Established && _transport.HasInbound)
                    continue;
                _pumping = false;
                return;
            }
        }
    }

    private void Ended(string reason)
    {
        lock (_gate)
        {
            if (_state == State.Ended)
                return;
            _state = State.Ended;
            _transport.Close();
        }

        _post(new DtlsFailed(_peer, reason));
    }
}
