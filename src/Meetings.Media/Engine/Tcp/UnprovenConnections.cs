using Meetings.Media.Primitives;

namespace Meetings.Media.Engine.Tcp;

/// <summary>
/// The connections that no binding has proved yet: few of one network, few in all. When there is room for no more, the network that has
/// the most of them makes room, so that a flood drives out itself and not whoever comes to a meeting. Not thread-safe.
/// </summary>
internal sealed class UnprovenConnections
{
    // In the order in which they came.
    private readonly List<MediaConnection> _all = [];

    /// <summary>Whether one more of this network may come.</summary>
    /// <param name="yields">The connection to close for it.</param>
    public bool MayEnter(NetworkId network, out MediaConnection? yields)
    {
        yields = null;
        _all.RemoveAll(static c => c.IsProven || c.Closed.IsCancellationRequested);
        if (_all.Count(c => NetworkId.Of(c.Address) == network) >= ConnectionLimits.MostUnprovenOfNetwork)
            return false;
        // Groups and what is in them are in the order of coming: among equals the oldest goes.
        if (_all.Count >= ConnectionLimits.MostUnproven)
            yields = _all.GroupBy(static c => NetworkId.Of(c.Address)).MaxBy(static n => n.Count())!.First();
        return true;
    }

    public void Add(MediaConnection connection) => _all.Add(connection);
}

/// <summary>
/// Who is counted as one: an IPv4 address, or the 64 bits of an IPv6 address that name a network (RFC 4291 section 2.5.4), in which anybody
/// has as many addresses as they like.
/// </summary>
internal readonly record struct NetworkId(ulong High, ulong Low)
{
    /// <summary>An IPv4 address is in its mapped form whichever way it came, and whole: all of them share their first 64 bits.</summary>
    public static NetworkId Of(TransportAddress address) => new(address.High, address.IsIpv4 ? address.Low : 0);
}
