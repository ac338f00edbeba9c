using System.Globalization;

namespace Meetings.Load.Bench;

/// <summary>Prints medians and what they are to each other.</summary>
internal static class Report
{
    public static void Print(IReadOnlyList<Scenario> scenarios, List<Measurement> measurements, List<(Scenario Scenario, double Burst, double Live)> floors)
    {
        Console.WriteLine("| scenario | system | us/forwarded | to floor (live) | of Janus | B/forwarded | forwarded/s | cores | switches/s | latency p50 ms | p99 ms | lost % | join ms | CPU/join ms | kB/participant |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var scenario in scenarios)
        {
            var burst = Measurement.Median(floors.Where(f => f.Scenario == scenario).Select(static f => f.Burst));
            var live = Measurement.Median(floors.Where(f => f.Scenario == scenario).Select(static f => f.Live));
            var janus = Measurement.Median(measurements.Where(m => m.Scenario == scenario && m.System == "Janus").Select(static m => m.CpuPerPacket));
            foreach (var system in measurements.Where(m => m.Scenario == scenario).GroupBy(static m => m.System))
            {
                double Of(Func<Measurement, double> figure) => Measurement.Median(system.Select(figure));
                var cpu = Of(static m => m.CpuPerPacket);
                Line(
                    "| {0} | {1} | {2:F2} | {3:F2} ({4:F2}) | {5:F2} | {6:F1} | {7:F0} | {8:F3} | {9:F0} | {10:F2} | {11:F2} | {12:F3} | {13:F1} | {14:F2} | {15:F0} |",
                    scenario, system.Key, cpu, cpu / burst, cpu / live, cpu / janus, Of(static m => m.AllocatedPerPacket), Of(static m => m.PacketsPerSecond),
                    Of(static m => m.Cores), Of(static m => m.SwitchesPerSecond), Of(static m => m.LatencyMedian), Of(static m => m.Latency99),
                    Of(static m => m.LossPercent), Of(static m => m.JoinMilliseconds), Of(static m => m.CpuPerJoin), Of(static m => m.ResidentPerParticipant));
            }

            Line("| {0} | floor, GSO 4 | {1:F2} (live {2:F2}) | | | | | | | | | | | | |", scenario, burst, live);
        }

        foreach (var trouble in measurements.Where(static m => m.Trouble.Length > 0))
            Console.WriteLine($"{trouble.Scenario} {trouble.System}: {trouble.Trouble}");
    }

    private static void Line(string format, params object[] values) => Console.WriteLine(string.Format(CultureInfo.InvariantCulture, format, values));
}
