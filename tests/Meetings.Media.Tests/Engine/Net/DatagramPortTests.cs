using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine.Net;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine.Net;

/// <summary>One suite for both ways to use a socket.</summary>
public sealed class DatagramPortTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    public static TheoryData<bool, string> Ports =>
        LinuxPort.IsSupported
            ? new() { { true, "127.0.0.1" }, { false, "127.0.0.1" }, { true, "::" }, { false, "::" } }
            : new() { { false, "127.0.0.1" }, { false, "::" } };

    [Fact]
    public void A_burst_is_held_as_large_as_we_may_make_the_buffer()
    {
        using var socket = UdpSockets.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var mostAllowed = !OperatingSystem.IsLinux() || MayRaise()
            ? int.MaxValue : int.Parse(File.ReadAllText("/proc/sys/net/core/rmem_max").AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture);
        var told = OperatingSystem.IsLinux() ? socket.ReceiveBufferSize / 2 : socket.ReceiveBufferSize; // socket(7)
        Assert.InRange(told, Math.Min(UdpSockets.BufferBytes, mostAllowed), int.MaxValue);

        // CAP_NET_ADMIN is bit 12 of the effective capabilities (capabilities(7)).
        static bool MayRaise() => (long.Parse(
            File.ReadLines("/proc/self/status").Single(static l => l.StartsWith("CapEff:", StringComparison.Ordinal)).AsSpan(7).Trim(),
            NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) >> 12 & 1) != 0;
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public void Datagrams_come_in_with_their_sender_and_go_out_to_their_receiver(bool batched, string bind)
    {
        using var port = Open(batched, bind);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var there = new IPEndPoint(IPAddress.Loopback, port.LocalEndPoint.Port);
        for (var i = 0; i < 100; i++)
            peer.SendTo([(byte)i, 1, 2, 3], there);

        var outbox = new Outbox(64 * 1024, 1000);
        var received = Collect(port, 100, (from, bytes) =>
        {
            Assert.Equal(((IPEndPoint)peer.LocalEndPoint!).ToTransport(), from);
            Assert.True(outbox.TryReserve(8, out var space));
            bytes.CopyTo(space);
            outbox.Commit(from, bytes.Length);
        });
        Assert.Equal(Enumerable.Range(0, 100), received.Select(static b => (int)b[0]));

        Assert.Equal(0, port.Send(outbox));
        peer.ReceiveTimeout = (int)Long.TotalMilliseconds;
        var buffer = new byte[100];
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(4, peer.Receive(buffer));
            Assert.Equal(i, buffer[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public void An_empty_datagram_is_taken_as_any_other(bool batched, string bind)
    {
        using var port = Open(batched, bind);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var there = new IPEndPoint(IPAddress.Loopback, port.LocalEndPoint.Port);
        foreach (var bytes in (byte[][])[[], [1], []])
            peer.SendTo(bytes, there);
        Assert.Equal([0, 1, 0], Collect(port, 3, static (_, _) => { }).Select(static b => b.Length));

        // Nothing is left that would end the next wait at once.
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        port.Wait(TimeSpan.FromMilliseconds(50));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(40));
        Assert.Equal(0, port.Receive(new DatagramBatch()));
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public void A_wait_ends_when_woken_from_another_thread(bool batched, string bind)
    {
        using var port = Open(batched, bind);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var waker = new Thread(port.Wake);
        waker.Start();
        port.Wait(Long);
        waker.Join();
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < Long);
        Assert.Equal(0, port.Receive(new DatagramBatch()));
    }

    [Fact]
    public void What_arrives_piles_up_for_a_rest_that_ends_when_woken()
    {
        if (!LinuxPort.IsSupported)
            return;
        using var port = new LinuxPort(new IPEndPoint(IPAddress.Loopback, 0));
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.SendTo([1], port.LocalEndPoint);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        port.Wait(Long, TimeSpan.FromMilliseconds(50));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(49));
        port.Wake();
        port.Wait(Long, Long);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(started) < Long);
        Assert.Equal(1, port.Receive(new DatagramBatch()));
    }

    [Theory]
    [MemberData(nameof(Ports))]
    public void A_receiver_that_cannot_be_reached_does_not_stop_the_others(bool batched, string bind)
    {
        using var port = Open(batched, bind);
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        peer.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        peer.ReceiveTimeout = (int)Long.TotalMilliseconds;
        var outbox = new Outbox(64 * 1024, 100);
        foreach (var to in new[] { TransportAddress.FromIpv4(0xffff_ffff, 9), ((IPEndPoint)peer.LocalEndPoint!).ToTransport() })
        {
            Assert.True(outbox.TryReserve(8, out var space));
            space[..8].Fill(7);
            outbox.Commit(to, 8);
        }

        Assert.Equal(1, port.Send(outbox));
        Assert.Equal(8, peer.Receive(new byte[100]));
    }

    private static IDatagramPort Open(bool batched, string bind)
    {
        var at = new IPEndPoint(IPAddress.Parse(bind), 0);
        return batched ? new LinuxPort(at) : new SocketPort(at);
    }

    private static List<byte[]> Collect(IDatagramPort port, int count, Action<TransportAddress, byte[]> each)
    {
        var batch = new DatagramBatch();
        var received = new List<byte[]>();
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        while (received.Count < count && System.Diagnostics.Stopwatch.GetElapsedTime(started) < Long)
        {
            port.Wait(Long);
            var n = port.Receive(batch);
            for (var i = 0; i < n; i++)
            {
                received.Add(batch.Bytes(i).ToArray());
                each(batch.From[i], received[^1]);
            }
        }

        return received;
    }
}
