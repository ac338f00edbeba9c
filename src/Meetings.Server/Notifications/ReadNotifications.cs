using System.Text.Json;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Notifications;

/// <summary>What a caller was told, and what of it they have read. Nobody reads another's.</summary>
internal sealed class ReadNotifications(MeetingsDbContext db, NoticeBell bell, TimeProvider time)
{
    private const int Page = 50;

    public static List<string> AddresseesOf(Caller caller)
    {
        List<string> all = [Addressee.Of(caller.AccountId).Value];
        if (caller.PersonId is { } person)
        {
            all.Add(Addressee.Of(person).Value);
        }

        if (caller.SiteId is { } site)
        {
            all.Add(Addressee.Of(site).Value);
        }

        return all;
    }

    /// <param name="before">Pages on from the smallest number seen.</param>
    public async Task<NotificationList> ListAsync(Caller caller, long? before, CancellationToken cancellationToken)
    {
        var mine = AddresseesOf(caller);
        var items = await Shown(mine).Where(n => before == null || n.Number < before).OrderByDescending(n => n.Number).Take(Page)
            .ToListAsync(cancellationToken);
        return new NotificationList(await UnreadAsync(mine, cancellationToken), [.. items.Select(View)]);
    }

    public async Task<Done> MarkReadAsync(Caller caller, ReadInput input, CancellationToken cancellationToken)
    {
        var mine = AddresseesOf(caller);
        var now = time.GetUtcNow();
        await db.Set<Notification>()
            .Where(n => mine.Contains(n.Addressee) && n.ReadAt == null && (n.Number <= input.UpTo || n.Number == input.Number))
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.ReadAt, now), cancellationToken);
        bell.Ring(mine); // the other windows of the same person
        return Done.Instance;
    }

    /// <summary>The number of unread ones and the newest of them.</summary>
    public async Task<NotificationList> LatestAsync(Caller caller, CancellationToken cancellationToken)
    {
        var mine = AddresseesOf(caller);
        var newest = await Shown(mine).Where(n => n.ReadAt == null).OrderByDescending(n => n.Number).Take(3).ToListAsync(cancellationToken);
        return new NotificationList(newest.Count < 3 ? newest.Count : await UnreadAsync(mine, cancellationToken), [.. newest.Select(View)]);
    }

    private Task<int> UnreadAsync(List<string> mine, CancellationToken cancellationToken) => Shown(mine).CountAsync(n => n.ReadAt == null, cancellationToken);

    private IQueryable<Notification> Shown(List<string> mine)
    {
        var now = time.GetUtcNow();
        return db.Set<Notification>().AsNoTracking().Where(n => mine.Contains(n.Addressee) && (n.ExpiresAt == null || n.ExpiresAt > now));
    }

    private static NotificationView View(Notification n) => new(
        n.Number, n.Kind, n.Link, JsonSerializer.Deserialize<Dictionary<string, string>>(n.Args, WireJson.Options) ?? [], n.Rings, n.CreatedAt, n.ReadAt is not null);
}
