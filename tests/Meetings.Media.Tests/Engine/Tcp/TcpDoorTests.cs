using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Engine.Tcp;
using Meetings.Media.Primitives;
using Meetings.Media.Wire.Tcp;

namespace Meetings.Media.Tests.Engine.Tcp;

/// <summary>What a stranger may cost over TCP: little, and not for long.</summary>
public sealed class TcpDoorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task M02_a_connection_without_proof_is_not_answered_and_closed_after_ten_seconds()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var door = new TcpDoor(server);
        await using var room = server.OpenRoom(static _ => { });
        using var peer = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions()));
        var answer = ParticipantAnswer.Read((await room.NegotiateAsync(new PeerId(1), peer.CreateOffer())).AnswerSdp!);
        using var stranger = await door.KnockAsync();
        await SendAsync(stranger, BindingCheck.Write(answer.Ufrag, "a-password-that-is-not-the-one"));
        await SendAsync(stranger, BindingCheck.Write("srv99999", answer.Password));
        await SendAsync(stranger, [0x80, 0x60, .. new byte[100]]);
        await Until(() => server.Statistics.Drops.GetValueOrDefault(DropReason.StunIntegrity) == 1);
        await Until(() => server.Statistics.Drops.GetValueOrDefault(DropReason.UnknownAddress) == 1);
        Assert.Equal(0, stranger.Available);

        using var proven = await door.KnockAsync();
        await SendAsync(proven, BindingCheck.Write(answer.Ufrag, answer.Password));
        var head = new byte[4];
        Assert.Equal(head.Length, await proven.ReceiveAsync(head));
        Assert.Equal([1, 1], head[2..]); // a binding success, framed

        server.Connections.EndIdle(MonotonicClock.Now + ConnectionLimits.ProofWithin + TimeSpan.FromSeconds(1));
        Assert.Equal(0, await ReadToEndAsync(stranger));
        Assert.Equal(1, server.Statistics.Connections);

        server.Connections.EndIdle(MonotonicClock.Now + ConnectionLimits.SilentFor + TimeSpan.FromSeconds(1));
        await ReadToEndAsync(proven);
        await Until(() => server.Statistics.Connections == 0);
    }

    [Fact]
    public async Task A_frame_longer_than_a_binding_request_ends_an_unproven_connection()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var door = new TcpDoor(server);
        using var stranger = await door.KnockAsync();
        await stranger.SendAsync(new byte[] { 0x05, 0x00, 0x16 });
        Assert.Equal(0, await ReadToEndAsync(stranger));
        Assert.Equal(1, server.Statistics.Drops[DropReason.StreamRefused]);
    }

    [Fact]
    public async Task Eight_kilobytes_of_requests_without_proof_are_enough()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var door = new TcpDoor(server);
        using var stranger = await door.KnockAsync();
        var request = BindingCheck.Write("srv99999", "no-password-at-all-will-do");
        try
        {
            for (var sent = 0; sent < 2 * ConnectionLimits.MostUnprovenBytes; sent += request.Length)
                await SendAsync(stranger, request);
        }
        catch (SocketException)
        {
            // Closed while sending: as it should be.
        }

        await ReadToEndAsync(stranger);
        await Until(() => server.Statistics.Connections == 0);
        Assert.Equal(1, server.Statistics.Drops[DropReason.StreamRefused]);
        Assert.InRange(server.Statistics.Drops[DropReason.StunUnknownUser], 1, ConnectionLimits.MostUnprovenBytes / request.Length);
    }

    [Fact]
    public async Task One_address_gets_so_many_unproven_connections_and_no_more()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var door = new TcpDoor(server);
        var sockets = new List<Socket>();
        for (var i = 0; i < ConnectionLimits.MostUnprovenOfNetwork; i++)
            sockets.Add(await door.KnockAsync());
        await Until(() => server.Statistics.Connections == ConnectionLimits.MostUnprovenOfNetwork);
        using (var oneTooMany = await door.KnockAsync())
            Assert.Equal(0, await ReadToEndAsync(oneTooMany));
        Assert.Equal(ConnectionLimits.MostUnprovenOfNetwork, server.Statistics.Connections);

        // A place that becomes free may be taken.
        sockets[0].Dispose();
        await Until(() => server.Statistics.Connections == ConnectionLimits.MostUnprovenOfNetwork - 1);
        sockets[0] = await door.KnockAsync();
        await Until(() => server.Statistics.Connections == ConnectionLimits.MostUnprovenOfNetwork);
        sockets.ForEach(static s => s.Dispose());
        await Until(() => server.Statistics.Connections == 0);
    }

    private static async Task SendAsync(Socket socket, byte[] packet)
    {
        var frame = new byte[PacketFraming.HeaderLength + packet.Length];
        PacketFraming.WriteHeader(frame, packet.Length);
        packet.CopyTo(frame, PacketFraming.HeaderLength);
        await socket.SendAsync(frame);
    }

    private static async Task<int> ReadToEndAsync(Socket socket)
    {
        var buffer = new byte[4096];
        using var limit = new CancellationTokenSource(Limit);
        var total = 0;
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer, limit.Token)) > 0;)
                total += read;
        }
        catch (SocketException)
        {
            // Reset is an end too.
        }

        return total;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
            await timer.WaitForNextTickAsync(limit.Token);
    }
}
