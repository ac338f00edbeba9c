using System.Net;
using System.Net.Sockets;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Net;

/// <summary>A port on plain socket calls, for systems without batched ones. Waking is a datagram to ourselves.</summary>
internal sealed class SocketPort : IDatagramPort
{
    private readonly Socket _socket;
    private readonly Socket _waker;
    private readonly TransportAddress _wakerAddress;
    private readonly IPEndPoint _wakeAt;
    private readonly SocketAddress _from;
    private readonly SocketAddress _to;

    public SocketPort(IPEndPoint bind)
    {
        _socket = UdpSockets.Bind(bind);
        LocalEndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        // Never an asynchronous call on this socket: registering it with the event queue makes every send dearer.
        _socket.Blocking = true;
        _from = new SocketAddress(bind.AddressFamily);
        _to = new IPEndPoint(bind.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0).Serialize();

        var any = bind.Address.Equals(IPAddress.Any) || bind.Address.Equals(IPAddress.IPv6Any);
        var near = any ? (bind.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback) : bind.Address;
        _waker = new Socket(bind.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _waker.Bind(new IPEndPoint(near, 0));
        _wakerAddress = ((IPEndPoint)_waker.LocalEndPoint!).ToTransport();
        _wakeAt = new IPEndPoint(near, LocalEndPoint.Port);
    }

    public IPEndPoint LocalEndPoint { get; }

    public SendCounts Sent { get; private set; }

    public int Receive(DatagramBatch batch)
    {
        var count = 0;
        // Not how many bytes there are: an empty datagram has none, and would stand before all others for ever.
        while (count < DatagramBatch.Capacity && _socket.Poll(0, SelectMode.SelectRead))
        {
            int length;
            try
            {
                length = _socket.ReceiveFrom(batch.Slot(count), SocketFlags.None, _from);
            }
            catch (SocketException)
            {
                // An ICMP error or an oversized datagram of one sender concerns nobody else.
                continue;
            }

            var from = SocketAddresses.Read(_from);
            if (from == _wakerAddress)
                continue;
            batch.From[count] = from;
            batch.Lengths[count++] = length;
        }

        return count;
    }

    public int Send(Outbox outbox)
    {
        var refused = 0;
        for (var i = 0; i < outbox.Count; i++)
        {
            var datagram = outbox[i];
            SocketAddresses.Write(_to, datagram.Remote);
            try
            {
                _socket.SendTo(datagram.Bytes, SocketFlags.None, _to);
            }
            catch (SocketException)
            {
                refused++;
            }
        }

        var sent = outbox.Count - refused;
        Sent = Sent.Plus(outbox.Count, sent, sent);
        return refused;
    }

    /// <summary>Without rests: timers of these systems are coarser than any, and a rest must end when woken.</summary>
    public void Wait(TimeSpan atMost, TimeSpan rest = default)
    {
        try
        {
            _socket.Poll(atMost, SelectMode.SelectRead);
        }
        catch (SocketException)
        {
            // The next receive tells what it was.
        }
    }

    public void Wake()
    {
        try
        {
            _waker.SendTo([0], _wakeAt);
        }
        catch (ObjectDisposedException)
        {
        }
        catch (SocketException)
        {
        }
    }

    public void Dispose()
    {
        _socket.Dispose();
        _waker.Dispose();
    }
}
