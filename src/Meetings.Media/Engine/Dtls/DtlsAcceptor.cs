using System.Diagnostics;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace Meetings.Media.Engine.Dtls;

/// <summary>
/// The threads on which handshakes block: as many as needed up to <see cref="MaxThreads"/>, ended when idle. A bounded queue waits
/// for them; beyond it hellos are dropped and repeated by the clients.
/// </summary>
public sealed class DtlsAcceptor : IDisposable
{
    public const int MaxThreads = 64;
    public const int MaxWaiting = 256;

    private static readonly TimeSpan IdleThreadLife = TimeSpan.FromSeconds(20);
    private readonly DtlsCertificate _certificate;
    private readonly Action<string>? _log;
    private readonly Queue<DtlsSession> _waiting = new();
    private readonly object _gate = new();
    private int _threads;
    private int _idle;
    private bool _stopped;
    private long _completed;
    private long _failed;

    public DtlsAcceptor(DtlsCertificate certificate, Action<string>? log = null)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        _certificate = certificate;
        _log = log;
    }

    public int Threads => Volatile.Read(ref _threads);

    public long HandshakesCompleted => Volatile.Read(ref _completed);

    public long HandshakesFailed => Volatile.Read(ref _failed);

    internal DtlsSession Open(PeerId peer, ReadOnlySpan<byte> fingerprint, Action<RoomCommand> post) => new(this, peer, fingerprint, post);

    internal bool TryEnqueue(DtlsSession session)
    {
        lock (_gate)
        {
            if (_stopped || _waiting.Count >= MaxWaiting)
                return false;
            _waiting.Enqueue(session);
            if (_idle >= _waiting.Count)
            {
                Monitor.Pulse(_gate);
            }
            else if (_threads < MaxThreads)
            {
                _threads++;
                new Thread(Run, maxStackSize: 512 * 1024) { IsBackground = true, Name = "dtls" }.Start();
            }

            return true;
        }
    }

    internal void Completed() => Interlocked.Increment(ref _completed);

    internal void Failed(string reason)
    {
        Interlocked.Increment(ref _failed);
        _log?.Invoke($"dtls handshake failed: {reason}");
    }

    private void Run()
    {
        // One generator a thread: BouncyCastle's crypto object is not made for sharing.
        var crypto = new BcTlsCrypto(new SecureRandom(new Org.BouncyCastle.Crypto.Prng.CryptoApiRandomGenerator()));
        while (Next() is { } session)
            session.Handshake(crypto, _certificate);
    }

    private DtlsSession? Next()
    {
        lock (_gate)
        {
            _idle++;
            var deadline = Stopwatch.GetTimestamp() + (long)(IdleThreadLife.TotalSeconds * Stopwatch.Frequency);
            try
            {
                while (true)
                {
                    if (!_stopped && _waiting.TryDequeue(out var session))
                        return session;
                    var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), deadline);
                    if (_stopped || left <= TimeSpan.Zero)
                    {
                        _threads--;
                        return null;
                    }

                    Monitor.Wait(_gate, left);
                }
            }
            finally
            {
                _idle--;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            _waiting.Clear();
            Monitor.PulseAll(_gate);
        }
    }
}
