using System.Diagnostics;
using System.Globalization;

namespace Meetings.Server.Documents.Rendering;

/// <summary>A program to run on a stranger's file, and all it may touch.</summary>
/// <param name="Limit">Of the clock; processor seconds are limited a little above.</param>
internal sealed record ChildJob(string Program, IReadOnlyList<string> Arguments, TimeSpan Limit)
{
    /// <summary>Megabytes of address space, where the system can limit it; null for programs that reserve more than they use.</summary>
    public int? MemoryMb { get; init; }

    /// <summary>The one folder it may write to.</summary>
    public string? Folder { get; init; }

    /// <summary>Files and folders it may read beside the system's programs.</summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}

/// <summary>How a child ended.</summary>
/// <param name="ExitCode">Null when it was killed because its time was over.</param>
/// <param name="Output">The beginning of what it wrote.</param>
/// <param name="Errors">The beginning of what it wrote about failing; a stranger's file may have a part in it.</param>
internal readonly record struct ChildEnd(int? ExitCode, string Output, string Errors);

/// <summary>
/// Runs a child in the sandbox: low priority, bounded memory, file size, output and time, none of our environment. When the time is
/// over the whole process tree is killed.
/// </summary>
internal sealed class ChildProcess(Sandbox sandbox, TimeProvider time)
{
    private const int MostOutput = 4096;

    /// <summary>Of 512 bytes: no child writes a larger file than half a gigabyte.</summary>
    private const int MostFileBlocks = 1_000_000;

    /// <summary>Runs it to its end, or to the end of its time.</summary>
    public async Task<ChildEnd> RunAsync(ChildJob job, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(job) };
        using var timeout = new CancellationTokenSource(job.Limit, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        process.Start();
        try
        {
            process.StandardInput.Close();
            var output = ReadStartAsync(process.StandardOutput, stop.Token);
            var errors = ReadStartAsync(process.StandardError, stop.Token);
            await process.WaitForExitAsync(stop.Token);
            return new ChildEnd(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ChildEnd(null, "", "");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private ProcessStartInfo StartInfo(ChildJob job)
    {
        var (program, arguments) = sandbox.Wrap(job);
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
            // The shell sets the limits and becomes the program; processor seconds are a second fence behind the clock.
            info.FileName = "/bin/sh";
            var cpu = (int)Math.Ceiling(job.Limit.TotalSeconds) + 5;
            var memory = job.MemoryMb is { } mb ? string.Create(CultureInfo.InvariantCulture, $"ulimit -v {mb * 1024}; ") : "";
            info.ArgumentList.Add("-c");
            info.ArgumentList.Add(string.Create(
                CultureInfo.InvariantCulture, $"{memory}ulimit -t {cpu}; ulimit -f {MostFileBlocks}; ulimit -c 0; exec nice -n 15 \"$@\""));
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
        info.Environment["HOME"] = sandbox.Available ? "/tmp" : job.Folder ?? Path.GetTempPath();
        if (OperatingSystem.IsWindows())
        {
            info.Environment["SystemRoot"] = Environment.GetEnvironmentVariable("SystemRoot");
        }

        foreach (var (name, value) in job.Environment)
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
