using System.Diagnostics;
using System.Globalization;
using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Bench;

/// <summary>Seats participants in turn in every system, lets media flow, and prints what it cost the server, as medians over the rounds.</summary>
internal static class Benchmark
{
    public static async Task<int> RunAsync(BenchOptions options)
    {
        using var participants = options.Wakes ? null : new ParticipantThread();
        options = options with { Participants = participants };
        var (floor, reason) = Floor.Build();
        if (floor is null)
            Console.WriteLine($"no floor: {reason.Trim()}");
        var measurements = new List<Measurement>();
        var floors = new List<(Scenario Scenario, double Burst, double Live)>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var scenario in options.Scenarios)
            {
                if (floor?.Measure(Math.Min(200, scenario.Participants - 1), options.Wakes) is var (burst, live))
                    floors.Add((scenario, burst, live));
                await MeasureAsync(() => OwnAsync(options), scenario, options, measurements);
                if (options.Janus)
                    await MeasureAsync(async () => await JanusSystem.StartAsync(options), scenario, options, measurements);
                Console.Error.WriteLine($"round {round} {scenario}: {string.Join(", ", measurements.TakeLast(options.Janus ? 2 : 1).Select(static m => $"{m.System} {m.CpuPerPacket:F2} us"))}");
            }
        }

        Report.Print(options.Scenarios, measurements, floors);
        return 0;
    }

    // Started warm: a server that runs for months has compiled its code.
    private static async Task<ISystemUnderTest> OwnAsync(BenchOptions options)
    {
        var system = await OwnSystem.StartAsync(options);
        using var room = await system.SeatAsync(new Scenario(2, 28, ScenarioMedia.Video));
        Publish(room);
        await Task.Delay(TimeSpan.FromSeconds(2));
        return system;
    }

    // A process for each measurement: what one leaves behind must not colour the next.
    private static async Task MeasureAsync(Func<Task<ISystemUnderTest>> start, Scenario scenario, BenchOptions options, List<Measurement> into)
    {
        await using var system = await start();
        var process = system.ProcessId;
        var (emptyCpu, emptyResident) = (ProcessFigures.CpuMicroseconds(process), ProcessFigures.ResidentBytes(process));
        using var room = await system.SeatAsync(scenario);
        var joinCpu = ProcessFigures.CpuMicroseconds(process) - emptyCpu;
        Publish(room);
        await system.SettleAsync();
        await Task.Delay(TimeSpan.FromSeconds(options.Warmup));

        foreach (var participant in room.Everybody)
            participant.Read(static r => { r.Restart(); return 0; });
        var (allocated, switches) = (await system.AllocatedAsync(), ProcessFigures.Switches(process));
        var (cpu, started) = (ProcessFigures.CpuMicroseconds(process), Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        cpu = ProcessFigures.CpuMicroseconds(process) - cpu;
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var packets = room.Everybody.Sum(static p => p.Read(static r => r.Packets));
        var lost = room.Everybody.Sum(static p => p.Read(static r => r.Lost));
        var after = ProcessFigures.Switches(process);
        var ages = Reception.NewAges();
        foreach (var participant in room.Everybody)
            participant.Read(r => { r.AddAgesTo(ages); return 0; });

        into.Add(new Measurement
        {
            System = system.Name,
            Scenario = scenario,
            CpuPerPacket = cpu / packets,
            AllocatedPerPacket = (await system.AllocatedAsync() - allocated) / (double)packets,
            PacketsPerSecond = packets / seconds,
            Cores = cpu / 1e6 / seconds,
            SwitchesPerSecond = (after.Voluntary - switches.Voluntary) / seconds,
            LatencyMedian = Percentile(ages, 0.50),
            Latency99 = Percentile(ages, 0.99),
            LossPercent = 100.0 * lost / Math.Max(1, packets + lost),
            JoinMilliseconds = Measurement.Median(room.JoinMilliseconds),
            CpuPerJoin = joinCpu / 1e3 / room.Everybody.Count,
            ResidentPerParticipant = (ProcessFigures.ResidentBytes(process) - emptyResident) / 1e3 / room.Everybody.Count,
            Trouble = await system.TroubleAsync() + (room.Everybody.Sum(static p => p.Undecryptable) is > 0 and var bad ? $" undecryptable {bad}" : ""),
        });
    }

    private static void Publish(SeatedRoom room)
    {
        foreach (var participant in room.Publishers)
            participant.IsPublishing = true;
    }

    private static double Percentile(long[] microseconds, double share)
    {
        var left = (long)(microseconds.Sum() * share);
        for (var i = 0; i < microseconds.Length; i++)
            if ((left -= microseconds[i]) < 0)
                return i / 1e3;
        return double.NaN;
    }
}
