using System.Net.Sockets;
using System.Net.WebSockets;
using System.Runtime.InteropServices;

namespace Meetings.EndToEnd.Support;

/// <summary>A WebSocket to a program that listens on loopback inside a namespace: the socket is made by a thread that visits it (setns(2)).</summary>
internal static class NamespaceSocket
{
    private const int CloneNewNet = 0x40000000;

    public static async Task<ClientWebSocket> ConnectAsync(NetworkNamespace network, int port, string path)
    {
        ClientWebSocket? connected = null;
        await Eventually.TrueAsync(
            async () =>
            {
                var socket = new ClientWebSocket();
                try
                {
                    using var http = new HttpMessageInvoker(new SocketsHttpHandler
                    {
                        ConnectCallback = (_, _) => ValueTask.FromResult<Stream>(new NetworkStream(Connect(network.Name, port), ownsSocket: true)),
                    });
                    await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}{path}"), http, CancellationToken.None);
                    connected = socket;
                    return true;
                }
                catch (Exception notYet) when (notYet is WebSocketException or SocketException or HttpRequestException)
                {
                    socket.Dispose();
                    return false;
                }
            },
            TimeSpan.FromSeconds(40),
            "the browser's remote port does not answer");
        return connected!;
    }

    private static Socket Connect(string name, int port)
    {
        Socket? socket = null;
        Exception? problem = null;
        var visitor = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/run/netns/{name}");
                if (SetNamespace(handle.DangerousGetHandle().ToInt32(), CloneNewNet) != 0)
                {
                    throw new SocketException(Marshal.GetLastPInvokeError());
                }

                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Connect("127.0.0.1", port);
            }
#pragma warning disable CA1031 // handed to the caller's thread below
            catch (Exception any)
#pragma warning restore CA1031
            {
                problem = any;
            }
        });
        visitor.Start();
        visitor.Join();
        return problem is null ? socket! : throw new SocketException(problem is SocketException s ? s.ErrorCode : -1, problem.Message);
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(int descriptor, int kind);
}
