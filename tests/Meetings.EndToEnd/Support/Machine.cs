using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace Meetings.EndToEnd.Support;

/// <summary>What this machine offers, and running its programs.</summary>
internal static class Machine
{
    public static string Root { get; } = FindRoot();

    /// <summary>How long a line is watched in the long form; MEETINGS_LINE_MINUTES says otherwise.</summary>
    public static TimeSpan LongLine => TimeSpan.FromMinutes(
        int.TryParse(Environment.GetEnvironmentVariable("MEETINGS_LINE_MINUTES"), System.Globalization.CultureInfo.InvariantCulture, out var minutes) ? minutes : 30);

    public static bool IsLong => Environment.GetEnvironmentVariable("MEETINGS_LONG_TESTS") == "1";

    /// <summary>Skips the test with its reason where the machine forbids what it needs; the runner counts skips as failures under CI.</summary>
    public static void Require(bool condition, string reason)
    {
        if (!condition)
        {
            Assert.Skip(reason);
        }
    }

    public static bool MayMakeNamespaces { get; } =
        OperatingSystem.IsLinux() && Environment.UserName == "root" && TryRun("ip", "netns list", out _);

    public static bool Has(string program) => TryRun("which", program, out _);

    public static string Run(string program, string arguments)
    {
        return TryRun(program, arguments, out var output)
            ? output
            : throw new InvalidOperationException($"{program} {arguments} failed: {output}");
    }

    public static bool TryRun(string program, string arguments, out string output)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var error = process.StandardError.ReadToEndAsync();
            output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            output += error.GetAwaiter().GetResult();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            output = missing.Message;
            return false;
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Meetings.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run inside the repository.");
        }

        return folder.FullName;
    }
}
