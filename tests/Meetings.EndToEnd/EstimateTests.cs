using System.Diagnostics;
using Meetings.EndToEnd.Support;
using Meetings.EndToEnd.Support.Lines;
using Meetings.EndToEnd.Support.Link;
using Meetings.Server.Rooms.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.EndToEnd;

/// <summary>What the engine takes a line for, beside what the line is: the scenario of EstimationTests with a real browser at the end of the line.</summary>
[Collection(nameof(RealTime))]
public sealed class EstimateTests(ITestOutputHelper output)
{
    private const double Wide = 900;
    private const double Narrow = 300;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    [Fact(Explicit = true)]
    public async Task The_estimate_follows_a_line_that_falls_to_a_third_and_returns()
    {
        Machine.Require(Machine.MayMakeNamespaces && File.Exists("/dev/net/tun"), "network namespaces and TUN devices need root");
        using var network = new NetworkNamespace(LineProfile.Clean);
        var port = Machine.FreePort();
        await using var server = new ClockedServer(new() { ["urls"] = $"https://0.0.0.0:{port}", ["AllowedHosts"] = "*" }, DateTimeOffset.UtcNow);
        await using var chair = new Official(await Browser.StartAsync(voice: VoiceFile.Path, frames: 20), $"https://localhost:{port}");
        await chair.SignInUnseenAsync("huyen.chutich");
        await chair.Page.GotoAsync(chair.Address);
        var found = await chair.FetchAsync("GET", $"/api/meetings?view=all&q={Uri.EscapeDataString("huyện Tháp Mười với 13 xã")}");
        var meeting = found.EnumerateArray().Single().GetProperty("id").GetString()!;
        await chair.EnterAsync(meeting);
        await chair.TurnOnMicrophoneAndCameraAsync();
        await using var site = new Official(await Browser.StartAsync(network, 1000, 600), $"https://{network.ServerAddress}:{port}");
        await site.SignInUnseenAsync("thanhmy.diemcau");
        network.Line!.Become(Line(Wide));
        await site.EnterAsync(meeting);
        var peer = await site.Page.EvaluateAsync<int>("window.__meetings.room().you");
        var media = server.Services.GetRequiredService<MediaHost>().Server;

        var before = await ReadAsync(TimeSpan.FromSeconds(25));
        network.Line.Become(Line(Narrow));
        var narrow = await ReadAsync(TimeSpan.FromSeconds(25));
        network.Line.Become(Line(Wide));
        var after = await ReadAsync(TimeSpan.FromSeconds(25));

        output.WriteLine($"{Wide} kbit/s: {Told(before)}\n{Narrow}: {Told(narrow)}\n{Wide} again: {Told(after)}");
        var bars = new Bars();
        bars.AtMost("seconds until within 15 % of a third", First(narrow, e => Math.Abs(e - Narrow) <= 0.15 * Narrow), 5);
        bars.AtMost("seconds above 1.3 times the third, once there", Longest(narrow.SkipWhile(s => s.Kilobits > 1.15 * Narrow), e => e > 1.3 * Narrow), 0.5);
        bars.AtMost("seconds until 90 % of the regained rate", First(after, e => e >= 0.9 * Wide), 15);
        bars.AtMost("seconds above 1.3 times the regained rate", Longest(after, e => e > 1.3 * Wide), 0.5);
        bars.Hold();

        async Task<List<(double At, double Kilobits)>> ReadAsync(TimeSpan length)
        {
            var samples = new List<(double, double)>();
            var watch = Stopwatch.StartNew();
            while (watch.Elapsed < length)
            {
                await Elapsed.OfAsync(Every);
                if (media.ReadPeers().FirstOrDefault(p => p.Peer.Value == peer) is { } line)
                {
                    samples.Add((watch.Elapsed.TotalSeconds, line.EstimateToPeer / 1000.0));
                }
            }

            return samples;
        }
    }

    private static LineProfile Line(double kilobits) =>
        new("steps", new LineDirection(kilobits, 20, 5, 0), new LineDirection(512, 20, 5, 0));

    private static double First(IEnumerable<(double At, double Kilobits)> samples, Func<double, bool> holds) =>
        samples.Where(s => holds(s.Kilobits)).Select(s => s.At).FirstOrDefault(double.PositiveInfinity);

    /// <returns>The longest stretch in which it holds, seconds.</returns>
    private static double Longest(IEnumerable<(double At, double Kilobits)> samples, Func<double, bool> holds)
    {
        var (longest, since) = (0.0, double.NaN);
        foreach (var (at, kilobits) in samples)
        {
            since = !holds(kilobits) ? double.NaN : double.IsNaN(since) ? at : since;
            longest = double.IsNaN(since) ? longest : Math.Max(longest, at - since);
        }

        return longest;
    }

    private static string Told(IEnumerable<(double At, double Kilobits)> samples) =>
        string.Join(' ', samples.GroupBy(s => (int)s.At).Select(second => $"{second.Average(s => s.Kilobits):F0}"));
}
