using System.Collections.Concurrent;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Sdp;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>Answers throw-away PeerConnections of the device check in a room of their own, one at a time for each client.</summary>
internal sealed class UdpCheck(MediaHost host) : IAsyncDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, (PeerId Peer, ITimer Timer)> _peers = new();
    private MediaRoom? _room;
    private int _lastPeer;

    public async Task<Outcome<string>> AnswerAsync(string client, string packedOffer, CancellationToken cancellationToken)
    {
        if (!SdpTransport.TryUnpack(packedOffer, out var offer))
        {
            return Refusal.Invalid("offer_malformed");
        }

        Forget(client);
        MediaRoom room;
        lock (_gate)
        {
            room = _room ??= host.Server.OpenRoom(_ => { });
        }

        var peer = new PeerId(Interlocked.Increment(ref _lastPeer));
        var result = await room.NegotiateAsync(peer, offer, cancellationToken);
        if (result.AnswerSdp is not { } answer)
        {
            return Refusal.Invalid(result.RefusalCode ?? "offer_malformed");
        }

        _peers[client] = (peer, TimeProvider.System.CreateTimer(_ => Forget(client), null, Lifetime, Timeout.InfiniteTimeSpan));
        return SdpTransport.Pack(answer);
    }

    public void Forget(string client)
    {
        if (_peers.TryRemove(client, out var probe))
        {
            probe.Timer.Dispose();
            _room?.Remove(probe.Peer);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_room is { } room)
        {
            await room.DisposeAsync();
        }
    }
}
