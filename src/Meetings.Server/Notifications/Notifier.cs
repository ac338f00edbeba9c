using System.Collections.Concurrent;
using System.Text.Json;
using Meetings.Server.Hosting;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Notifications;

internal sealed class Notifier(MeetingsDbContext db, NoticeBell bell, TimeProvider time) : INotifier
{
    private readonly HashSet<string> _told = [];

    public async Task TellAsync(IReadOnlyCollection<Notice> notices, CancellationToken cancellationToken)
    {
        var keys = notices.Select(n => n.Key).Distinct().ToList();
        var known = (await db.Set<Notification>().Where(n => keys.Contains(n.Key)).Select(n => new { n.Addressee, n.Key }).ToListAsync(cancellationToken))
            .Select(n => (n.Addressee, n.Key)).ToHashSet();
        known.UnionWith(db.ChangeTracker.Entries<Notification>().Select(e => (e.Entity.Addressee, e.Entity.Key)));
        foreach (var notice in notices.Where(n => known.Add((n.To.Value, n.Key))))
        {
            db.Add(new Notification
            {
                Addressee = notice.To.Value,
                Key = notice.Key,
                Kind = notice.Kind,
                Link = notice.Link,
                Args = JsonSerializer.Serialize(notice.Args, WireJson.Options),
                Rings = notice.Rings,
                CreatedAt = time.GetUtcNow(),
                ExpiresAt = notice.ExpiresAt,
            });
            if (_told.Count == 0)
            {
                db.SavedChanges += (_, _) => bell.Ring(_told);
            }

            _told.Add(notice.To.Value);
        }
    }
}

/// <summary>Wakes the open windows of those who were told something.</summary>
internal sealed class NoticeBell
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _ears = new();

    /// <summary>Completes at the next ring for one of the addressees.</summary>
    public Task Next(IEnumerable<string> addressees) => Task.WhenAny(addressees.Select(a => _ears.GetOrAdd(a, _ => New()).Task));

    public void Ring(IEnumerable<string> addressees)
    {
        foreach (var addressee in addressees)
        {
            if (_ears.TryRemove(addressee, out var ear))
            {
                ear.TrySetResult();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
