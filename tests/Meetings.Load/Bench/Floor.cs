using System.Diagnostics;
using System.Globalization;

namespace Meetings.Load.Bench;

/// <summary>
/// What the machine itself takes in these minutes: a C program on OpenSSL that encrypts and sends, four packets a message, and does
/// nothing else (floor/floor.c). Needs a C compiler and OpenSSL's headers.
/// </summary>
internal sealed class Floor
{
    private const int Packets = 40_000;
    private readonly string _program;

    private Floor(string program) => _program = program;

    /// <summary>Compiles it; null and the reason when that cannot be.</summary>
    public static (Floor? Floor, string Reason) Build()
    {
        var source = FindSource();
        if (source is null)
            return (null, "floor.c is not beside this program");
        var program = Path.Combine(Path.GetTempPath(), $"meetings-floor-{Environment.ProcessId}");
        try
        {
            var (code, text) = Run("cc", ["-O2", "-o", program, source, "-lcrypto", "-lpthread"]);
            return code == 0 ? (new Floor(program), "") : (null, text);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            return (null, exception.Message);
        }
    }

    /// <summary>Microseconds a packet: as fast as the receivers take, and as live media, one message to each receiver every 33 ms.</summary>
    /// <param name="wakes">Every receiver sleeps in a thread of its own; otherwise one looks at all sockets every millisecond.</param>
    public (double Burst, double Live) Measure(int receivers, bool wakes)
    {
        const int segments = 4;
        var perRound = segments * receivers;
        var rounds = Math.Max(20, 60 * 40 / receivers);
        return (One(segments, receivers, Packets, 0, wakes), One(segments, receivers, perRound * Math.Min(rounds, 90), 33_000, wakes));
    }

    private double One(int segments, int receivers, int packets, int period, bool wakes)
    {
        var (code, text) = Run(_program, [.. new[] { segments, receivers, packets, period, wakes ? 1 : 0 }.Select(static n => n.ToString(CultureInfo.InvariantCulture))]);
        return code == 0 ? double.Parse(text.Split(' ')[0], CultureInfo.InvariantCulture) : double.NaN;
    }

    private static string? FindSource()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = Path.Combine(folder.FullName, "floor", "floor.c");
            if (File.Exists(file))
                return file;
        }

        return null;
    }

    private static (int Code, string Text) Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var text = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text);
    }
}
