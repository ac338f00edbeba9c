using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Load.Bench;

/// <summary>The server under test in its own process, so that its processor time is its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    public static async Task<ServerProcess> StartAsync(BenchOptions options)
    {
        var start = new ProcessStartInfo(options.Server ?? Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Under "dotnet Meetings.Load.dll" the process is the host, and the program its first argument.
        if (options.Server is null && Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ServerProcess).Assembly.Location);
        foreach (var argument in new[] { "serve", options.Threads.ToString(CultureInfo.InvariantCulture), options.PlainSockets ? "plain" : "batched", options.Rest.ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        var server = new ServerProcess(Process.Start(start)!);
        if (await server._process.StandardOutput.ReadLineAsync() != "ready")
            throw new InvalidOperationException("the server did not start");
        return server;
    }

    public int Id => _process.Id;

    public async Task<string> NegotiateAsync(int peer, string offer)
    {
        var answer = await AskAsync($"offer {peer} {SdpTransport.Pack(offer)}");
        return SdpTransport.TryUnpack(answer, out var sdp) ? sdp : throw new InvalidOperationException(answer);
    }

    public Task WishAsync(int peer, IEnumerable<int> publishers) => AskAsync($"wish {peer} {string.Join(' ', publishers)}");

    public Task LeaveAsync(int peer) => AskAsync($"leave {peer}");

    public Task CollectAsync() => AskAsync("collect");

    public Task NewRoomAsync() => AskAsync("room");

    public async Task<ServerReading> ReadAsync() => JsonSerializer.Deserialize<ServerReading>(await AskAsync("stats"))!;

    public ValueTask DisposeAsync()
    {
        // The end of its input ends the server.
        if (!_process.HasExited)
            _process.StandardInput.Close();
        if (!_process.WaitForExit(5_000))
            _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> AskAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        return await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the server ended");
    }
}
