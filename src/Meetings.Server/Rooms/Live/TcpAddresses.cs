using System.Net;
using Microsoft.AspNetCore.Http;

namespace Meetings.Server.Rooms.Live;

/// <summary>Under which addresses clients reach the web port for media.</summary>
internal static class TcpAddresses
{
    /// <param name="served">Addresses the web server listens on, as it tells them.</param>
    /// <param name="announced">Addresses told for UDP, best first.</param>
    /// <param name="mapped">They were configured: a router may stand between, so any listener that is not loopback serves them.</param>
    /// <param name="port">The port told instead of the listener's own; 0 for no TCP at all.</param>
    public static IReadOnlyList<IPEndPoint> Of(IEnumerable<string> served, IEnumerable<IPAddress> announced, bool mapped, int? port)
    {
        if (port == 0)
        {
            return [];
        }

        var listeners = served.Select(BindingAddress.Parse).Where(a => !a.IsUnixPipe && !a.IsNamedPipe)
            .OrderByDescending(a => a.Scheme.Equals("https", StringComparison.OrdinalIgnoreCase)).ToList();
        var found = new List<IPEndPoint>();
        foreach (var address in announced)
        {
            if (listeners.Find(listener => Serves(listener.Host, address, mapped)) is { } serving)
            {
                found.Add(new IPEndPoint(address, port ?? serving.Port));
            }
        }

        return found;
    }

    private static bool Serves(string host, IPAddress address, bool mapped)
    {
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var bound))
        {
            // A name: localhost is loopback, anything else is every address to Kestrel.
            return host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.IsLoopback(address) : true;
        }

        return bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any) || bound.Equals(address)
            || (mapped && !IPAddress.IsLoopback(bound));
    }
}
