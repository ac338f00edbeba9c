using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <summary>Says which links hold. Asked at every request of somebody who came by one, so that taking it back ends the pass at once.</summary>
internal sealed class LiveLinks(MeetingsDbContext db, SignedLinks links, TimeProvider time) : IMeetingGuestLinks, IGuestPasses
{
    public async Task<IReadOnlyList<GuestLinkView>> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken) =>
        [.. (await db.Set<Invitation>().AsNoTracking().Where(i => i.MeetingId == meeting && i.Kind == InvitedKind.Guest)
            .OrderBy(i => i.CreatedAt).ToListAsync(cancellationToken)).Select(i => GuestLinks.View(i, links))];

    public async Task<bool> IsLiveAsync(MeetingId meeting, Guid linkId, CancellationToken cancellationToken) =>
        await db.Set<Invitation>().AsNoTracking().FirstOrDefaultAsync(i => i.Id == linkId && i.MeetingId == meeting, cancellationToken) is { IsLive: true } invitation
        && time.GetUtcNow() < invitation.ExpiresAt;

    public async ValueTask<bool> HoldsAsync(GuestPass pass, CancellationToken cancellationToken) =>
        await IsLiveAsync(pass.MeetingId, pass.LinkId, cancellationToken);
}
