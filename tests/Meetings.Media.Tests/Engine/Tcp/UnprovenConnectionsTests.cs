using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Meetings.Media.Engine;
using Meetings.Media.Engine.Tcp;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Engine.Tcp;

/// <summary>Who gets in while strangers open connections by the hundred and prove nothing.</summary>
public sealed class UnprovenConnectionsTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly MediaServer _server = MediaServer.Start(new MediaServerOptions());
    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _sockets = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("2001:db8::{0:x}")]
    [InlineData("2001:db8::{0:x}:1:2:3")]
    [InlineData("192.0.2.7")]
    public async Task One_network_gets_so_many_and_no_more(string address)
    {
        for (var i = 1; i <= ConnectionLimits.MostUnprovenOfNetwork; i++)
            Assert.False(Knock(Of(address, i)).IsCompleted);
        await Knock(Of(address, 99)).WaitAsync(Limit);
        Assert.Equal(1, _server.Statistics.Drops[DropReason.StreamRefused]);
        Assert.False(Knock("2001:db8:0:1::1").IsCompleted);
        Assert.False(Knock("192.0.2.8").IsCompleted);
        Assert.Equal(ConnectionLimits.MostUnprovenOfNetwork + 2, _server.Statistics.Connections);
    }

    [Fact]
    public async Task An_ipv4_address_is_the_same_whichever_way_it_comes()
    {
        for (var i = 0; i < ConnectionLimits.MostUnprovenOfNetwork; i++)
            Assert.False(Knock(i % 2 == 0 ? "192.0.2.7" : "::ffff:192.0.2.7").IsCompleted);
        await Knock("::ffff:192.0.2.7").WaitAsync(Limit);
        await Knock("192.0.2.7").WaitAsync(Limit);
        Assert.False(Knock("::ffff:192.0.2.8").IsCompleted);
    }

    [Fact]
    public async Task When_all_places_are_taken_a_newcomer_gets_one_of_the_network_that_has_the_most()
    {
        var honest = Knock("198.51.100.1");
        var crowd = Enumerable.Range(0, 20).Select(_ => Knock("2001:db8:ffff::1")).ToList();
        var flood = new List<Task>();
        for (var i = 0; _server.Statistics.Connections < ConnectionLimits.MostUnproven; i++)
            flood.Add(Knock($"203.0.113.{i / ConnectionLimits.MostUnprovenOfNetwork}"));

        var newcomers = Enumerable.Range(1, 40).Select(i => Knock($"198.51.100.{100 + i}")).ToList();
        await Task.WhenAll(flood[0], flood[1]).WaitAsync(Limit); // the oldest of the flood
        await UntilAsync(() => flood.Count(static f => f.IsCompleted) == newcomers.Count);
        Assert.DoesNotContain(newcomers, static n => n.IsCompleted);
        Assert.DoesNotContain(crowd, static c => c.IsCompleted);
        Assert.False(honest.IsCompleted);
        Assert.Equal(ConnectionLimits.MostUnproven, _server.Statistics.Connections);
        Assert.Equal(newcomers.Count, _server.Statistics.Drops[DropReason.StreamRefused]);

        // Whoever keeps coming from everywhere drives out the oldest of its own.
        var before = flood.Count(static f => f.IsCompleted);
        for (var i = 0; i < 100; i++)
            flood.Add(Knock($"203.0.113.{i % 8}"));
        await UntilAsync(() => flood.Count(static f => f.IsCompleted) == before + 100);
        Assert.DoesNotContain(newcomers.Concat(crowd).Append(honest), static n => n.IsCompleted);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server.DisposeAsync();
        _sockets.ForEach(static s => s.Dispose());
        _end.Dispose();
    }

    private static string Of(string address, int number) => string.Format(System.Globalization.CultureInfo.InvariantCulture, address, number);

    /// <summary>A connection that says nothing; the task ends with it.</summary>
    private Task Knock(string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _sockets.Add(socket);
        return _server.ServeAsync(new Pipe().Reader.AsStream(), socket, new IPEndPoint(IPAddress.Parse(from), 1000 + _sockets.Count), _end.Token);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
            await timer.WaitForNextTickAsync(limit.Token);
    }
}
