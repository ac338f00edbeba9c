using System.Diagnostics;
using System.Net.Sockets;
using Meetings.Server.Tests;

namespace Meetings.EndToEnd.Support;

/// <summary>The real server as its own process on a data folder of its own; it can be killed and started again.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Dictionary<string, string> _settings;
    private readonly List<string> _log = [];
    private Process? _process;

    public ServerProcess(Dictionary<string, string>? settings = null)
    {
        HttpPort = Machine.FreePort();
        HttpsPort = Machine.FreePort();
        DataFolder = Directory.CreateTempSubdirectory("meetings-e2e-").FullName;
        FirstDatabase.CopyTo(DataFolder);
        _settings = new Dictionary<string, string>
        {
            ["Meetings__DataFolder"] = DataFolder,
            ["Meetings__Demo"] = "true",
            ["Meetings__Media__Port"] = "0",
            ["AllowedHosts"] = "*",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{HttpPort};https://0.0.0.0:{HttpsPort}",
        };
        foreach (var (key, value) in settings ?? [])
        {
            _settings[key] = value;
        }
    }

    public int HttpPort { get; }

    public int HttpsPort { get; }

    public string DataFolder { get; }

    public string LocalUrl => $"http://localhost:{HttpPort}";

    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    public string UrlFrom(NetworkNamespace network) => $"https://{network.ServerAddress}:{HttpsPort}";

    /// <summary>Nothing is measured by it: three servers that start beside three browsers on two cores were seen to need 47 s.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    public async Task StartAsync()
    {
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var assembly = Path.Combine(Machine.Root, "src/Meetings.Server/bin", configuration, "net10.0/Meetings.Server.dll");
        var start = new ProcessStartInfo("dotnet", assembly)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Machine.Root, "src/Meetings.Server"),
        };
        foreach (var (key, value) in _settings)
        {
            start.Environment[key] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(IsServingAsync, StartLimit, () => $"The server does not serve. Its log:\n{Log}");
    }

    /// <summary>kill -9: no chance to say goodbye or to save.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(DataFolder, recursive: true);
    }

    private async Task<bool> IsServingAsync()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"The server ended with {_process.ExitCode}. Its log:\n{Log}");
        }

        try
        {
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
            using var answer = await http.GetAsync(new Uri($"{LocalUrl}/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or SocketException or TaskCanceledException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.Add(line);
            }
        }
    }
}
