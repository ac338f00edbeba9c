using System.Diagnostics;
using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Bench;

/// <summary>Our own media server: one connection a participant, which sends and receives.</summary>
internal sealed class OwnSystem : ISystemUnderTest
{
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);
    private readonly ServerProcess _process;

    private readonly BenchOptions _options;

    private OwnSystem(ServerProcess process, BenchOptions options) => (_process, _options) = (process, options);

    public string Name => "ours";

    public int ProcessId => _process.Id;

    public static async Task<OwnSystem> StartAsync(BenchOptions options) => new(await ServerProcess.StartAsync(options), options);

    public async Task<SeatedRoom> SeatAsync(Scenario scenario)
    {
        await _process.NewRoomAsync();
        var everybody = new List<HeadlessParticipant>();
        var joins = new List<double>();
        for (var peer = 1; peer <= scenario.Participants; peer++)
        {
            // Media would be counted as the cost of joining, so nobody sends yet.
            var participant = new HeadlessParticipant(scenario.VideoSlots, scenario.Source(peer <= scenario.Publishers), false, _options.Participants) { IsPublishing = false };
            everybody.Add(participant);
            var started = Stopwatch.GetTimestamp();
            participant.Accept(await _process.NegotiateAsync(peer, participant.CreateOffer()));
            await participant.Connected.WaitAsync(JoinLimit);
            joins.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        for (var peer = 1; peer <= everybody.Count; peer++)
            await _process.WishAsync(peer, Enumerable.Range(1, scenario.VideoSlots).Where(p => p != peer));
        return new SeatedRoom(everybody[..scenario.Publishers], everybody, joins);
    }

    public async Task<long> AllocatedAsync() => (await _process.ReadAsync()).AllocatedBytes;

    public Task<ServerReading> ReadAsync() => _process.ReadAsync();

    public async Task<string> TroubleAsync()
    {
        var media = (await _process.ReadAsync()).Media;
        return media.Faults + media.SendsRefused == 0 ? "" : $"faults {media.Faults}, sends refused {media.SendsRefused}";
    }

    /// <summary>Waits, while media flows, until the runtime compiles next to nothing any more; on a busy machine that takes a while.</summary>
    public async Task SettleAsync()
    {
        const int quiet = 6, limit = 40;
        for (var (seconds, calm, compiled) = (0, 0, 0L); seconds < limit && calm < 2; seconds++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var now = (await _process.ReadAsync()).CompiledMethods;
            calm = now - compiled <= quiet ? calm + 1 : 0;
            compiled = now;
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
