using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Persistence.Outbox;

/// <param name="Key">Unique for ever, at most 200 characters; a key written before is passed over.</param>
public sealed record OutboxDraft(
    string Carrier, string Key, string Lane, string Payload, string? Topic = null, DateTimeOffset? ExpiresAt = null);

/// <summary>Writes messages into the caller's transaction (the same scoped context, saved by the caller) and wakes the pump after.</summary>
public sealed class OutboxWriter(MeetingsDbContext db, OutboxBell bell, TimeProvider time)
{
    private bool _listens;

    /// <returns>How many were new.</returns>
    public async Task<int> AddAsync(IReadOnlyCollection<OutboxDraft> drafts, CancellationToken cancellationToken)
    {
        var keys = drafts.Select(d => d.Key).ToList();
        var known = (await db.Set<OutboxMessage>().Where(m => keys.Contains(m.Key)).Select(m => m.Key).ToListAsync(cancellationToken)).ToHashSet();
        known.UnionWith(db.ChangeTracker.Entries<OutboxMessage>().Select(e => e.Entity.Key));
        var now = time.GetUtcNow();
        var added = 0;
        foreach (var draft in drafts)
        {
            if (!known.Add(draft.Key))
            {
                continue;
            }

            db.Add(new OutboxMessage
            {
                Id = Guid.CreateVersion7(now),
                Carrier = draft.Carrier,
                Key = draft.Key,
                Lane = draft.Lane,
                Topic = draft.Topic,
                Payload = draft.Payload,
                CreatedAt = now,
                DueAt = now,
                ExpiresAt = draft.ExpiresAt,
            });
            added++;
        }

        if (added > 0 && !_listens)
        {
            _listens = true;
            db.SavedChanges += (_, _) => bell.Ring();
        }

        return added;
    }
}

/// <summary>Wakes the pump.</summary>
public sealed class OutboxBell
{
    private TaskCompletionSource _rung = New();

    /// <summary>Completes at the next ring.</summary>
    public Task Next => Volatile.Read(ref _rung).Task;

    public void Ring() => Interlocked.Exchange(ref _rung, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
