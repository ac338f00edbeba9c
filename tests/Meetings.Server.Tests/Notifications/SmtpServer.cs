using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MimeKit;

namespace Meetings.Server.Tests.Notifications;

/// <summary>A real SMTP server (Debian's python3-aiosmtpd) in a process of its own, which may be stopped and started again on its port.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private Process? _process;

    private SmtpServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("meetings-smtp-").FullName;

    public (string, string)[] Settings =>
    [
        ("Meetings:Mail:Host", "127.0.0.1"), ("Meetings:Mail:Port", $"{Port}"), ("Meetings:Mail:Security", "None"),
        ("Meetings:Mail:From", "hop@thapmuoi.example"), ("Meetings:PublicAddress", "https://hop.thapmuoi.example"),
    ];

    public static async Task<SmtpServer> StartAsync(string mode = "fine", bool up = true)
    {
        var server = new SmtpServer();
        server.Mode(mode);
        if (up)
        {
            await server.UpAsync();
        }

        return server;
    }

    public void Mode(string mode) => File.WriteAllText(Path.Combine(Folder, "mode"), mode);

    public bool IsStuck => File.Exists(Path.Combine(Folder, "stuck"));

    public async Task UpAsync()
    {
        var script = Path.Combine(Root(), "tests", "smtp_server.py");
        _process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [script, $"{Port}", Folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = _process.StandardError.ReadToEndAsync();
        if (await _process.StandardOutput.ReadLineAsync() != "ready")
        {
            Assert.Fail($"The SMTP server did not start; is the package python3-aiosmtpd installed? {await errors}");
        }
    }

    public async Task DownAsync()
    {
        if (_process is { } running)
        {
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync();
            running.Dispose();
            _process = null;
        }
    }

    public IReadOnlyList<ReceivedMail> Received() =>
        [.. Directory.EnumerateFiles(Folder, "*.eml").Order(StringComparer.Ordinal).Select(f => new ReceivedMail(File.ReadAllText(f), MimeMessage.Load(f)))];

    public async Task<IReadOnlyList<ReceivedMail>> ReceivedAsync(int count, double seconds = 30)
    {
        await Eventually.TrueAsync(() => Directory.EnumerateFiles(Folder, "*.eml").Count() >= count, seconds, () => $"{count} mails; there are {Received().Count}");
        return Received();
    }

    public async ValueTask DisposeAsync()
    {
        await DownAsync();
        Directory.Delete(Folder, recursive: true);
    }

    internal static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Meetings.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}

/// <param name="Raw">With the envelope's recipients in front.</param>
internal sealed record ReceivedMail(string Raw, MimeMessage Message)
{
    public string To => Message.Headers["X-Peer-Recipient"]!;

    public string? Calendar => Message.BodyParts.OfType<TextPart>().FirstOrDefault(p => p.ContentType.IsMimeType("text", "calendar"))?.Text;
}

/// <summary>Waits for a condition that others bring about.</summary>
internal static class Eventually
{
    public static async Task TrueAsync(Func<bool> condition, double seconds = 30, Func<string>? otherwise = null)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"Not within {seconds} s: {otherwise?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }

    public static async Task TrueAsync(Func<Task<bool>> condition, double seconds = 30, Func<string>? otherwise = null)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition())
        {
            Assert.True(watch.Elapsed.TotalSeconds < seconds, $"Not within {seconds} s: {otherwise?.Invoke()}");
            await timer.WaitForNextTickAsync();
        }
    }
}
