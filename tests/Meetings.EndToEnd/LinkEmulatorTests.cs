using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Meetings.EndToEnd.Support;
using Meetings.EndToEnd.Support.Link;

namespace Meetings.EndToEnd;

/// <summary>The bad lines themselves are measured, or every figure got over them is worth nothing.</summary>
public sealed class LinkEmulatorTests
{
    [Fact]
    public void The_shaper_keeps_the_rate_and_loses_the_share_it_is_told_to()
    {
        var shaper = new Shaper(new LineDirection(128, 150, 0, 5), seed: 7);
        var released = Enumerable.Range(0, 10_000).Select(i => shaper.Release(i * 75.0, 1200)).ToList();
        Assert.InRange(released.Count(r => r is null), 400, 600);
        Assert.InRange(released[^1] ?? released[^2]!.Value, (9_998 * 75) + 224, (9_999 * 75) + 300);
    }

    [Fact]
    public void The_shaper_drops_what_would_wait_longer_than_half_a_second()
    {
        var shaper = new Shaper(new LineDirection(64, 0, 0, 0), seed: 7);
        var passed = Enumerable.Range(0, 100).Count(_ => shaper.Release(0, 1000) is not null);
        Assert.Equal(5, passed);
    }

    [Fact]
    public async Task A_thin_line_between_namespaces_delays_a_datagram_both_ways()
    {
        Machine.Require(Machine.MayMakeNamespaces && File.Exists("/dev/net/tun"), "network namespaces and TUN devices need root");
        using var network = new NetworkNamespace(LineProfile.Thin.With(d => d with { LossPercent = 0, JitterMs = 0 }));
        using var server = new UdpClient(new IPEndPoint(IPAddress.Parse(network.ServerAddress), 0));
        var port = ((IPEndPoint)server.Client.LocalEndPoint!).Port;
        var watch = Stopwatch.StartNew();
        using var client = Process.Start(new ProcessStartInfo(
            "ip", $"netns exec {network.Name} node -e \"const s=require('dgram').createSocket('udp4');s.send('a',{port},'{network.ServerAddress}');s.on('message',()=>process.exit(0))\""))!;
        var hello = await server.ReceiveAsync();
        var answered = watch.Elapsed;
        await server.SendAsync("b"u8.ToArray(), hello.RemoteEndPoint);
        await client.WaitForExitAsync();
        Assert.InRange((watch.Elapsed - answered).TotalMilliseconds, 140, 600);
    }
}
