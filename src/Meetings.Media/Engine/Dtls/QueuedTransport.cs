using Org.BouncyCastle.Tls;

namespace Meetings.Media.Engine.Dtls;

/// <summary>
/// The datagrams of one DTLS session as the blocking library wants them: a bounded queue in, a delegate out. Memory is bounded by
/// <see cref="MaxQueued"/>; what does not fit is dropped as a network would.
/// </summary>
internal sealed class QueuedTransport(Action<byte[]> send) : DatagramTransport
{
    /// <summary>Bytes waiting at most.</summary>
    public const int MaxQueued = 32 * 1024;

    private const byte ChangeCipherSpec = 20;
    private readonly Queue<ReadOnlyMemory<byte>> _inbound = new();
    private readonly object _gate = new();
    private readonly List<byte[]> _held = [];
    private int _queued;
    private bool _holdLastFlight = true;
    private bool _closed;

    public bool HasInbound
    {
        get
        {
            lock (_gate)
                return _inbound.Count > 0;
        }
    }

    public bool TryFeed(ReadOnlyMemory<byte> datagram)
    {
        lock (_gate)
        {
            if (_closed || _queued + datagram.Length > MaxQueued)
                return false;
            _inbound.Enqueue(datagram);
            _queued += datagram.Length;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    // Browsers send 1,200 byte hellos; 1,500 and some for odd links.
    public int GetReceiveLimit() => 2048;

    public int GetSendLimit() => 1200;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        ReadOnlyMemory<byte> datagram;
        lock (_gate)
        {
            if (_inbound.Count == 0 && !_closed && waitMillis > 0)
                Monitor.Wait(_gate, waitMillis);
            if (_closed)
                throw new IOException("closed");
            if (!_inbound.TryDequeue(out datagram))
                return -1;
            _queued -= datagram.Length;
        }

        var length = Math.Min(buffer.Length, datagram.Length);
        datagram.Span[..length].CopyTo(buffer);
        return length;
    }

    public void Send(byte[] buf, int off, int len) => Send(buf.AsSpan(off, len));

    public void Send(ReadOnlySpan<byte> buffer)
    {
        var record = buffer.ToArray();
        // The client sends media as soon as it has our last flight, so that waits until the keys are installed.
        if (_holdLastFlight && (_held.Count > 0 || record[0] == ChangeCipherSpec))
            _held.Add(record);
        else
            send(record);
    }

    /// <summary>Sends what was held back; called after the keys were handed over.</summary>
    public void ReleaseLastFlight()
    {
        _holdLastFlight = false;
        foreach (var record in _held)
            send(record);
        _held.Clear();
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _inbound.Clear();
            _queued = 0;
            Monitor.PulseAll(_gate);
        }
    }
}
