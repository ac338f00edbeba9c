using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <summary>Says which links hold. Asked at every request of a guest, so that revoking ends a pass at once.</summary>
internal sealed class GuestLinkRows(MeetingsDbContext db, TimeProvider time) : IMeetingGuestLinks, IGuestPasses
{
    public async Task<IReadOnlyList<GuestLinkView>> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken) =>
        [.. (await db.Set<GuestLink>().AsNoTracking().Where(l => l.MeetingId == meeting).OrderBy(l => l.CreatedAt).ToListAsync(cancellationToken))
            .Select(l => new GuestLinkView(l.Id.ToString("N"), l.Name, null, l.CreatedAt, l.RevokedAt is not null))];

    public async Task<bool> IsLiveAsync(MeetingId meeting, Guid linkId, CancellationToken cancellationToken) =>
        await db.Set<GuestLink>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == linkId && l.MeetingId == meeting, cancellationToken) is { } link
        && link.IsLive(time.GetUtcNow());

    public async ValueTask<bool> HoldsAsync(GuestPass pass, CancellationToken cancellationToken) =>
        await IsLiveAsync(pass.MeetingId, pass.LinkId, cancellationToken);
}

/// <summary>Keeps the end of the links after the end of the meeting when that is moved or cancelled.</summary>
internal sealed class GuestLinkExpiry(MeetingsDbContext db, IMeetings meetings, TimeProvider time) : IHandle<MeetingChanged>, IHandle<MeetingDeleted>
{
    public async Task HandleAsync(MeetingChanged news, CancellationToken cancellationToken)
    {
        if (await meetings.FindAsync(news.MeetingId, cancellationToken) is not { } plan)
        {
            return;
        }

        var expires = plan.Status == MeetingStatus.Cancelled ? time.GetUtcNow() : plan.Start.AddMinutes(plan.Minutes) + GuestLink.AfterEnd;
        foreach (var link in await db.Set<GuestLink>().Where(l => l.MeetingId == news.MeetingId).ToListAsync(cancellationToken))
        {
            link.ExpiresAt = expires;
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    public Task HandleAsync(MeetingDeleted news, CancellationToken cancellationToken) =>
        db.Set<GuestLink>().Where(l => l.MeetingId == news.MeetingId).ExecuteDeleteAsync(cancellationToken);
}
