using System.Net;
using System.Net.Sockets;

namespace Meetings.Media.Engine.Net;

/// <summary>Makes bound UDP sockets with buffers for bursts.</summary>
internal static class UdpSockets
{
    private const int BufferBytes = 8 * 1024 * 1024;
    private const int WindowsIgnoreUnreachable = -1744830452; // SIO_UDP_CONNRESET: one peer's ICMP must not fail our receives.

    public static Socket Bind(IPEndPoint at, bool sharePort)
    {
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (at.AddressFamily == AddressFamily.InterNetworkV6)
                socket.DualMode = true;
            if (OperatingSystem.IsWindows())
                socket.IOControl(WindowsIgnoreUnreachable, [0, 0, 0, 0], null);
            if (sharePort)
                socket.SetRawSocketOption(1, 15, BitConverter.GetBytes(1)); // SOL_SOCKET, SO_REUSEPORT on Linux.
            socket.ReceiveBufferSize = BufferBytes;
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
}
