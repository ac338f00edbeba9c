using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Meetings.Media.Engine;

/// <summary>What a deployment may set.</summary>
public sealed record MediaServerOptions
{
    /// <summary>Where the one UDP port listens; port 0 takes a free one.</summary>
    public IPEndPoint Bind { get; init; } = new(IPAddress.Any, 0);

    /// <summary>Addresses told to clients, best first. Default: every IPv4 address that is up, the loopback one last.</summary>
    public IReadOnlyList<IPAddress> AnnouncedAddresses { get; init; } = FindAddresses();

    /// <summary>The port told to clients when a router maps it; default: the bound one.</summary>
    public ushort? AnnouncedPort { get; init; }

    /// <summary>Media threads, each with its own socket on the same port; more than one needs Linux. 1 to 64.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>How many speakers a client hears at once. 1 to 8.</summary>
    public int AudioSlots { get; init; } = 3;

    /// <summary>Video slots granted to one client at most. 0 to 64.</summary>
    public int MaxVideoSlots { get; init; } = 16;

    /// <summary>
    /// How long a media thread lets packets pile up, so that more of them leave together: 0 to 5 ms. It does so only where several come in that
    /// time, and the less the busier it is; a conversation of a few never waits. Linux only.
    /// </summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// Share of one processor, above 0 up to 1, from which a media thread leaves pictures out: smaller ones first, then fewer. Linux only,
    /// elsewhere a thread's time is not known.
    /// </summary>
    public double BusyFrom { get; init; } = Conference.Allocation.OverloadRule.DefaultBusyFrom;

    /// <summary>Uses plain socket calls even where batched ones exist.</summary>
    public bool ForcePlainSockets { get; init; }

    private static List<IPAddress> FindAddresses()
    {
        var addresses = new List<IPAddress>();
        foreach (var network in NetworkInterface.GetAllNetworkInterfaces())
        {
            // Tunnels (a VPN's device) do not know whether they are up.
            if (network.OperationalStatus is not (OperationalStatus.Up or OperationalStatus.Unknown) || network.NetworkInterfaceType == NetworkInterfaceType.Loopback)
                continue;
            foreach (var unicast in network.GetIPProperties().UnicastAddresses)
            {
                var isLinkLocal = unicast.Address.GetAddressBytes() is [169, 254, ..];
                if (unicast.Address.AddressFamily == AddressFamily.InterNetwork && !isLinkLocal && addresses.Count < 8)
                    addresses.Add(unicast.Address);
            }
        }

        addresses.Add(IPAddress.Loopback);
        return addresses;
    }
}
