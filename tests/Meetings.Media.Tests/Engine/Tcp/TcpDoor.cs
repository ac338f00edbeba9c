using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine;

namespace Meetings.Media.Tests.Engine.Tcp;

/// <summary>A TCP port on loopback whose connections all go to the media server, as the web server's do.</summary>
internal sealed class TcpDoor : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly MediaServer _server;
    private readonly Task _accepting;

    public TcpDoor(MediaServer server)
    {
        _server = server;
        _listener.Start();
        server.TcpCandidates = [EndPoint];
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public async Task<Socket> KnockAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(EndPoint);
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await _listener.AcceptSocketAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(socket);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        await using (var stream = new NetworkStream(socket))
            await _server.ServeAsync(stream, socket, (IPEndPoint)socket.RemoteEndPoint!, CancellationToken.None);
    }
}
