using System.Collections.Immutable;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// Owns one live meeting. Decisions are made on committed + pending state; one loop commits everything that is pending in one
/// transaction, then tells and answers in order. When a commit fails the pending is discarded and its askers are refused.
/// </summary>
[Reentrant]
internal sealed class RoomGrain(RoomLog log, LiveRooms rooms, IServiceScopeFactory scopes, TimeProvider time, IOptions<RoomOptions> options, ILogger<RoomGrain> logger)
    : Grain, IRoomGrain
{
    private readonly Queue<Pending> _pending = new();
    private RoomState _committed = RoomState.Empty;
    private RoomState _ahead = RoomState.Empty;
    private LiveRoom _live = null!;
    private MeetingPlan? _plan;
    private Task _loop = Task.CompletedTask;
    private Task _news = Task.CompletedTask;

    private MeetingId Meeting => new(this.GetPrimaryKey());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await ReadPlanAsync();
        var facts = await log.ReadAsync(Meeting, cancellationToken);
        _live = rooms.Of(Meeting);

        // The folded state believes in lines that died with the former process.
        var state = RoomFold.Fold(RoomState.Empty, facts);
        var alive = _live.Attached();
        var lost = RoomDecisions.Decide(state, new LoseLinesExcept(alive), Context()).Value.Events;
        var numbered = Number(state, lost);
        if (numbered.Count > 0)
        {
            await log.AppendAsync(Meeting, state, numbered, cancellationToken);
        }

        _committed = _ahead = RoomFold.Fold(state, numbered);
        _live.Restore(_committed, [.. facts, .. numbered]);
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // A server that stops lets the draft of a meeting just closed be written first.
        await _news.WaitAsync(cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        rooms.Release(Meeting);
    }

    public async Task<RoomAnswer> AskAsync(RoomCommand command)
    {
        var outcome = RoomDecisions.Decide(_ahead, command, Context());
        if (outcome.Refusal is { } refusal)
        {
            return new RoomAnswer(refusal, 0, 0, _committed.Number);
        }

        var decision = outcome.Value;
        var pending = new Pending(Number(_ahead, decision.Events));
        _ahead = RoomFold.Fold(_ahead, pending.Facts);

        // "Nothing to do" may rest on facts that are still pending: it waits for them, too.
        if (pending.Facts.Count > 0 || _pending.Count > 0 || !_loop.IsCompleted)
        {
            _pending.Enqueue(pending);
            if (_loop.IsCompleted)
            {
                _loop = CommitAsync();
            }

            if (await pending.Saved.Task is { } notSaved)
            {
                return new RoomAnswer(notSaved, 0, 0, _committed.Number);
            }
        }

        return new RoomAnswer(null, decision.Conn, decision.Revision, _committed.Number);
    }

    public Task<RoomView> LookAsync() => Task.FromResult(new RoomView(_committed, Context(), _plan?.Title ?? ""));

    public async Task ReadPlanAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        _plan = await scope.ServiceProvider.GetRequiredService<IMeetings>().FindAsync(Meeting, CancellationToken.None);
    }

    private async Task CommitAsync()
    {
        while (_pending.Count > 0)
        {
            List<Pending> batch = [.. _pending];
            _pending.Clear();
            List<NumberedEvent> facts = [.. batch.SelectMany(p => p.Facts)];
            var refusal = await SaveAsync(facts);
            if (refusal is not null)
            {
                Discard(batch, refusal);
                continue;
            }

            _committed = RoomFold.Fold(_committed, facts);
            Tell(facts);
            foreach (var pending in batch)
            {
                pending.Saved.SetResult(null);
            }

            if (facts.Exists(f => f.Event is Closed))
            {
                _news = Task.Run(TellClosedAsync);
            }
        }
    }

    /// <summary>What is committed is answered as such, whatever goes wrong while it is told.</summary>
    private void Tell(List<NumberedEvent> facts)
    {
        try
        {
            _live.Tell(_committed, facts);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "What happened in meeting {Meeting} could not be told", Meeting);
        }
    }

    private async Task<Refusal?> SaveAsync(List<NumberedEvent> facts)
    {
        if (facts.Count == 0)
        {
            return null;
        }

        try
        {
            // SQLite blocks its thread; the grain's turn goes on meanwhile.
            var before = _committed;
            return await Task.Run(() => log.AppendAsync(Meeting, before, facts, CancellationToken.None));
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The log of meeting {Meeting} could not be written", Meeting);
            await CheckOwnerAsync();
            return new Refusal("not_saved", RefusalKind.Unavailable);
        }
    }

    /// <summary>Another server has appended: this activation must not go on from its old state.</summary>
    private async Task CheckOwnerAsync()
    {
        try
        {
            if (await log.LastNumberAsync(Meeting, CancellationToken.None) != _committed.Number)
            {
                logger.LogWarning("Meeting {Meeting} has another owner; letting go", Meeting);
                DeactivateOnIdle();
            }
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The log of meeting {Meeting} could not be read", Meeting);
        }
    }

    /// <summary>What was decided later stood on what was not saved, so all of it goes.</summary>
    private void Discard(List<Pending> batch, Refusal refusal)
    {
        List<Pending> all = [.. batch, .. _pending];
        _pending.Clear();
        _ahead = _committed;
        foreach (var pending in all)
        {
            pending.Saved.SetResult(refusal);
        }
    }

    private async Task TellClosedAsync()
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<INews>().TellAsync(new RoomClosed(Meeting), CancellationToken.None);
        }
        catch (Exception exception)
        {
            logger.LogError(exception, "The news that meeting {Meeting} is closed was not heard", Meeting);
        }
    }

    private List<NumberedEvent> Number(RoomState state, ImmutableArray<RoomEvent> events)
    {
        var now = time.GetUtcNow();
        return [.. events.Select((fact, index) => new NumberedEvent(state.Number + 1 + index, now, fact))];
    }

    private RoomContext Context() => new(
        time.GetUtcNow(),
        _plan?.Status ?? MeetingStatus.Draft,
        _plan?.Start ?? DateTimeOffset.MaxValue,
        _plan?.Agenda.ToDictionary(item => item.Id, item => item.PresenterId) ?? [],
        options.Value,
        rooms.IsOverloaded);

    private sealed record Pending(List<NumberedEvent> Facts)
    {
        public TaskCompletionSource<Refusal?> Saved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
