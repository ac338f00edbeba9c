using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Meetings.Load.Bench;

/// <summary>Debian's Janus in its own process and configuration folder, with nothing but the video room and WebSockets.</summary>
internal sealed class JanusProcess : IDisposable
{
    private const string Libraries = "/usr/lib/x86_64-linux-gnu/janus";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private readonly Process _process;
    private readonly string _folder;

    private JanusProcess(Process process, string folder, int port)
    {
        (_process, _folder) = (process, folder);
        Address = new Uri($"ws://127.0.0.1:{port}/");
    }

    public int Id => _process.Id;

    public Uri Address { get; }

    public static JanusProcess Start()
    {
        var folder = Directory.CreateTempSubdirectory("meetings-janus-").FullName;
        var port = FreePort();
        File.WriteAllText(Path.Combine(folder, "janus.jcfg"), $$"""
            general: {
              configs_folder = "{{folder}}"
              plugins_folder = "{{Libraries}}/plugins"
              transports_folder = "{{Libraries}}/transports"
              debug_level = 3
              event_loops = 2
            }
            media: { rtp_port_range = "20000-59999" }
            nat: { full_trickle = false }
            plugins: { disable = "{{Others("plugins", "videoroom")}}" }
            transports: { disable = "{{Others("transports", "websockets")}}" }
            loggers: { disable = "libjanus_jsonlog.so" }
            events: { broadcast = false }
            """);
        File.WriteAllText(Path.Combine(folder, "janus.transport.websockets.jcfg"), $$"""
            general: { json = "compact"  ws = true  ws_port = {{port}}  ws_ip = "127.0.0.1"  wss = false }
            admin: { admin_ws = false }
            """);
        File.WriteAllText(Path.Combine(folder, "janus.plugin.videoroom.jcfg"), "general: { }\n");
        var process = Process.Start(new ProcessStartInfo("janus", ["-F", folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        WaitForPort(port);
        return new JanusProcess(process, folder, port);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Others(string kind, string kept) =>
        string.Join(',', Directory.GetFiles(Path.Combine(Libraries, kind), "libjanus_*.so").Select(Path.GetFileName).Where(name => name != $"libjanus_{kept}.so"));

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static void WaitForPort(int port)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Connect(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(started) < StartLimit)
            {
                Thread.Sleep(50);
            }
        }
    }
}
