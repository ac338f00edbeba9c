using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Meetings.Server.Hosting;

/// <summary>A slice's lines in the text shown when the server is up.</summary>
public interface IStartNotice
{
    int Order { get; }

    /// <param name="address">The address to open, without a slash at the end.</param>
    Task<IReadOnlyList<string>> LinesAsync(string address, CancellationToken cancellationToken);
}

/// <summary>Tells on the console where the server is, once it serves.</summary>
internal sealed class StartNotice(
    IServer server, MeetingsSettings settings, TimeProvider time, IServiceScopeFactory scopes) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        // A test server listens nowhere and tells nobody.
        if (server.Features.Get<IServerAddressesFeature>()?.Addresses is not { Count: > 0 } bound)
        {
            return;
        }

        var address = (settings.PublicAddress ?? ToOpen(bound.FirstOrDefault(Addresses.IsLoopback) ?? bound.First())).TrimEnd('/');
        var took = time.GetUtcNow() - CommandStart();
        var lines = new List<string>
        {
            "",
            $"  Phòng họp trực tuyến đã sẵn sàng / Meetings is ready:  {address}   ({took.TotalSeconds:0.0} s)",
        };
        foreach (var other in bound.Select(ToOpen).Where(other => other != address))
        {
            lines.Add($"  Cũng tại / also at:  {other}");
        }

        await using var scope = scopes.CreateAsyncScope();
        foreach (var notice in scope.ServiceProvider.GetServices<IStartNotice>().OrderBy(notice => notice.Order))
        {
            lines.AddRange((await notice.LinesAsync(address, cancellationToken)).Select(line => "  " + line));
        }

        lines.Add($"  Dữ liệu / data folder:  {settings.DataFolderPath}");
        lines.Add("  Dừng bằng Ctrl+C / stop with Ctrl+C");
        lines.Add("");
        await Console.Out.WriteLineAsync(string.Join(Environment.NewLine, lines));
    }

    /// <summary>When the person pressed Enter: under "dotnet run" that is the start of the parent, which restored and built first.</summary>
    private static DateTime CommandStart()
    {
        var own = Process.GetCurrentProcess().StartTime.ToUniversalTime();
        if (!OperatingSystem.IsLinux())
        {
            return own;
        }

        try
        {
            // proc(5): the fourth field of stat is the parent's id; the second, in parentheses, may hold spaces.
            var stat = File.ReadAllText("/proc/self/stat");
            var parent = int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
            var isRun = File.ReadAllText($"/proc/{parent}/cmdline").Split('\0') is [var program, "run", ..] && Path.GetFileName(program) == "dotnet";
            return isRun ? Process.GetProcessById(parent).StartTime.ToUniversalTime() : own;
        }
        catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
        {
            return own;
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // "Any address" cannot be opened; this machine's name can.
    private static string ToOpen(string url) => url
        .Replace("://0.0.0.0", "://" + Environment.MachineName, StringComparison.Ordinal)
        .Replace("://[::]", "://" + Environment.MachineName, StringComparison.Ordinal)
        .Replace("://*", "://" + Environment.MachineName, StringComparison.Ordinal)
        .Replace("://127.0.0.1", "://localhost", StringComparison.Ordinal);
}

/// <summary>Explains a certificate that browsers will warn about.</summary>
internal sealed class CertificateNotice(MeetingsSettings settings, TimeProvider time) : IStartNotice
{
    public int Order => 10;

    public Task<IReadOnlyList<string>> LinesAsync(string address, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> none = [];
        if (!address.StartsWith("https://", StringComparison.Ordinal) || settings.Https.Certificate is not null)
        {
            return Task.FromResult(none);
        }

        using var certificate = ServerCertificate.Load(settings, settings.HttpsFolder, time);
        return Task.FromResult<IReadOnlyList<string>>(
        [
            "Chứng thư HTTPS tự tạo: trình duyệt sẽ cảnh báo lần đầu; so vân tay dưới đây rồi mới chấp nhận.",
            "Self-signed HTTPS certificate: browsers warn once; compare the fingerprint below before accepting.",
            $"SHA-256 {ServerCertificate.Fingerprint(certificate)}",
            "Chứng thư thật / a real one: Meetings:Https:Certificate, Meetings:Https:Password (PFX) hoặc/or Meetings:Https:Key (PEM).",
        ]);
    }
}
