using System.Net;
using Meetings.Media.Wire.Tcp;
using Meetings.Server.Hosting;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Meetings.Server.Rooms.Live;

/// <summary>Media of clients whose network lets no UDP through: framed packets on the web port itself (RFC 6544, RFC 4571).</summary>
internal sealed class MediaOverWeb(MediaHost host) : IRawConnections
{
    public int Needed => StreamOpening.Needed;

    public bool? Takes(ReadOnlySpan<byte> first) => StreamOpening.Classify(first) switch
    {
        StreamKind.Media => true,
        StreamKind.Web => false,
        _ => null,
    };

    public async Task ServeAsync(ConnectionContext connection)
    {
        // Sent to the socket itself: Kestrel would put tens of kilobytes before it, seconds on a thin line.
        if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket || connection.RemoteEndPoint is not IPEndPoint remote)
        {
            connection.Abort(new ConnectionAbortedException("Media needs a socket."));
            return;
        }

        await using var input = connection.Transport.Input.AsStream(leaveOpen: true);
        await host.Server.ServeAsync(input, socket, remote, connection.ConnectionClosed);
    }
}
