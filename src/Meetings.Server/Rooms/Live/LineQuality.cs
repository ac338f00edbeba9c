using Meetings.Media.Conference;
using Meetings.Media.Primitives;

namespace Meetings.Server.Rooms.Live;

/// <summary>How good somebody's line is, 0 (nothing arrives) to 4 (good), from what the media engine measured.</summary>
internal static class LineQuality
{
    public static int Of(PeerStatistics peer)
    {
        if (peer.Connectivity is not PeerConnectivity.Connected)
        {
            return 0;
        }

        var loss = Math.Max(peer.LossFromPeer, peer.LossToPeer);
        var delay = peer.RoundTrip ?? TimeSpan.Zero;
        return (loss, delay.TotalMilliseconds) switch
        {
            ( < 0.02, < 250) => 4,
            ( < 0.05, < 500) => 3,
            ( < 0.12, < 1000) => 2,
            _ => 1,
        };
    }
}
