using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Contracts;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <summary>Guests from outside, who get a link by hand, and taking any link of a meeting back.</summary>
internal sealed class GuestLinks(MeetingsDbContext db, IMeetings meetings, SignedLinks links, INews news, TimeProvider time)
{
    private const int MostLinks = 500;

    public async Task<Outcome<GuestLinkView>> CreateAsync(Caller caller, MeetingId id, string? name, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        var plan = (await meetings.FindAsync(id, cancellationToken))!;
        if (plan.Status is MeetingStatus.Closed or MeetingStatus.Cancelled)
        {
            return Refusal.Conflict(plan.Status == MeetingStatus.Closed ? "meeting_closed" : "meeting_cancelled");
        }

        if (InvitationDoor.CleanName(name) is not { } clean)
        {
            return Refusal.Invalid("name_invalid", ("max", $"{InvitationDoor.NameLength}"));
        }

        if (await db.Set<Invitation>().CountAsync(i => i.MeetingId == id && i.Kind == InvitedKind.Guest, cancellationToken) >= MostLinks)
        {
            return Refusal.Conflict("too_many_guest_links", ("max", $"{MostLinks}"));
        }

        var now = time.GetUtcNow();
        var guest = new Invitation
        {
            Id = Guid.CreateVersion7(now),
            MeetingId = id,
            Kind = InvitedKind.Guest,
            Role = MeetingRole.Guest,
            Name = clean,
            CreatedAt = now,
            ExpiresAt = Invitation.ExpiryOf(plan),
        };
        db.Add(guest);
        await db.SaveChangesAsync(cancellationToken);
        return View(guest, links);
    }

    /// <summary>Ends an invitation's link, whoever holds it, and whoever came in by it leaves.</summary>
    public async Task<Outcome<Done>> RevokeAsync(Caller caller, MeetingId id, Guid invitation, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, id, invitation, cancellationToken);
        if (found.Refusal is { } refused)
        {
            return refused;
        }

        found.Value.RevokedAt ??= time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        await news.TellAsync(new GuestLinkRevoked(id, invitation), cancellationToken);
        return Done.Instance;
    }

    /// <summary>Another link in place of one that got into wrong hands; the old one and who came by it end.</summary>
    public async Task<Outcome<Done>> RenewAsync(Caller caller, MeetingId id, Guid invitation, CancellationToken cancellationToken)
    {
        var found = await FindAsync(caller, id, invitation, cancellationToken);
        if (found.Refusal is { } refused)
        {
            return refused;
        }

        found.Value.RevokedAt = null;
        found.Value.LinkVersion++;
        await db.SaveChangesAsync(cancellationToken);
        await news.TellAsync(new GuestLinkRevoked(id, invitation), cancellationToken);
        return Done.Instance;
    }

    public static GuestLinkView View(Invitation guest, SignedLinks links) => new(
        guest.Id.ToString("N"), guest.Name, guest.IsLive ? links.Of(guest) : null, guest.CreatedAt, !guest.IsLive);

    private async Task<Outcome<Invitation>> FindAsync(Caller caller, MeetingId id, Guid invitation, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        return await db.Set<Invitation>().FirstOrDefaultAsync(i => i.Id == invitation && i.MeetingId == id, cancellationToken) is { } row
            ? row
            : Refusal.NotFound();
    }
}
