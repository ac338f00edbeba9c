using System.Net;
using System.Net.Sockets;
using Meetings.Media.Conference;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Participant;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Engine.Browsers;
using Meetings.Media.Tests.Engine.Dtls;

namespace Meetings.Media.Tests.Engine;

/// <summary>Strangers at the real media port, while people join and talk. Ids are those of the threat catalogue.</summary>
[Collection(nameof(RealTime))]
public sealed class HostileTrafficTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MEETINGS_LONG_TESTS") == "1";

    /// <summary>A DTLS record with a ClientHello whose only cipher is TLS_NULL_WITH_NULL_NULL.</summary>
    internal static readonly byte[] NullHello =
    [
        22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 54,
        1, 0, 0, 42, 0, 0, 0, 0, 0, 0, 0, 42,
        0xfe, 0xfd, .. new byte[32], 0, 0, 0, 2, 0, 0, 1, 0,
    ];

    [Fact]
    public async Task M01_hellos_from_another_address_neither_spoil_a_join_nor_are_answered()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        using var attacker = new Attacker(server.LocalEndPoint.Port);
        using var stop = new CancellationTokenSource();
        // One of nothing and one as good as anybody's, in turns.
        var (valid, turn) = (DtlsWire.StrangersHello(), 0);
        var attack = attacker.RepeatAsync(() => turn++ % 2 == 0 ? NullHello : valid, TimeSpan.FromMilliseconds(5), stop.Token);

        for (var i = 1; i <= (IsLong ? 100 : 10); i++)
        {
            using var participant = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions { Audio = true }));
            await JoinAsync(room, i, participant);
            room.Remove(new PeerId(i));
        }

        await stop.CancelAsync();
        await attack;
        Assert.True(attacker.Sent > 0);
        Assert.Equal(0, attacker.Answers());
        Assert.True(server.Statistics.Drops[DropReason.UnknownAddress] > attacker.Sent / 2, "the hellos were dropped before anybody looked into them");
        Assert.Equal(0, server.Statistics.HandshakesFailed);
    }

    [Fact]
    public async Task M02_a_flood_of_bindings_without_proof_is_not_answered()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        using var talker = NewTalker();
        var answer = await JoinAsync(room, 1, talker);
        using var attacker = new Attacker(server.LocalEndPoint.Port);
        var forged = Requests(ParticipantAnswer.Read(answer).Ufrag);
        for (var i = 0; i < 20_000; i++)
            attacker.Send(forged[i % forged.Length]);
        await HearsAsync(talker, room);
        Assert.Equal(0, attacker.Answers());
        Assert.Equal(2, server.Statistics.ValidatedAddresses); // the two who talk
        Assert.True(server.Statistics.Drops[DropReason.StunIntegrity] > 0);
        Assert.Equal(0, server.Statistics.Faults);
    }

    [Fact]
    public async Task M15_nothing_is_sent_to_the_candidates_of_an_offer()
    {
        await using var server = MediaServer.Start(new MediaServerOptions());
        await using var room = server.OpenRoom(static _ => { });
        using var named = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        named.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var talker = NewTalker();
        var candidate = $"a=candidate:1 1 udp 2130706431 127.0.0.1 {((IPEndPoint)named.LocalEndPoint!).Port} typ host\r\n";
        var result = await room.NegotiateAsync(new PeerId(1), talker.CreateOffer().Replace("a=rtcp-mux\r\n", "a=rtcp-mux\r\n" + candidate, StringComparison.Ordinal));
        talker.Accept(result.AnswerSdp!);
        await talker.Connected.WaitAsync(Limit);
        await HearsAsync(talker, room);
        Assert.True(server.Statistics.DatagramsSent > 0);
        Assert.Equal(0, named.Available);
    }

    private static HeadlessParticipant NewTalker() => new(1, new SyntheticMedia(new SyntheticOptions { Audio = true }));

    private static async Task HearsAsync(HeadlessParticipant talker, MediaRoom room)
    {
        using var second = NewTalker();
        await JoinAsync(room, 99, second);
        await second.UntilAsync(static r => r.AudioPackets >= 25).WaitAsync(Limit);
        Assert.Equal(0, talker.Undecryptable);
    }

    private static async Task<string> JoinAsync(MediaRoom room, int peer, HeadlessParticipant participant)
    {
        var result = await room.NegotiateAsync(new PeerId(peer), participant.CreateOffer());
        Assert.Null(result.RefusalCode);
        participant.Accept(result.AnswerSdp!);
        await participant.Connected.WaitAsync(Limit);
        return result.AnswerSdp!;
    }

    private static byte[][] Requests(string ufrag) =>
        [BindingCheck.Write(ufrag, "not-the-password-of-this-peer"), BindingCheck.Write(ufrag, "another-that-is-not-it-either")];

    /// <summary>Another host: a second loopback address.</summary>
    private sealed class Attacker : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        private readonly IPEndPoint _target;

        public Attacker(int port)
        {
            _socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
            _target = new IPEndPoint(IPAddress.Loopback, port);
        }

        public long Sent { get; private set; }

        public void Send(byte[] datagram)
        {
            _socket.SendTo(datagram, _target);
            Sent++;
        }

        public async Task RepeatAsync(Func<byte[]> next, TimeSpan every, CancellationToken cancellationToken)
        {
            using var timer = new PeriodicTimer(every);
            try
            {
                while (await timer.WaitForNextTickAsync(cancellationToken))
                    Send(next());
            }
            catch (OperationCanceledException)
            {
                // The test has seen enough.
            }
        }

        public int Answers()
        {
            var count = 0;
            var buffer = new byte[2048];
            while (_socket.Poll(0, SelectMode.SelectRead) && _socket.Receive(buffer) >= 0)
                count++;
            return count;
        }

        public void Dispose() => _socket.Dispose();
    }
}
