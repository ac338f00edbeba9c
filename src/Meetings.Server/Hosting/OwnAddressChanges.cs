using System.Net.NetworkInformation;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Meetings.Server.Hosting;

/// <summary>
/// Reads this machine's addresses again for the host filter when they change: a laptop that moves to the meeting room's network, a
/// lease that ran out. Without it everybody who came by the new address would be answered 400 until the next start.
/// </summary>
internal sealed class OwnAddressChanges : IOptionsChangeTokenSource<HostFilteringOptions>, IDisposable
{
    private CancellationTokenSource _change = new();

    public OwnAddressChanges() => NetworkChange.NetworkAddressChanged += Tell;

    public string Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

    /// <summary>The options are made anew, and with them the list of names.</summary>
    public void Tell(object? sender, EventArgs change)
    {
        // Not disposed here: somebody may be reading its token at this moment, and without a timer it holds nothing.
        Interlocked.Exchange(ref _change, new CancellationTokenSource()).Cancel();
    }

    public void Dispose()
    {
        NetworkChange.NetworkAddressChanged -= Tell;
        _change.Dispose();
    }
}
