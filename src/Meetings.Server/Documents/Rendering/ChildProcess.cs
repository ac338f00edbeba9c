using System.Diagnostics;
using System.Globalization;

namespace Meetings.Server.Documents.Rendering;

/// <summary>
/// Runs a program on a stranger's file: low priority, bounded memory, output and time, none of our environment. When the time is
/// over the whole process tree is killed.
/// </summary>
internal static class ChildProcess
{
    private const int MostOutput = 4096;

    /// <summary>The exit code, or null when it was killed; and the beginning of what it wrote.</summary>
    /// <param name="memoryMb">Address space, where the system can limit it; null for programs that reserve more than they use.</param>
    public static async Task<(int? ExitCode, string Output)> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        TimeSpan limit,
        int? memoryMb,
        TimeProvider time,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        using var process = new Process { StartInfo = StartInfo(program, arguments, memoryMb, limit, environment) };
        using var timeout = new CancellationTokenSource(limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        process.Start();
        try
        {
            process.StandardInput.Close();
            var output = ReadStartAsync(process.StandardOutput, stop.Token);
            var errors = ReadStartAsync(process.StandardError, stop.Token);
            await process.WaitForExitAsync(stop.Token);
            await errors;
            return (process.ExitCode, await output);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, "");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static ProcessStartInfo StartInfo(
        string program, IReadOnlyList<string> arguments, int? memoryMb, TimeSpan limit, IReadOnlyDictionary<string, string>? environment)
    {
        var info = new ProcessStartInfo
        {
            FileName = program,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        if (!OperatingSystem.IsWindows())
        {
            // The shell sets the limits and becomes the program; CPU seconds are a second fence behind the clock.
            info.FileName = "/bin/sh";
            var cpu = (int)Math.Ceiling(limit.TotalSeconds) + 5;
            var memory = memoryMb is { } mb ? string.Create(CultureInfo.InvariantCulture, $"ulimit -v {mb * 1024}; ") : "";
            info.ArgumentList.Add("-c");
            info.ArgumentList.Add(string.Create(CultureInfo.InvariantCulture, $"{memory}ulimit -t {cpu}; ulimit -c 0; exec nice -n 15 \"$@\""));
            info.ArgumentList.Add("sh");
            info.ArgumentList.Add(program);
        }

        foreach (var argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        var path = Environment.GetEnvironmentVariable("PATH");
        info.Environment.Clear();
        info.Environment["PATH"] = path;
        info.Environment["LANG"] = "C.UTF-8";
        if (OperatingSystem.IsWindows())
        {
            info.Environment["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot");
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            info.Environment[name] = value;
        }

        return info;
    }

    /// <summary>Reads to the end, so that the child never waits for us, but keeps only the beginning.</summary>
    private static async Task<string> ReadStartAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var kept = new char[MostOutput];
        var length = 0;
        var buffer = new char[1024];
        int read;
        while ((read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            var take = Math.Min(read, MostOutput - length);
            buffer.AsSpan(0, take).CopyTo(kept.AsSpan(length));
            length += take;
        }

        return new string(kept, 0, length);
    }
}
