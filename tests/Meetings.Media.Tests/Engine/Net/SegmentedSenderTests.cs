using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine.Net;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine.Net;

/// <summary>What becomes one message to the kernel, and that receivers cannot tell.</summary>
public sealed class SegmentedSenderTests
{
    private static readonly TransportAddress Here = TransportAddress.FromIpv4(0x7f00_0001, 9);
    private static readonly TransportAddress There = TransportAddress.FromIpv4(0x7f00_0002, 9);

    [Theory]
    [InlineData(1, 64, new[] { 100 })]
    [InlineData(4, 64, new[] { 100, 100, 100, 100 })]
    [InlineData(3, 64, new[] { 100, 100, 40, 100 })]
    [InlineData(1, 64, new[] { 100, 101, 101 })]
    [InlineData(2, 2, new[] { 100, 100, 100 })]
    [InlineData(1, 64, new[] { 100, 0, 100 })]
    [InlineData(2, 64, new[] { 30_000, 30_000, 30_000 })]
    public void Equal_neighbours_make_a_run_that_a_shorter_one_may_end(int expected, int maxSegments, int[] lengths)
    {
        var outbox = Filled(lengths.Select(static n => (Here, n)));
        Assert.Equal(expected, Outbox.RunLength(outbox.Entries, 0, maxSegments, 65_000));
    }

    [Fact]
    public void Another_address_ends_a_run()
    {
        var outbox = Filled([(Here, 100), (Here, 100), (There, 100), (Here, 100)]);
        Assert.Equal(2, Outbox.RunLength(outbox.Entries, 0, 64, 65_000));
        Assert.Equal(1, Outbox.RunLength(outbox.Entries, 2, 64, 65_000));
    }

    [Theory]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("127.0.0.1", false, false)]
    [InlineData("127.0.0.1", true, false)]
    [InlineData("::", true, true)]
    public void Receivers_get_the_same_datagrams_however_they_left(string bind, bool allowed, bool possible)
    {
        if (!LinuxPort.IsSupported)
            return;
        var at = IPAddress.Parse(bind);
        using var socket = UdpSockets.Bind(new IPEndPoint(at, 0));
        if (!possible)
            socket.SetRawSocketOption(1, 11, BitConverter.GetBytes(1)); // SO_NO_CHECK: the kernel then refuses to segment (udp_send_skb)
        using var sender = new SegmentedSender((int)socket.SafeHandle.DangerousGetHandle(), at.AddressFamily == AddressFamily.InterNetworkV6);
        Assert.True(sender.IsSegmenting);
        sender.IsSegmenting = allowed;
        using var one = Receiver();
        using var two = Receiver();
        var (toOne, toTwo) = (((IPEndPoint)one.LocalEndPoint!).ToTransport(), ((IPEndPoint)two.LocalEndPoint!).ToTransport());
        int[] frame = [1_100, 1_100, 1_100, 1_100, 300, 80, 80, 90];
        // More than fits one call.
        var plan = Enumerable.Range(0, 60).SelectMany(_ => frame.Select(n => (toOne, n)).Concat(frame.Select(n => (toTwo, n)))).ToArray();
        var outbox = Filled(plan);

        var refused = 0;
        var (gotOne, gotTwo) = (new List<byte[]>(), new List<byte[]>());
        var reading = new[] { Read(one, plan.Length / 2, gotOne), Read(two, plan.Length / 2, gotTwo) };
        refused = sender.Send(outbox);
        foreach (var thread in reading)
            Assert.True(thread.Join(TimeSpan.FromSeconds(10)));

        Assert.Equal(0, refused);
        AssertSame(outbox, plan, toOne, gotOne);
        AssertSame(outbox, plan, toTwo, gotTwo);
        Assert.Equal(plan.Length, sender.Counts.Datagrams);
        // 1,100 x 4 + 300; 80 x 2; 90: three messages of eight datagrams.
        Assert.Equal(allowed && possible ? plan.Length * 3 / 8 : plan.Length, sender.Counts.Messages);
    }

    private static Outbox Filled(IEnumerable<(TransportAddress To, int Length)> plan)
    {
        var outbox = new Outbox(4 * 1024 * 1024, 4096);
        var number = 0;
        foreach (var (to, length) in plan)
        {
            Assert.True(outbox.TryReserve(length, out var space));
            for (var i = 0; i < length; i++)
                space[i] = (byte)(i * 7 + number);
            number++;
            outbox.Commit(to, length);
        }

        return outbox;
    }

    private static Socket Receiver()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 4 * 1024 * 1024, ReceiveTimeout = 5_000 };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static Thread Read(Socket socket, int count, List<byte[]> into)
    {
        var thread = new Thread(() =>
        {
            var buffer = new byte[2048];
            try
            {
                while (into.Count < count)
                    into.Add(buffer[..socket.Receive(buffer)]);
            }
            catch (SocketException)
            {
                // Too few: the assertion says so.
            }
        });
        thread.Start();
        return thread;
    }

    private static void AssertSame(Outbox outbox, (TransportAddress To, int Length)[] plan, TransportAddress to, List<byte[]> got)
    {
        var expected = Enumerable.Range(0, plan.Length).Where(i => plan[i].To == to).ToArray();
        Assert.Equal(expected.Length, got.Count);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(outbox[expected[i]].Bytes.SequenceEqual(got[i]), $"datagram {i} differs");
    }
}
