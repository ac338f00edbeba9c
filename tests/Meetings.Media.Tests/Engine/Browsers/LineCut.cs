using System.Diagnostics;

namespace Meetings.Media.Tests.Engine.Browsers;

/// <summary>Drops every datagram to and from one UDP port of this machine until disposed.</summary>
internal sealed class LineCut : IDisposable
{
    private const string Nft = "/usr/sbin/nft";
    private readonly string _table;
    private bool _mended;

    public LineCut(int port)
    {
        _table = $"cut_{port}";
        Run($"add table inet {_table}");
        Run($"add chain inet {_table} out {{ type filter hook output priority 0 ; }}");
        Run($"add rule inet {_table} out udp dport {port} drop");
        Run($"add rule inet {_table} out udp sport {port} drop");
    }

    public static bool IsPossible
    {
        get
        {
            if (!File.Exists(Nft) || Environment.UserName != "root")
                return false;
            using var process = Process.Start(new ProcessStartInfo(Nft, ["list", "tables"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }

    public void Dispose()
    {
        if (_mended)
            return;
        _mended = true;
        Run($"delete table inet {_table}");
    }

    private static void Run(string command)
    {
        using var process = Process.Start(Nft, command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"nft {command} failed");
    }
}
