using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Persistence.Outbox;

/// <summary>
/// Carries waiting messages out, each once. The claim ("sending, by this process") is committed before the first byte leaves, and
/// in the same transaction the message before is noted as sent: one commit a message. What the other side took but a killed
/// server had no time to note is sent again with the same id at the next start and marked <see cref="OutboxMessage.MayBeTwice"/>:
/// that window, from the other side's "accepted" to our commit, is the only one, and no protocol without a shared transaction closes it.
/// </summary>
internal sealed class OutboxPump(
    IDbContextFactory<MeetingsDbContext> contexts,
    IEnumerable<IOutboxCarrier> carriers,
    OutboxBell bell,
    OutboxHealth health,
    TimeProvider time,
    ILogger<OutboxPump> log) : BackgroundService
{
    /// <summary>How often the table is looked at though nobody rang.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(10);

    private readonly Guid _owner = Guid.NewGuid();
    private readonly SemaphoreSlim _turn = new(1);

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(carriers.Select(c => RunAsync(c, stoppingToken)));

    private async Task RunAsync(IOutboxCarrier carrier, CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            var rung = bell.Next;
            var (wait, listens) = (Look, true);
            if (carrier.IsReady)
            {
                try
                {
                    await DrainAsync(carrier, stoppingToken);
                    failures = 0;
                    health.Up(carrier.Name);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    return;
                }
                catch (CarrierDownException down)
                {
                    wait = Backoff(failures++);
                    health.Down(carrier.Name, Short(down.Message), time.GetUtcNow() + wait);
                    listens = false; // more work does not bring the other side back
                }
#pragma warning disable CA1031 // The edge of the work loop: a failure waits and tries again.
                catch (Exception failure)
#pragma warning restore CA1031
                {
                    wait = Backoff(failures++);
                    log.LogError(failure, "The outbox could not be worked off");
                }
            }

            using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var pause = Task.Delay(wait, time, enough.Token);
            await (listens ? Task.WhenAny(rung, pause) : Task.WhenAny(pause));
            await enough.CancelAsync();
        }
    }

    private async Task DrainAsync(IOutboxCarrier carrier, CancellationToken stoppingToken)
    {
        await ExpireAsync(carrier.Name, stoppingToken);
        var waiting = await CountDueAsync(carrier.Name, stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, Math.Min(carrier.Sessions, waiting)).Select(_ => WorkAsync(carrier, stoppingToken)));
    }

    /// <summary>One session: claim, deliver, note and claim the next, until nothing is due.</summary>
    private async Task WorkAsync(IOutboxCarrier carrier, CancellationToken stoppingToken)
    {
        await using var session = await carrier.OpenAsync(stoppingToken);
        var next = await StepAsync(carrier.Name, null, default, stoppingToken);
        while (next is { } message)
        {
            Delivery delivery;
            try
            {
                // What has begun is finished also when the server is told to stop.
                delivery = await session.DeliverAsync(message, CancellationToken.None);
            }
            catch (CarrierDownException down)
            {
                await NoteAsync(message, Delivery.Later(down.Message), CancellationToken.None);
                throw;
            }

            next = await StepAsync(carrier.Name, message, delivery, stoppingToken);
        }
    }

    private async Task<OutboxMessage?> StepAsync(string carrier, OutboxMessage? done, Delivery delivery, CancellationToken stoppingToken)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
            await using var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
            if (done is not null)
            {
                await SettleAsync(db, done, delivery);
            }

            var next = stoppingToken.IsCancellationRequested ? null : await ClaimAsync(db, carrier);
            await transaction.CommitAsync(CancellationToken.None);
            return next;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<OutboxMessage?> ClaimAsync(MeetingsDbContext db, string carrier)
    {
        var now = time.GetUtcNow();
        var rows = db.Set<OutboxMessage>();
        var next = await rows.AsNoTracking()
            .Where(m => m.Carrier == carrier && m.State == OutboxState.Waiting && m.DueAt <= now
                && !rows.Any(o => o.Lane == m.Lane && o.Number < m.Number && (o.State == OutboxState.Waiting || o.State == OutboxState.Sending)))
            .OrderBy(m => m.Number).FirstOrDefaultAsync();
        if (next is null)
        {
            return null;
        }

        var mine = await rows.Where(m => m.Number == next.Number && m.State == OutboxState.Waiting).ExecuteUpdateAsync(set => set
            .SetProperty(m => m.State, OutboxState.Sending).SetProperty(m => m.Owner, _owner).SetProperty(m => m.Attempts, m => m.Attempts + 1));
        next.Attempts++;
        return mine == 1 ? next : null;
    }

    private async Task NoteAsync(OutboxMessage message, Delivery delivery, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await SettleAsync(db, message, delivery);
    }

    private async Task SettleAsync(MeetingsDbContext db, OutboxMessage message, Delivery delivery)
    {
        var row = db.Set<OutboxMessage>().Where(m => m.Number == message.Number && m.Owner == _owner && m.State == OutboxState.Sending);
        var now = time.GetUtcNow();
        if (delivery.Problem is null)
        {
            await row.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Sent).SetProperty(m => m.SentAt, now)
                .SetProperty(m => m.Payload, "").SetProperty(m => m.Owner, (Guid?)null).SetProperty(m => m.Problem, (string?)null));
            return;
        }

        var problem = Short(delivery.Problem);
        var state = delivery.IsFinal ? OutboxState.Refused : OutboxState.Waiting;
        var due = now + Backoff(message.Attempts - 1);
        await row.ExecuteUpdateAsync(set => set.SetProperty(m => m.State, state).SetProperty(m => m.DueAt, due)
            .SetProperty(m => m.Owner, (Guid?)null).SetProperty(m => m.Problem, problem));
    }

    private async Task ExpireAsync(string carrier, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(stoppingToken);
        if (await db.Set<OutboxMessage>().AnyAsync(m => m.Carrier == carrier && m.State == OutboxState.Waiting && m.ExpiresAt <= now, stoppingToken))
        {
            await db.Set<OutboxMessage>().Where(m => m.Carrier == carrier && m.State == OutboxState.Waiting && m.ExpiresAt <= now)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.State, OutboxState.Expired).SetProperty(m => m.Payload, ""), stoppingToken);
        }
    }

    private async Task<int> CountDueAsync(string carrier, CancellationToken stoppingToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(stoppingToken);
        return await db.Set<OutboxMessage>().CountAsync(m => m.Carrier == carrier && m.State == OutboxState.Waiting && m.DueAt <= now, stoppingToken);
    }

    /// <summary>15 s, 30 s, 1 min, 2 min and 4 min from then on: back within five minutes once the other side is.</summary>
    internal static TimeSpan Backoff(int failures) => TimeSpan.FromSeconds(Math.Min(15 * Math.Pow(2, Math.Clamp(failures, 0, 10)), 240));

    private static string Short(string problem) => problem.Length > 500 ? problem[..500] : problem;
}

/// <summary>
/// Before anything is sent: what a killed server left "sending" waits again. The lock on the data folder says that no other
/// server is alive on these rows.
/// </summary>
internal sealed class OutboxRecovery(IDbContextFactory<MeetingsDbContext> contexts) : IBeforeStart
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Set<OutboxMessage>().Where(m => m.State == OutboxState.Sending).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, OutboxState.Waiting).SetProperty(m => m.Owner, (Guid?)null).SetProperty(m => m.MayBeTwice, true),
            cancellationToken);
    }
}
