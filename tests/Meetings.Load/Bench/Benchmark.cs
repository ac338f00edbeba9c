using System.Diagnostics;
using System.Globalization;
using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Bench;

/// <summary>Seats participants, lets media flow, and prints what it cost the server.</summary>
internal static class Benchmark
{
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(BenchOptions options)
    {
        Print("floor of this machine now, us a packet of 1100 B: sendto + GCM {0:F2}, sendmmsg 64 + GCM {1:F2}", RawFloor.Measure().Plain, RawFloor.Measure().Batched);
        Console.WriteLine("| scenario | us/forwarded | B allocated/forwarded | forwarded/s | cores | latency p50 ms | p99 ms | lost % | join ms | CPU/join ms | RSS/participant MB | GC pauses ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var scenario in options.Scenarios)
        {
            // A process for each: what one scenario leaves behind must not colour the next.
            await using var server = await ServerProcess.StartAsync(options);
            await RunAsync(server, scenario, options);
        }

        var after = RawFloor.Measure();
        Print("floor afterwards: {0:F2}, {1:F2}", after.Plain, after.Batched);
        return 0;
    }

    private static async Task RunAsync(ServerProcess server, Scenario scenario, BenchOptions options)
    {
        await WarmUpAsync(server);
        var participants = new List<HeadlessParticipant>();
        try
        {
            var empty = await server.ReadAsync();
            var joins = await SeatAsync(server, scenario, participants);
            var seated = await server.ReadAsync();
            participants.ForEach(static p => p.IsPublishing = true);

            for (var peer = 1; peer <= participants.Count; peer++)
                await server.WishAsync(peer, Enumerable.Range(1, scenario.Publishers).Where(p => p != peer));
            await Task.Delay(TimeSpan.FromSeconds(options.Warmup));

            participants.ForEach(static p => p.Read(static r => { r.Restart(); return 0; }));
            var before = await server.ReadAsync();
            var started = Stopwatch.GetTimestamp();
            await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var packets = participants.Sum(static p => p.Read(static r => r.Packets));
            var after = await server.ReadAsync();
            Report(scenario, participants, joins, empty, seated, before, after, packets, seconds);
        }
        finally
        {
            participants.ForEach(static p => p.Dispose());
        }
    }

    // The first handshakes and packets of a process compile; a server that runs for months is warm.
    private static async Task WarmUpAsync(ServerProcess server)
    {
        var participants = new List<HeadlessParticipant>();
        await SeatAsync(server, new Scenario(2, 28), participants);
        participants.ForEach(static p => p.IsPublishing = true);
        for (var peer = 1; peer <= participants.Count; peer++)
            await server.WishAsync(peer, peer == 1 ? [2] : [1]);
        await Task.Delay(TimeSpan.FromSeconds(2));
        participants.ForEach(static p => p.Dispose());
        await server.NewRoomAsync();
    }

    /// <summary>Seats them one after the other; returns milliseconds from offer to established keys.</summary>
    private static async Task<List<double>> SeatAsync(ServerProcess server, Scenario scenario, List<HeadlessParticipant> participants)
    {
        var joins = new List<double>();
        for (var peer = 1; peer <= scenario.Publishers + scenario.Subscribers; peer++)
        {
            var isPublisher = peer <= scenario.Publishers;
            // Only three are heard at once, so more microphones than that would measure silence.
            var participant = new HeadlessParticipant(scenario.Publishers, new SyntheticMedia(new SyntheticOptions { Video = isPublisher, Audio = isPublisher }))
            {
                // Media would be counted as the cost of joining.
                IsPublishing = false,
            };
            participants.Add(participant);
            var started = Stopwatch.GetTimestamp();
            participant.Accept(await server.NegotiateAsync(peer, participant.CreateOffer()));
            await participant.Connected.WaitAsync(JoinLimit);
            joins.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return joins;
    }

    private static void Report(
        Scenario scenario, List<HeadlessParticipant> participants, List<double> joins,
        ServerReading empty, ServerReading seated, ServerReading before, ServerReading after, long packets, double seconds)
    {
        var ages = Reception.NewAges();
        participants.ForEach(p => p.Read(r => { r.AddAgesTo(ages); return 0; }));
        var lost = participants.Sum(static p => p.Read(static r => r.Lost));
        var cpu = after.CpuMicroseconds - before.CpuMicroseconds;
        joins.Sort();
        Print(
            "| {0} | {1:F2} | {2:F1} | {3:F0} | {4:F2} | {5:F2} | {6:F2} | {7:F3} | {8:F1} | {9:F2} | {10:F2} | {11:F1} |",
            scenario,
            cpu / packets,
            (after.AllocatedBytes - before.AllocatedBytes) / (double)packets,
            packets / seconds,
            cpu / 1e6 / seconds,
            Percentile(ages, 0.50),
            Percentile(ages, 0.99),
            100.0 * lost / Math.Max(1, packets + lost),
            joins[joins.Count / 2],
            (seated.CpuMicroseconds - empty.CpuMicroseconds) / 1e3 / joins.Count,
            (after.ResidentBytes - empty.ResidentBytes) / 1e6 / joins.Count,
            after.PauseMilliseconds - before.PauseMilliseconds);
        var bad = participants.Sum(static p => p.Undecryptable);
        var drops = string.Join(", ", after.Media.Drops.Select(static d => $"{d.Key} {d.Value}"));
        if (bad > 0 || after.Media.Faults > 0 || after.Media.SendsRefused > 0)
            Print("undecryptable {0}, faults {1}, sends refused {2}, drops: {3}", bad, after.Media.Faults, after.Media.SendsRefused, drops);
    }

    private static double Percentile(long[] microseconds, double share)
    {
        var left = (long)(microseconds.Sum() * share);
        for (var i = 0; i < microseconds.Length; i++)
            if ((left -= microseconds[i]) < 0)
                return i / 1e3;
        return double.NaN;
    }

    private static void Print(string format, params object[] values) => Console.WriteLine(string.Format(CultureInfo.InvariantCulture, format, values));
}
