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

    /// <summary>Joins at the end, each after seconds in which nothing happened, as before the first: what is not in the processor's caches costs then, too.</summary>
    private const int Lone = 9;
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(BenchOptions options)
    {
        // Our own side compiles its code with a server of its own: a participant who takes a third of a second lets the runtime compile, behind the first
        // join, what the warm-up before it called often, and that would be counted as the join's.
        await MeasureAsync(options, Seats, 0);
        var (cpu, wall) = await MeasureAsync(options, Joins, Lone);
        Say("first", cpu[..1], wall[..1]);
        Say("2 to 20", cpu[1..20], wall[1..20]);
        Say($"last {Settled} of {Joins}", cpu[(Joins - Settled)..Joins], wall[(Joins - Settled)..Joins]);
        Say($"{Lone} more, each after seconds of quiet", cpu[Joins..], wall[Joins..]);
        return 0;
    }

    private static async Task<(List<double> Cpu, List<double> Wall)> MeasureAsync(BenchOptions options, int joins, int lone)
    {
        await using var server = await ServerProcess.StartAsync(options);
        await QuietAsync(server);
        var participants = new Queue<(int Peer, HeadlessParticipant Participant)>();
        var (cpu, wall) = (new List<double>(), new List<double>());
        try
        {
            for (var peer = 1; peer <= joins + lone; peer++)
            {
                if (peer > joins)
                    await QuietAsync(server);
                await JoinAsync(server, peer, participants, cpu, wall);
            }
        }
        finally
        {
            foreach (var (_, participant) in participants)
                participant.Dispose();
        }

        return (cpu, wall);
    }

    private static void Say(string which, IReadOnlyList<double> cpu, IReadOnlyList<double> wall) =>
        Console.WriteLine(string.Format(
            CultureInfo.InvariantCulture, "{0}: {1:F2} ms of processor time ({2:F2} to {3:F2}), {4:F1} ms", which, Measurement.Median(cpu), cpu.Min(), cpu.Max(), Measurement.Median(wall)));

    private static async Task JoinAsync(ServerProcess server, int peer, Queue<(int Peer, HeadlessParticipant Participant)> participants, List<double> cpu, List<double> wall)
    {
        var participant = new HeadlessParticipant(1, new SyntheticMedia(new SyntheticOptions())) { IsPublishing = false };
        participants.Enqueue((peer, participant));
        var offer = participant.CreateOffer();
        var (before, started) = (ProcessFigures.CpuMicroseconds(server.Id), Stopwatch.GetTimestamp());
        participant.Accept(await server.NegotiateAsync(peer, offer));
        await participant.Connected.WaitAsync(JoinLimit);
        wall.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        cpu.Add((ProcessFigures.CpuMicroseconds(server.Id) - before) / 1e3);
        if (participants.Count <= Seats)
            return;
        var (oldest, gone) = participants.Dequeue();
        gone.Dispose();
        await server.LeaveAsync(oldest);
    }

    // The warm-up goes on behind the first answers; its processor time is not that of a join.
    private static async Task QuietAsync(ServerProcess server)
    {
        await server.ReadAsync();
        var last = ProcessFigures.CpuMicroseconds(server.Id);
        for (var (seconds, quiet) = (0, 0); seconds < 60 && quiet < 3; seconds++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var now = ProcessFigures.CpuMicroseconds(server.Id);
            quiet = now - last < 10_000 ? quiet + 1 : 0;
            last = now;
        }
    }
}
