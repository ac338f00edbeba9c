using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Engine.Browsers;
using Meetings.Media.Tests.Fuzz;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Engine.Hostile;

/// <summary>More datagrams than a line brings, from a host of its own, while ten calls run over real sockets. Ids are those of the threat catalogue.</summary>
[Collection(nameof(RealTime))]
public sealed class FloodTests(ITestOutputHelper output)
{
    private const int Calls = 10;
    private const long MostGrowth = 50 * 1024 * 1024;
    private static readonly bool IsLong = Environment.GetEnvironmentVariable("MEETINGS_LONG_TESTS") == "1";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task M17_F21_a_flood_of_random_and_valid_looking_datagrams_leaves_ten_calls_and_the_memory_alone()
    {
        // The short form is about parsing and about what a busy machine can give; the long one is the catalogue's.
        var (random, rtp, length) = IsLong ? (100_000, 20_000, 60) : (10_000, 2_000, 3);
        await RunAsync(TimeSpan.FromSeconds(length), Junk(HostileDatagrams(), random), calls => Rtp([.. calls.SelectMany(static c => c.Ssrcs)], rtp));
    }

    /// <summary>Other projects' fuzzer corpora on the wire: <c>MEETINGS_CORPUS=folder</c> and <c>-explicit only</c>.</summary>
    [Fact(Explicit = true)]
    public Task F21_files_of_a_corpus_at_20_000_a_second_leave_ten_calls_alone() =>
        RunAsync(TimeSpan.FromMinutes(IsLong ? 10 : 1), Junk([.. Corpus.Files.Select(static f => f.Bytes)], 20_000), static _ => new FloodKind(0, static _ => 0));

    private async Task RunAsync(TimeSpan length, FloodKind junk, Func<IReadOnlyList<TwoPartyCall>, FloodKind> other)
    {
        Assert.SkipUnless(StrangersNetwork.IsPossible, "a network namespace needs root and ip");
        await using var server = MediaServer.Start(new MediaServerOptions());
        using var network = new StrangersNetwork();
        TwoPartyCall[] calls = [.. Enumerable.Range(0, Calls).Select(_ => new TwoPartyCall(server))];
        try
        {
            await Task.WhenAll(calls.Select(static c => c.StartAsync()));
            TwoPartyCall.Listener[] listeners = [.. calls.SelectMany(static c => c.Listeners)];
            Array.ForEach(listeners, static l => l.Watch());
            var before = listeners.Select(static l => l.Read()).ToArray();
            var memory = Environment.WorkingSet;
            var dropped = server.Statistics.Drops.Values.Sum();
            using var flood = new Flood(network, server.LocalEndPoint.Port, junk, other(calls));
            var most = memory;
            using (var timer = new PeriodicTimer(Second / 4))
                for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < length && await timer.WaitForNextTickAsync();)
                    most = Math.Max(most, Environment.WorkingSet);
            flood.Stop();
            var during = listeners.Select((l, i) => l.Read() - before[i]).ToArray();
            var normal = await UntilNormalAsync(listeners);
            dropped = server.Statistics.Drops.Values.Sum() - dropped;

            var losses = during.Select(static s => Math.Max(s.Missing, s.Sent - s.Heard - 3) / (double)s.Sent).ToArray(); // three may be under way
            var gap = listeners.Max(static l => l.LongestGap);
            output.WriteLine(
                $"{flood.Sent} datagrams in {flood.Duration.TotalSeconds:F1} s ({flood.Sent / flood.Duration.TotalSeconds:F0}/s), {dropped} looked at and dropped; "
                + $"worst call lost {losses.Max():P2}, longest gap {gap.TotalMilliseconds:F0} ms, normal {normal.TotalSeconds:F1} s after, memory +{(most - memory) / 1024.0 / 1024:F1} MB");
            Assert.InRange(losses.Max(), 0, 0.01);
            Assert.InRange(gap, TimeSpan.Zero, Second);
            Assert.InRange(normal, TimeSpan.Zero, 2 * Second);
            Assert.InRange(most - memory, long.MinValue, MostGrowth);
            Assert.Equal(0, flood.Answers);
            Assert.Equal(0, server.Statistics.Faults);
            Assert.All(calls, static c => Assert.Equal(0, c.Undecryptable));
            Assert.True(dropped > flood.Sent / 2, $"of {flood.Sent} sent only {dropped} reached the server");
            Assert.True(flood.Sent > flood.Wanted * (IsLong ? 0.9 : 0.5), $"{flood.Sent} sent of {flood.Wanted} wanted");
        }
        finally
        {
            foreach (var call in calls)
                await call.DisposeAsync();
        }
    }

    /// <summary>Time until the end of the first half second in which everybody heard everything.</summary>
    private static async Task<TimeSpan> UntilNormalAsync(TwoPartyCall.Listener[] listeners)
    {
        var ended = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Second / 2);
        while (true)
        {
            var from = listeners.Select(static l => l.Read()).ToArray();
            await timer.WaitForNextTickAsync();
            var isNormal = listeners.Select((l, i) => l.Read() - from[i]).All(static s => s.Missing <= 0 && s.Heard >= 23 && s.Heard >= s.Sent - 3);
            if (isNormal || Stopwatch.GetElapsedTime(ended) > 10 * Second)
                return Stopwatch.GetElapsedTime(ended);
        }
    }

    /// <summary>Well-formed packets, old enemies and pieces of both, and as many of nothing but random bytes.</summary>
    private static byte[][] HostileDatagrams()
    {
        const int each = 2_000;
        var mutator = new Mutator(seed: 17);
        byte[][] seeds = [.. SeedCorpus.Stun, .. SeedCorpus.Rtp, .. SeedCorpus.Rtcp, HostileTrafficTests.NullHello];
        return
        [
            .. Enumerable.Range(0, each).Select(_ => mutator.Next(seeds)),
            .. Enumerable.Range(0, each).Select(static _ => RandomNumberGenerator.GetBytes(RandomNumberGenerator.GetInt32(1, Flood.MaxDatagram))),
        ];
    }

    private static FloodKind Junk(byte[][] datagrams, int perSecond)
    {
        var next = 0;
        return new FloodKind(perSecond, space =>
        {
            var datagram = datagrams[next++ % datagrams.Length];
            var length = Math.Min(datagram.Length, Flood.MaxDatagram);
            datagram.AsSpan(0, length).CopyTo(space);
            return length;
        });
    }

    /// <summary>Packets of the microphones that are heard, well numbered, as one would forge them who sees the line.</summary>
    private static FloodKind Rtp(uint[] ssrcs, int perSecond)
    {
        var sent = 0L;
        var payload = RandomNumberGenerator.GetBytes(96);
        return new FloodKind(perSecond, space =>
        {
            var sequence = 1_000 + sent / ssrcs.Length;
            var header = new RtpHeaderWriter(space, false, 111, (ushort)sequence, (uint)(sequence * 960), ssrcs[sent++ % ssrcs.Length]);
            var at = header.Finish();
            payload.CopyTo(space[at..]);
            BinaryPrimitives.WriteInt64BigEndian(space[at..], sent);
            return at + payload.Length;
        });
    }
}
