using System.Collections.Concurrent;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Sdp;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>Answers throw-away PeerConnections of the device check and the rehearsal, each in a room of its own, so that nobody hears another's trial; one at a time for each client.</summary>
internal sealed class UdpCheck(MediaHost host) : IAsyncDisposable
{
    /// <summary>A rehearsal sends for 20 seconds.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(40);
    private static readonly PeerId Peer = new(1);
    private readonly ConcurrentDictionary<string, (MediaRoom Room, ITimer Timer)> _trials = new();

    public async Task<Outcome<string>> AnswerAsync(string client, string packedOffer, CancellationToken cancellationToken)
    {
        if (!SdpTransport.TryUnpack(packedOffer, out var offer))
        {
            return Refusal.Invalid("offer_malformed");
        }

        await ForgetAsync(client);
        var room = host.Server.OpenRoom(_ => { });
        string? answer = null;
        try
        {
            var result = await room.NegotiateAsync(Peer, offer, cancellationToken);
            answer = result.AnswerSdp;
            if (answer is null)
            {
                return Refusal.Invalid(result.RefusalCode ?? "offer_malformed");
            }
        }
        finally
        {
            if (answer is null)
            {
                await room.DisposeAsync();
            }
        }

        _trials[client] = (room, TimeProvider.System.CreateTimer(_ => Forget(client), null, Lifetime, Timeout.InfiniteTimeSpan));
        return SdpTransport.Pack(answer);
    }

    /// <summary>The room closes by itself soon after.</summary>
    public void Forget(string client) => _ = ForgetAsync(client);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _trials.Keys)
        {
            await ForgetAsync(client);
        }
    }

    private async Task ForgetAsync(string client)
    {
        if (_trials.TryRemove(client, out var trial))
        {
            await trial.Timer.DisposeAsync();
            await trial.Room.DisposeAsync();
        }
    }
}
