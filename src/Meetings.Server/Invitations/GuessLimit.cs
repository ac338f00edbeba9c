using System.Collections.Concurrent;
using System.Net;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;

namespace Meetings.Server.Invitations;

/// <summary>How often one address may ask for guest links: enough for a whole office behind one address, far too little to guess.</summary>
internal sealed class GuessLimit(TimeProvider time) : IEndpointFilter
{
    public const int PerMinute = 60;

    private readonly ConcurrentDictionary<IPAddress, int> _counts = new();
    private readonly Lock _turning = new();
    private long _minute;

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var now = time.GetUtcNow();
        var minute = now.UtcTicks / TimeSpan.TicksPerMinute;
        lock (_turning)
        {
            if (minute != _minute)
            {
                _minute = minute;
                _counts.Clear();
            }
        }

        var count = _counts.AddOrUpdate(Network(context.HttpContext.Connection.RemoteIpAddress), 1, (_, before) => before + 1);
        return count <= PerMinute
            ? next(context)
            : ValueTask.FromResult<object?>(new Refusal(
                "too_many_attempts",
                RefusalKind.TooMany,
                new Dictionary<string, string> { ["seconds"] = $"{60 - now.Second}" }).ToResult());
    }

    /// <summary>One household of IPv6 has a whole /64 to ask from.</summary>
    private static IPAddress Network(IPAddress? address)
    {
        if (address is null or { AddressFamily: System.Net.Sockets.AddressFamily.InterNetwork } || address.IsIPv4MappedToIPv6)
        {
            return address ?? IPAddress.None;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }
}
