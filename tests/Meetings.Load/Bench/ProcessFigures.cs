using System.Diagnostics;
using System.Globalization;
using Meetings.Media.Engine.Net;

namespace Meetings.Load.Bench;

/// <summary>What the system says of a process.</summary>
internal static unsafe class ProcessFigures
{
    /// <summary>User and system time of all its threads, ended ones included, in microseconds.</summary>
    public static double CpuMicroseconds(int process)
    {
        if (!OperatingSystem.IsLinux())
        {
            using var other = Process.GetProcessById(process);
            return other.TotalProcessorTime.TotalMicroseconds;
        }

        // The clock of another process' processor time (clock_getcpuclockid): exact, where /proc counts ticks of 10 ms.
        Libc.TimeSpec time;
        if (Libc.ReadClock((~process << 3) | 2, &time) != 0)
            throw new InvalidOperationException("no clock of the process' processor time");
        return time.Seconds * 1e6 + time.Nanoseconds / 1e3;
    }

    public static long ResidentBytes(int process)
    {
        using var other = Process.GetProcessById(process);
        return other.WorkingSet64;
    }

    public static int Threads(int process) =>
        OperatingSystem.IsLinux() ? Directory.GetDirectories($"/proc/{process}/task").Length : Process.GetProcessById(process).Threads.Count;

    public static int Handles(int process) =>
        OperatingSystem.IsLinux() ? Directory.GetFileSystemEntries($"/proc/{process}/fd").Length : Process.GetProcessById(process).HandleCount;

    /// <summary>How often its threads gave up the processor to wait, and were made to.</summary>
    public static (long Voluntary, long Forced) Switches(int process)
    {
        if (!OperatingSystem.IsLinux())
            return default;
        long voluntary = 0, forced = 0;
        foreach (var task in Directory.GetDirectories($"/proc/{process}/task"))
        {
            try
            {
                foreach (var line in File.ReadLines(Path.Combine(task, "status")))
                {
                    if (line.StartsWith("voluntary_ctxt", StringComparison.Ordinal))
                        voluntary += long.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
                    else if (line.StartsWith("nonvoluntary", StringComparison.Ordinal))
                        forced += long.Parse(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
                }
            }
            catch (IOException)
            {
                // The thread ended meanwhile.
            }
        }

        return (voluntary, forced);
    }
}
