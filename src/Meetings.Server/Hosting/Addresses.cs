using System.Net;
using System.Net.NetworkInformation;

namespace Meetings.Server.Hosting;

/// <summary>Which addresses the server listens on and by which names it answers.</summary>
internal static class Addresses
{
    public const string Default = "http://localhost:5080";

    /// <summary>
    /// The addresses asked for, with HTTPS in place of HTTP wherever others could listen in: browsers give no camera to a plain
    /// page, and a password must not cross the wire in the clear. Behind a proxy on another host, Meetings:Https:Off keeps HTTP.
    /// </summary>
    public static string Secured(string? urls, HttpsSettings https)
    {
        var asked = (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (asked.Length == 0)
        {
            return https.Certificate is null ? Default : "https://0.0.0.0:5443;" + Default;
        }

        return string.Join(';', asked.Select(url => https.Off || IsLoopback(url) || !url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            ? url
            : "https://" + url["http://".Length..]));
    }

    public static bool IsLoopback(string url)
    {
        var host = BindingAddress.Parse(url).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>
    /// Host names answered. A foreign name pointed at this machine (DNS rebinding), or a made-up Host header, gets 400 and never
    /// reaches a link in a message.
    /// </summary>
    public static IList<string> Hosts(MeetingsSettings settings)
    {
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "localhost", Environment.MachineName };
        hosts.UnionWith(Own().Select(Name));
        hosts.UnionWith(settings.Hosts);
        if (Uri.TryCreate(settings.PublicAddress, UriKind.Absolute, out var address))
        {
            hosts.Add(address.Host);
        }

        return [.. hosts];
    }

    /// <summary>This machine's addresses, loopback included.</summary>
    public static IEnumerable<IPAddress> Own() => NetworkInterface.GetAllNetworkInterfaces()
        // Tunnels (a VPN's device) do not know whether they are up.
        .Where(network => network.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses)
        .Select(unicast => new IPAddress(unicast.Address.GetAddressBytes()))
        .Union([IPAddress.Loopback, IPAddress.IPv6Loopback]);

    private static string Name(IPAddress address) =>
        address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
}
