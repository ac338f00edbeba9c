using System.Diagnostics;
using System.Globalization;
using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Bench;

/// <summary>
/// What a join costs the server: the first one once its warm-up after start is over, and what it settles at. Nobody sends media meanwhile, so all processor
/// time is the joins' own (negotiation, ICE, DTLS, keys) and that of code still being compiled.
/// </summary>
internal static class JoinCost
{
    // Until the runtime has compiled what joins run, which takes some hundreds, that is most of their cost.
    private const int Joins = 400;
    private const int Settled = 100;
    private const int Seats = 20;
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(BenchOptions options)
    {
        await using var server = await ServerProcess.StartAsync(options);
        await QuietAsync(server);
        var participants = new Queue<(int Peer, HeadlessParticipant Participant)>();
        var (cpu, wall) = (new List<double>(), new List<double>());
        try
        {
            for (var peer = 1; peer <= Joins; peer++)
            {
                var participant = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions())) { IsPublishing = false };
                participants.Enqueue((peer, participant));
                var offer = participant.CreateOffer();
                var (before, started) = (ProcessFigures.CpuMicroseconds(server.Id), Stopwatch.GetTimestamp());
                participant.Accept(await server.NegotiateAsync(peer, offer));
                await participant.Connected.WaitAsync(JoinLimit);
                wall.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                cpu.Add((ProcessFigures.CpuMicroseconds(server.Id) - before) / 1e3);
                if (participants.Count > Seats)
                {
                    var (oldest, gone) = participants.Dequeue();
                    gone.Dispose();
                    await server.LeaveAsync(oldest);
                }
            }
        }
        finally
        {
            foreach (var (_, participant) in participants)
                participant.Dispose();
        }

        Console.WriteLine(string.Format(
            CultureInfo.InvariantCulture,
            "ms: first join {0:F1} (CPU {1:F1}); median of joins 2-20 {2:F1} (CPU {3:F2}), of the last {7} {4:F1} (CPU {5:F2}, least {6:F2})",
            wall[0], cpu[0], Measurement.Median(wall[1..20]), Measurement.Median(cpu[1..20]), Measurement.Median(wall[^Settled..]), Measurement.Median(cpu[^Settled..]), cpu[^Settled..].Min(), Settled));
        return 0;
    }

    // The warm-up goes on behind the first answers; its processor time is not that of a join.
    private static async Task QuietAsync(ServerProcess server)
    {
        await server.ReadAsync();
        var last = ProcessFigures.CpuMicroseconds(server.Id);
        for (var seconds = 0; seconds < 60; seconds++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var now = ProcessFigures.CpuMicroseconds(server.Id);
            if (now - last < 10_000)
                return;
            last = now;
        }
    }
}
