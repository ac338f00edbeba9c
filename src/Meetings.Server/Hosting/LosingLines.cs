using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Meetings.Server.Hosting;

/// <summary>
/// Connections that say little at a time (the room's hub) over lines that lose much: Linux doubles the wait after each loss of the same segment, which
/// is half a minute of silence after seven; a thin stream may try its first six times at even intervals (tcp(7), TCP_THIN_LINEAR_TIMEOUTS).
/// </summary>
internal static class LosingLines
{
    private const int Tcp = 6;
    private const int ThinLinearTimeouts = 16;

    /// <summary>A listening socket; what it accepts inherits the option.</summary>
    public static Socket Listen(EndPoint endpoint)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        if (OperatingSystem.IsLinux() && endpoint is IPEndPoint)
        {
            socket.SetRawSocketOption(Tcp, ThinLinearTimeouts, BitConverter.GetBytes(1));
        }

        return socket;
    }
}
