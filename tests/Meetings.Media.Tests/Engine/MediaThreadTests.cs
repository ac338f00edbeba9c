using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Net;
using Meetings.Media.Engine.Tcp;

namespace Meetings.Media.Tests.Engine;

/// <summary>When a media thread lets packets pile up.</summary>
public sealed class MediaThreadTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(2);

    [Theory]
    [InlineData(400, 0.03, 0)] // one speaker with camera, ten listeners
    [InlineData(1000, 0.0, 2)]
    [InlineData(1000, 0.1, 1.6)]
    [InlineData(1000, 0.4, 0)] // so short a rest brings nothing along
    [InlineData(10_000, 0.4, 0.4)]
    [InlineData(100_000, 0.5, 0)] // what piles up by itself is enough
    [InlineData(100_000, 1.0, 0)]
    public void It_rests_only_where_packets_come_in_the_meantime_and_the_less_the_busier_it_is(double perSecond, double share, double milliseconds) =>
        Assert.Equal(milliseconds, MediaThread.Rest(Longest, perSecond, share).TotalMilliseconds, 3);

    [Fact]
    public void It_never_rests_where_it_may_not() => Assert.Equal(TimeSpan.Zero, MediaThread.Rest(TimeSpan.Zero, 100_000, 0));

    [Fact]
    public void It_goes_before_all_others_and_what_it_starts_does_not()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "a thread goes before others on Linux and as root");
        var (own, child) = (-1, -1);
        var thread = new Thread(() =>
        {
            ThreadUrgency.Raise();
            own = Nice();
            var started = new Thread(() => child = Nice());
            started.Start();
            started.Join();
        });
        thread.Start();
        thread.Join();
        Assert.Equal((ThreadUrgency.Nice, 0), (own, child));
    }

    [Fact]
    public void Failures_that_follow_each_other_are_all_counted_and_one_is_told()
    {
        var told = new ConcurrentQueue<string>();
        var directory = new AddressDirectory();
        var port = new SocketPort(new IPEndPoint(IPAddress.Loopback, 0));
        using var thread = new MediaThread(port, directory, new MediaConnections(directory, null), 0, new MediaServerOptions(), told.Enqueue);
        using var done = new ManualResetEventSlim();
        thread.Start();
        for (var i = 0; i < 1000; i++)
            thread.Post(static _ => throw new InvalidOperationException("again"));
        thread.Post(_ => done.Set());
        Assert.True(done.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Equal(1000, thread.Faults);
        Assert.Contains("again", Assert.Single(told), StringComparison.Ordinal);
    }

    [Fact]
    public void M03_a_failure_to_find_a_packet_s_room_is_counted_and_does_not_end_the_thread()
    {
        // Without a directory nothing can be found.
        using var connections = new MediaConnections(new AddressDirectory(), null);
        var port = new SocketPort(new IPEndPoint(IPAddress.Loopback, 0));
        using var thread = new MediaThread(port, null!, connections, 0, new MediaServerOptions(), null);
        using var peer = new UdpClient();
        thread.Start();
        for (var i = 0; i < 3; i++)
            peer.Send([0x80, 0x60, 1, 2, .. new byte[20]], port.LocalEndPoint);
        Assert.True(SpinWait.SpinUntil(() => thread.Faults == 3, TimeSpan.FromSeconds(20)));
        using var done = new ManualResetEventSlim();
        thread.Post(_ => done.Set());
        Assert.True(done.Wait(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    // Field 19 of proc_pid_stat(5), counted behind the name, which may hold anything.
    private static int Nice() => int.Parse(File.ReadAllText("/proc/thread-self/stat").Split(") ")[^1].Split(' ')[16], System.Globalization.CultureInfo.InvariantCulture);
}
