using Meetings.EndToEnd.Support.Link;

namespace Meetings.EndToEnd.Support;

/// <summary>
/// A host of its own on this machine: a network namespace joined to the server by a virtual cable that can be pulled.
/// It has a default route to the server only, never to the outside.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private static int _next = Environment.ProcessId % 40 * 4;
    private readonly string _cable;

    /// <param name="line">An emulated bad line instead of a perfect cable.</param>
    public NetworkNamespace(LineProfile? line = null)
    {
        var n = Interlocked.Increment(ref _next) % 250;
        Name = $"mt{n}";
        _cable = $"mtv{n}";
        ServerAddress = $"10.213.{n}.1";
        Address = $"10.213.{n}.2";
        Machine.TryRun("ip", $"netns del {Name}", out _);
        Machine.TryRun("ip", $"link del {_cable}", out _);
        Machine.Run("ip", $"netns add {Name}");
        if (line is null)
        {
            Machine.Run("ip", $"link add {_cable} type veth peer name eth0 netns {Name}");
        }
        else
        {
            Line = new EmulatedLine(_cable, $"mtt{n}", line);
            Machine.Run("ip", $"link set mtt{n} netns {Name}");
            Machine.Run("ip", $"-n {Name} link set mtt{n} name eth0");
        }

        Machine.Run("ip", $"addr add {ServerAddress}/24 dev {_cable}");
        Machine.Run("ip", $"link set {_cable} up");
        Machine.Run("ip", $"-n {Name} addr add {Address}/24 dev eth0");
        Machine.Run("ip", $"-n {Name} link set lo up");
        Machine.Run("ip", $"-n {Name} link set eth0 up");
        Machine.Run("ip", $"-n {Name} route add default via {ServerAddress}");
    }

    public string Name { get; }

    /// <summary>The server's address as seen from inside.</summary>
    public string ServerAddress { get; }

    public string Address { get; }

    /// <summary>The emulated line, when this host hangs on one.</summary>
    public EmulatedLine? Line { get; }

    /// <summary>Every packet is lost in both directions, as on a dead line: the interfaces stay up and nobody is told.</summary>
    public void Cut() => Machine.Run(
        "ip", $"netns exec {Name} nft -f {Script("add table inet cut; add chain inet cut i { type filter hook input priority 0; iifname eth0 drop; }; add chain inet cut o { type filter hook output priority 0; oifname eth0 drop; }")}");

    public void Mend() => Machine.Run("ip", $"netns exec {Name} nft delete table inet cut");

    /// <summary>Another address, as after changing from one network to another: what was connected from the old one is gone.</summary>
    public void Move()
    {
        Machine.Run("ip", $"-n {Name} addr del {Address}/24 dev eth0");
        Machine.Run("ip", $"-n {Name} addr add {Address}00/24 dev eth0");
        Machine.Run("ip", $"-n {Name} route replace default via {ServerAddress}");
    }

    /// <summary>Only UDP is dropped, as by a strict firewall.</summary>
    public void BlockUdp() => Machine.Run(
        "ip", $"netns exec {Name} nft -f {Script("add table inet noudp; add chain inet noudp o { type filter hook output priority 0; oifname eth0 meta l4proto udp drop; }")}");

    public void OpenUdp() => Machine.Run("ip", $"netns exec {Name} nft delete table inet noudp");

    /// <summary>A wrapper script that starts a program inside this namespace; browsers take it as their executable.</summary>
    public string Wrap(string program)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Name}-{Path.GetFileName(program)}.sh");
        File.WriteAllText(path, $"#!/bin/sh\nexec ip netns exec {Name} {program} \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose()
    {
        Line?.Dispose();
        Machine.TryRun("ip", $"netns del {Name}", out _);
        Machine.TryRun("ip", $"link del {_cable}", out _);
    }

    private string Script(string rules)
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Name}.nft");
        File.WriteAllText(path, rules.Replace("; add ", "\nadd ", StringComparison.Ordinal) + "\n");
        return path;
    }
}
