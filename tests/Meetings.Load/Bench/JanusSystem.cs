using System.Diagnostics;
using System.Text.Json.Nodes;
using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Bench;

/// <summary>
/// Janus' video room (Debian package "janus"): a connection for each publisher, another for everything a participant receives, as its
/// own clients do. Two event loops, which is its cheapest setting.
/// </summary>
internal sealed class JanusSystem : ISystemUnderTest
{
    private static readonly TimeSpan JoinLimit = TimeSpan.FromSeconds(30);
    private readonly JanusProcess _process;
    private readonly JanusSession _session;
    private int _room;

    private readonly ParticipantThread? _participants;

    private JanusSystem(JanusProcess process, JanusSession session, ParticipantThread? participants) => (_process, _session, _participants) = (process, session, participants);

    public string Name => "Janus";

    public int ProcessId => _process.Id;

    public static async Task<JanusSystem> StartAsync(BenchOptions options)
    {
        var process = JanusProcess.Start();
        return new JanusSystem(process, await JanusSession.OpenAsync(process.Address), options.Participants);
    }

    public async Task<SeatedRoom> SeatAsync(Scenario scenario)
    {
        var owner = await _session.AttachAsync();
        await _session.AskAsync(owner, new JsonObject { ["request"] = "create", ["room"] = ++_room, ["publishers"] = 100, ["audiocodec"] = "opus", ["videocodec"] = "vp8" });
        var joins = new List<double>();
        var publishers = new List<HeadlessParticipant>();
        for (var peer = 1; peer <= scenario.Publishers; peer++)
            publishers.Add(await PublishAsync(peer, scenario, joins));
        // A subscriber is offered only what already flows.
        publishers.ForEach(static p => p.IsPublishing = true);
        await Task.Delay(TimeSpan.FromMilliseconds(300));
        var receivers = new List<HeadlessParticipant>();
        for (var peer = 1; peer <= scenario.Participants; peer++)
        {
            if (scenario.Publishers > 1 || peer > scenario.Publishers)
                receivers.Add(await SubscribeAsync(peer, scenario, joins));
        }

        return new SeatedRoom(publishers, [.. publishers, .. receivers], joins);
    }

    public Task SettleAsync() => Task.CompletedTask;

    public Task<long> AllocatedAsync() => Task.FromResult(0L);

    public Task<string> TroubleAsync() => Task.FromResult("");

    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        _process.Dispose();
    }

    private async Task<HeadlessParticipant> PublishAsync(int peer, Scenario scenario, List<double> joins)
    {
        var participant = new HeadlessParticipant(0, scenario.Source(isPublisher: true), false, _participants) { IsPublishing = false };
        var handle = await _session.AttachAsync();
        await _session.AskAsync(handle, new JsonObject { ["request"] = "join", ["ptype"] = "publisher", ["room"] = _room, ["id"] = peer });
        var started = Stopwatch.GetTimestamp();
        var offer = participant.CreatePublisherOffer(scenario.Media == ScenarioMedia.Video);
        var answer = await _session.AskAsync(handle, new JsonObject { ["request"] = "publish" }, "offer", offer);
        participant.Accept(answer.Sdp ?? throw new InvalidOperationException($"no answer: {answer.Body}"));
        await participant.Connected.WaitAsync(JoinLimit);
        joins.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return participant;
    }

    private async Task<HeadlessParticipant> SubscribeAsync(int peer, Scenario scenario, List<double> joins)
    {
        var participant = new HeadlessParticipant(0, scenario.Source(isPublisher: false), false, _participants);
        var handle = await _session.AttachAsync();
        var feeds = new JsonArray([.. Enumerable.Range(1, scenario.Publishers).Where(p => p != peer).Select(static p => new JsonObject { ["feed"] = p })]);
        var started = Stopwatch.GetTimestamp();
        var offer = await _session.AskAsync(handle, new JsonObject { ["request"] = "join", ["ptype"] = "subscriber", ["room"] = _room, ["streams"] = feeds });
        var answer = participant.Answer(offer.Sdp ?? throw new InvalidOperationException($"no offer: {offer.Body}"));
        await _session.AskAsync(handle, new JsonObject { ["request"] = "start" }, "answer", answer);
        await participant.Connected.WaitAsync(JoinLimit);
        joins.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        return participant;
    }
}
