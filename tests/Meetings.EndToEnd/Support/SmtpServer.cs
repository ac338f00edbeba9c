using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Meetings.EndToEnd.Support;

/// <summary>A real SMTP server (Debian's python3-aiosmtpd) in a process of its own; see tests/smtp_server.py for its habits.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    private Process? _process;

    public int Port { get; } = Machine.FreePort();

    public string Folder { get; } = Directory.CreateTempSubdirectory("meetings-smtp-").FullName;

    public Dictionary<string, string> Settings => new()
    {
        ["Meetings__Mail__Host"] = "127.0.0.1",
        ["Meetings__Mail__Port"] = $"{Port}",
        ["Meetings__Mail__Security"] = "None",
        ["Meetings__Mail__From"] = "hop@thapmuoi.example",
        ["Meetings__Mail__Connections"] = "1",
    };

    public bool IsStuck => File.Exists(Path.Combine(Folder, "stuck"));

    public static async Task<SmtpServer> StartAsync(string mode = "fine")
    {
        Machine.Require(Directory.Exists("/usr/lib/python3/dist-packages/aiosmtpd"), "the SMTP server is not installed (package python3-aiosmtpd)");
        var server = new SmtpServer();
        server.Mode(mode);
        server._process = Process.Start(new ProcessStartInfo("/usr/bin/python3", [Path.Combine(Machine.Root, "tests/smtp_server.py"), $"{server.Port}", server.Folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("ready", await server._process.StandardOutput.ReadLineAsync());
        return server;
    }

    public void Mode(string mode) => File.WriteAllText(Path.Combine(Folder, "mode"), mode);

    public IReadOnlyList<ReceivedMail> Received() =>
        [.. Directory.EnumerateFiles(Folder, "*.eml").Order(StringComparer.Ordinal).Select(f => ReceivedMail.Of(File.ReadAllText(f)))];

    public async ValueTask DisposeAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <param name="Text">The parts in base64, decoded, one after the other.</param>
internal sealed partial record ReceivedMail(string To, string MessageId, string Text)
{
    public static ReceivedMail Of(string raw) => new(
        Recipient().Match(raw).Groups[1].Value,
        Id().Match(raw).Groups[1].Value,
        string.Concat(Part().Matches(raw).Select(m => Encoding.UTF8.GetString(Convert.FromBase64String(m.Groups[1].Value.Replace("\r", "").Replace("\n", ""))))));

    [GeneratedRegex("^X-Peer-Recipient: (\\S+)", RegexOptions.Multiline)]
    private static partial Regex Recipient();

    [GeneratedRegex("^Message-Id: <(.+)>", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Id();

    [GeneratedRegex("Content-Transfer-Encoding: base64\\r?\\n\\r?\\n([A-Za-z0-9+/=\\r\\n]+)")]
    private static partial Regex Part();
}
