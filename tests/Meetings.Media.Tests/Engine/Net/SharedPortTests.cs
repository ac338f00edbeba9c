using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine.Net;

namespace Meetings.Media.Tests.Engine.Net;

/// <summary>One port number for several media threads, each with a socket for RTCP that wakes nobody (Linux).</summary>
public sealed class SharedPortTests
{
    private static readonly byte[] Rtp = [0x90, 0x60, 0, 1];
    private static readonly byte[] Report = [0x81, 201, 0, 7];
    private static readonly byte[] Feedback = [0x8f, 205, 0, 4];
    private static readonly byte[] Binding = [0x00, 0x01, 0, 0];
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("::", "::1")]
    public void A_thread_that_waits_is_woken_by_media_and_takes_the_reports_along(string bind, string from)
    {
        using var opened = Open(bind, 1, from);
        var port = opened.Ports[0];
        using var peer = Peer(from);
        var batch = new DatagramBatch();
        foreach (var urgent in (byte[][])[Rtp, Binding])
        {
            peer.SendTo(Report, opened.At);
            port.Wait(TimeSpan.FromMilliseconds(10));
            peer.SendTo(Feedback, opened.At);
            peer.SendTo(urgent, opened.At);
            port.Wait(Long);
            Assert.Equal(3, port.Receive(batch));
            Assert.Equal(urgent, batch.Bytes(0).ToArray());
            Assert.Equal([Report, Feedback], new[] { batch.Bytes(1).ToArray(), batch.Bytes(2).ToArray() });
        }
    }

    [Fact]
    public void Reports_alone_wake_it_after_their_patience()
    {
        using var opened = Open("127.0.0.1", 1);
        using var peer = Peer();
        peer.SendTo(Report, opened.At);
        var started = Stopwatch.GetTimestamp();
        opened.Ports[0].Wait(TimeSpan.FromMilliseconds(5));
        Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(4.9));
        opened.Ports[0].Wait(Long);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(19.9), Long / 2);
        Assert.Equal(1, opened.Ports[0].Receive(new DatagramBatch()));
    }

    [Fact]
    public void When_more_comes_than_a_batch_holds_neither_starves()
    {
        using var opened = Open("127.0.0.1", 1);
        using var peer = Peer();
        for (var i = 0; i < 2 * DatagramBatch.Capacity; i++)
        {
            peer.SendTo(Rtp, opened.At);
            peer.SendTo(Report, opened.At);
        }

        var batch = new DatagramBatch();
        var kinds = new List<byte>();
        for (var turn = 0; turn < 4; turn++)
        {
            Assert.Equal(DatagramBatch.Capacity, opened.Ports[0].Receive(batch));
            kinds.Add(batch.Bytes(0)[1]);
        }

        Assert.Equal([Rtp[1], Report[1], Rtp[1], Report[1]], kinds);
        Assert.Equal(0, opened.Ports[0].Receive(batch));
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("::", "127.0.0.1")]
    [InlineData("::", "::1")]
    public void A_peer_meets_the_same_thread_with_all_it_sends_and_peers_are_spread(string bind, string from)
    {
        const int threads = 3, peers = 60;
        using var opened = Open(bind, threads, from);
        var counts = new int[threads];
        var batch = new DatagramBatch();
        for (var i = 0; i < peers; i++)
        {
            using var peer = Peer(from);
            foreach (var kind in (byte[][])[Rtp, Report, Binding, Feedback])
                peer.SendTo(kind, opened.At);
            var received = opened.Ports.Select(port => port.Receive(batch)).ToArray();
            Assert.Equal([0, 0, 4], received.Order());
            counts[Array.IndexOf(received, 4)]++;
        }

        // Sixty of three kinds, twenty each: fewer than five of one is less likely than one in a hundred thousand.
        Assert.All(counts, count => Assert.InRange(count, 5, 45));
    }

    [Fact]
    public void A_port_that_another_server_has_is_refused()
    {
        using var opened = Open("127.0.0.1", 2);
        Assert.All(opened.Ports, port => Assert.Equal(opened.At, port.LocalEndPoint));
        Assert.Throws<SocketException>(() => LinuxPort.OpenShared(opened.At, 2));
    }

    private static Socket Peer(string from = "127.0.0.1")
    {
        var at = IPAddress.Parse(from);
        var peer = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(at, 0));
        return peer;
    }

    private static Opened Open(string bind, int threads, string from = "127.0.0.1")
    {
        Assert.SkipUnless(LinuxPort.IsSupported, "needs 64-bit Linux");
        return new Opened(LinuxPort.OpenShared(new IPEndPoint(IPAddress.Parse(bind), 0), threads), IPAddress.Parse(from));
    }

    private sealed record Opened(LinuxPort[] Ports, IPAddress Near) : IDisposable
    {
        /// <summary>Where peers of this machine send to.</summary>
        public IPEndPoint At { get; } = new(Near, Ports[0].LocalEndPoint.Port);

        public void Dispose() => Array.ForEach(Ports, port => port.Dispose());
    }
}
