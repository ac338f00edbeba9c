using Org.BouncyCastle.Tls;

namespace Meetings.Media.Engine.Dtls;

/// <summary>
/// The datagrams of one DTLS session as the blocking library wants them: a bounded queue in, a delegate out. Memory is bounded by
/// <see cref="MaxQueued"/>; what does not fit is dropped as a network would. The records of a flight leave as one datagram (RFC 6347
/// section 4.1.1): on a line that loses one packet in twenty, five of them arrive whole three times in four.
/// </summary>
internal sealed class QueuedTransport(Action<byte[]> send) : DatagramTransport
{
    /// <summary>Bytes waiting at most.</summary>
    public const int MaxQueued = 32 * 1024;

    private const int SendLimit = 1200;
    private const byte ChangeCipherSpec = 20;
    private readonly Queue<ReadOnlyMemory<byte>> _inbound = new();
    private readonly object _gate = new();
    private readonly byte[] _flight = new byte[SendLimit];
    private int _written;
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

    public int GetSendLimit() => SendLimit;

    public int Receive(byte[] buf, int off, int len, int waitMillis) => Receive(buf.AsSpan(off, len), waitMillis);

    public int Receive(Span<byte> buffer, int waitMillis)
    {
        Flush();
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
        if (_written + buffer.Length > SendLimit)
            Flush();
        buffer.CopyTo(_flight.AsSpan(_written));
        _written += buffer.Length;
    }

    /// <summary>Sends what the library has written since it last waited. Not our last flight: the client sends media as soon as it has that, so it waits until the keys are installed.</summary>
    public void Flush()
    {
        if (_written == 0 || (_holdLastFlight && _flight[0] == ChangeCipherSpec))
            return;
        send(_flight.AsSpan(0, _written).ToArray());
        _written = 0;
    }

    /// <summary>Sends what was held back; called after the keys were handed over.</summary>
    public void ReleaseLastFlight()
    {
        _holdLastFlight = false;
        Flush();
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
