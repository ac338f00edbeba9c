using System.Net;
using System.Net.Sockets;

namespace Meetings.Media.Engine.Net;

/// <summary>Makes bound UDP sockets with buffers for bursts.</summary>
internal static class UdpSockets
{
    /// <summary>What strangers send waits before what is heard: 50 ms of a flood of 120,000 datagrams a second.</summary>
    public const int BufferBytes = 8 * 1024 * 1024;

    private const int LinuxSocketLevel = 1; // SOL_SOCKET
    private const int LinuxSharePort = 15; // SO_REUSEPORT
    private const int LinuxForceReceiveBuffer = 33; // SO_RCVBUFFORCE
    private const int WindowsIgnoreUnreachable = -1744830452; // SIO_UDP_CONNRESET: one peer's ICMP must not fail our receives.

    /// <summary>A socket with a port of its own.</summary>
    public static Socket Bind(IPEndPoint at) => Bind(at, sharePort: false);

    /// <summary>Linux: several sockets of one port, in the order in which the kernel counts them. The first is bound as its only owner, so a port that another server has is refused.</summary>
    public static Socket[] BindShared(IPEndPoint at, int count)
    {
        var sockets = new List<Socket>(count) { Bind(at, sharePort: false) };
        try
        {
            Share(sockets[0]);
            while (sockets.Count < count)
                sockets.Add(Bind((IPEndPoint)sockets[0].LocalEndPoint!, sharePort: true));
            return [.. sockets];
        }
        catch (SocketException)
        {
            sockets.ForEach(socket => socket.Dispose());
            throw;
        }
    }

    private static Socket Bind(IPEndPoint at, bool sharePort)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (at.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = true;
            if (OperatingSystem.IsWindows())
                socket.IOControl(WindowsIgnoreUnreachable, [0, 0, 0, 0], null);
            if (sharePort)
                Share(socket);
            SetReceiveBuffer(socket);
            socket.SendBufferSize = BufferBytes;
            socket.Bind(at);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Share(Socket socket) => socket.SetRawSocketOption(LinuxSocketLevel, LinuxSharePort, BitConverter.GetBytes(1));

    /// <summary>Linux cuts it to net.core.rmem_max, often 208 KiB, for who has no CAP_NET_ADMIN.</summary>
    private static void SetReceiveBuffer(Socket socket)
    {
        socket.ReceiveBufferSize = BufferBytes;
        if (!OperatingSystem.IsLinux() || socket.ReceiveBufferSize >= 2 * BufferBytes) // it tells twice what is set (socket(7))
            return;
        try
        {
            socket.SetRawSocketOption(LinuxSocketLevel, LinuxForceReceiveBuffer, BitConverter.GetBytes(BufferBytes));
        }
        catch (SocketException)
        {
            // Not ours to raise: what the system allows everybody must do.
        }
    }
}
