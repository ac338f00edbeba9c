using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;

namespace Meetings.Media.Tests.Engine.Hostile;

/// <summary>
/// Another host on this machine: a network namespace and a virtual cable to us, gone when disposed. A thread that enters it makes its
/// sockets there (setns(2) is per thread); the sockets stay there wherever they are used.
/// </summary>
internal sealed partial class StrangersNetwork : IDisposable
{
    private const int CloneNewNet = 0x40000000;
    private readonly string _name = $"mh{Environment.ProcessId}";
    private readonly string _cable = $"mhv{Environment.ProcessId}";

    public StrangersNetwork()
    {
        var subnet = $"10.214.{Environment.ProcessId % 250}";
        OurAddress = IPAddress.Parse($"{subnet}.1");
        Remove();
        Run($"netns add {_name}");
        Run($"link add {_cable} type veth peer name eth0 netns {_name}");
        Run($"addr add {OurAddress}/24 dev {_cable}");
        Run($"link set {_cable} up");
        Run($"-n {_name} addr add {subnet}.2/24 dev eth0");
        Run($"-n {_name} link set eth0 up");
    }

    public static bool IsPossible { get; } = OperatingSystem.IsLinux() && Environment.UserName == "root" && TryRun("netns list", out _);

    /// <summary>Our end of the cable.</summary>
    public IPAddress OurAddress { get; }

    /// <summary>Takes the calling thread into the namespace, for good.</summary>
    public void Enter()
    {
        using var handle = File.OpenHandle($"/run/netns/{_name}");
        if (SetNamespace(handle.DangerousGetHandle().ToInt32(), CloneNewNet) != 0)
            throw new InvalidOperationException($"setns failed with errno {Marshal.GetLastPInvokeError()}");
    }

    public void Dispose() => Remove();

    private void Remove()
    {
        TryRun($"netns del {_name}", out _);
        TryRun($"link del {_cable}", out _);
    }

    private static void Run(string arguments)
    {
        if (!TryRun(arguments, out var error))
            throw new InvalidOperationException($"ip {arguments} failed: {error}");
    }

    private static bool TryRun(string arguments, out string error)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            error = missing.Message;
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);
}
