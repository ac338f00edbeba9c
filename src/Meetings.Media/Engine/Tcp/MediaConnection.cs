using System.Net.Sockets;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Tcp;

/// <summary>
/// One TCP connection that carries framed media packets (RFC 6544, RFC 4571). It is nobody's until an integrity-checked binding proved
/// it; what is sent waits in a bounded queue, so the media thread never waits for the line.
/// </summary>
internal sealed class MediaConnection : IThreadPoolWorkItem, IDisposable
{
    /// <summary>Bytes of one write: small, so that sound overtakes the pictures that wait.</summary>
    private const int WriteBytes = 8 * 1024;

    private readonly Socket _socket;
    private readonly Lock _gate = new();
    private readonly FrameQueue _queue = new();
    private readonly CancellationTokenSource _closing = new();
    private byte[] _write = [];
    private Owner? _owner;
    private bool _writing;
    private Instant _writingSince = Instant.Never;
    private long _heardAt;

    public MediaConnection(TransportAddress address, Socket socket, Instant now)
    {
        Address = address;
        _socket = socket;
        OpenedAt = now;
        _heardAt = now.Nanoseconds;
        // Taken while it certainly lives: a closed connection's token must still be readable.
        Closed = _closing.Token;
    }

    public TransportAddress Address { get; }

    public Instant OpenedAt { get; }

    public CancellationToken Closed { get; }

    /// <summary>Whether a checked binding gave it to a peer.</summary>
    public bool IsProven => Volatile.Read(ref _owner) is not null;

    public Instant HeardAt => new(Volatile.Read(ref _heardAt));

    public void Heard(Instant now) => Volatile.Write(ref _heardAt, now.Nanoseconds);

    /// <summary>A binding with the peer's credentials came over this connection.</summary>
    public void Prove(MediaRoom room, PeerId peer, AudioStreams sound) => Volatile.Write(ref _owner, new Owner(room, peer, sound));

    /// <summary>Queues a packet; never blocks. Called by media threads.</summary>
    public Queued Send(ReadOnlySpan<byte> packet)
    {
        var now = MonotonicClock.Now;
        Queued queued;
        lock (_gate)
        {
            queued = _queue.Add(packet, now, _owner?.Sound);
            if (queued == Queued.Yes && !_writing)
            {
                (_writing, _writingSince) = (true, now);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }
        }

        if (queued == Queued.Full)
            Close();
        return queued;
    }

    /// <summary>Whether one write has not ended for so long.</summary>
    public bool IsStalled(Instant now, TimeSpan limit)
    {
        lock (_gate)
            return _writing && now - _writingSince > limit;
    }

    /// <summary>Ends it; whoever reads it hears by <see cref="Closed"/>. Any thread, any number of times.</summary>
    public void Close()
    {
        try
        {
            _closing.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    public void Dispose() => _closing.Dispose();

    void IThreadPoolWorkItem.Execute() => _ = WriteAsync();

    private async Task WriteAsync()
    {
        try
        {
            while (Next() is var length and > 0)
            {
                for (var sent = 0; sent < length;)
                    sent += await _socket.SendAsync(_write.AsMemory(sent, length - sent), SocketFlags.None, Closed);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            Close();
        }
    }

    private int Next()
    {
        Owner? owner;
        lock (_gate)
        {
            if (_write.Length == 0)
                _write = GC.AllocateUninitializedArray<byte>(WriteBytes);
            var length = _queue.Take(_write);
            _writing = length > 0;
            if (_writing)
            {
                _writingSince = MonotonicClock.Now;
                return length;
            }

            if (!_queue.TryRecover())
                return 0;
            owner = _owner;
        }

        owner?.Room.Send(new PicturesLost(owner.Peer));
        return 0;
    }

    private sealed record Owner(MediaRoom Room, PeerId Peer, AudioStreams Sound);
}
