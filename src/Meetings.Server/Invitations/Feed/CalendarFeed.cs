using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Calendars;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Invitations.Feed;

/// <summary>That an account has a secret calendar address, and which version of it holds.</summary>
internal sealed class CalendarFeed
{
    public AccountId AccountId { get; init; }

    /// <summary>Counts up to make older addresses worthless.</summary>
    public int Version { get; set; }

    public bool IsOn { get; set; }

    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>When a calendar program last fetched it, to the hour.</summary>
    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class CalendarFeedTable : IEntityTypeConfiguration<CalendarFeed>
{
    public void Configure(EntityTypeBuilder<CalendarFeed> builder)
    {
        builder.ToTable("CalendarFeeds");
        builder.HasKey(f => f.AccountId);
        builder.Property(f => f.AccountId).ValueGeneratedNever();
    }
}

/// <param name="Url">Left out while there is none.</param>
/// <param name="ReadAt">When a program last fetched it.</param>
[WireContract]
internal sealed record CalendarFeedView(string? Url, DateTimeOffset? ReadAt);

/// <summary>A person's meetings for the calendar on their telephone or desk: an address nobody can guess and its owner can end.</summary>
internal sealed class CalendarFeeds(
    MeetingsDbContext db, IAccounts accounts, IMeetings meetings, IDirectory directory, SignedLinks links, IMail mail, TimeProvider time)
{
    private static readonly TimeSpan Back = TimeSpan.FromDays(90), Ahead = TimeSpan.FromDays(400);

    public async Task<CalendarFeedView> ShowAsync(Caller caller, CancellationToken cancellationToken) =>
        View(await db.Set<CalendarFeed>().AsNoTracking().FirstOrDefaultAsync(f => f.AccountId == caller.AccountId, cancellationToken));

    /// <summary>A new address; an earlier one ends.</summary>
    public async Task<CalendarFeedView> RenewAsync(Caller caller, CancellationToken cancellationToken)
    {
        var feed = await db.Set<CalendarFeed>().FirstOrDefaultAsync(f => f.AccountId == caller.AccountId, cancellationToken);
        if (feed is null)
        {
            feed = new CalendarFeed { AccountId = caller.AccountId };
            db.Add(feed);
        }

        (feed.Version, feed.IsOn, feed.ChangedAt, feed.ReadAt) = (feed.Version + 1, true, time.GetUtcNow(), null);
        await db.SaveChangesAsync(cancellationToken);
        return View(feed);
    }

    public async Task<Done> EndAsync(Caller caller, CancellationToken cancellationToken)
    {
        await db.Set<CalendarFeed>().Where(f => f.AccountId == caller.AccountId)
            .ExecuteUpdateAsync(set => set.SetProperty(f => f.IsOn, false), cancellationToken);
        return Done.Instance;
    }

    /// <summary>The iCalendar text; not found for an address that was never given out, was ended, or whose account is.</summary>
    public async Task<Outcome<string>> ReadAsync(string token, CancellationToken cancellationToken)
    {
        if (links.Read(LinkPurpose.Calendar, token) is not var (id, version)
            || await db.Set<CalendarFeed>().FirstOrDefaultAsync(f => f.AccountId == AccountId.From(id), cancellationToken) is not { IsOn: true } feed
            || feed.Version != version
            || await accounts.FindAsync(feed.AccountId, cancellationToken) is not { IsActive: true } account)
        {
            return Refusal.NotFound();
        }

        var now = time.GetUtcNow();
        if (feed.ReadAt is not { } last || now - last > TimeSpan.FromHours(1))
        {
            feed.ReadAt = now;
            await db.SaveChangesAsync(cancellationToken);
        }

        // Administrators hold every role everywhere; their calendar is still only what they are asked to.
        var owner = new Caller(account.Id, account.DisplayName, account.PersonId, account.SiteId, false, null);
        var mine = await meetings.OfCallerAsync(owner, now - Back, now + Ahead, cancellationToken);
        var hosts = await directory.UnitsAsync([.. mine.Select(m => m.HostUnitId).Distinct()], cancellationToken);
        var sequences = await SequencesAsync([.. mine.Select(m => m.Id)], cancellationToken);
        return CalendarText.Feed(
            [.. mine.Select(m => MeetingWords.Event(
                m, mail.Domain, sequences.GetValueOrDefault(m.Id), m.Start, hosts.GetValueOrDefault(m.HostUnitId)?.Name ?? "", $"{links.Address}/meetings/{m.Id}"))],
            mail.From,
            $"Lịch họp - {account.DisplayName}");
    }

    private async Task<Dictionary<MeetingId, int>> SequencesAsync(List<MeetingId> ids, CancellationToken cancellationToken) =>
        await db.Set<Convocation>().AsNoTracking().Where(c => ids.Contains(c.MeetingId)).ToDictionaryAsync(c => c.MeetingId, c => c.Sequence, cancellationToken);

    private CalendarFeedView View(CalendarFeed? feed) => feed is not { IsOn: true }
        ? new CalendarFeedView(null, null)
        : new CalendarFeedView($"{links.Address}/api/calendar/{links.Make(LinkPurpose.Calendar, feed.AccountId.Value, feed.Version)}.ics", feed.ReadAt);
}
