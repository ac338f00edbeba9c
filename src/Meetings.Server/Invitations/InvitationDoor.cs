using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

[WireContract]
internal sealed record GuestName(string? Name);

/// <summary>What a personal link shows before anything is typed.</summary>
/// <param name="Name">The invited person, site or unit; of a guest the name as the secretary wrote it.</param>
/// <param name="AsksName">False where the link is a person's own: its name is known.</param>
/// <param name="Reply">Left out for guests from outside, who are not asked.</param>
/// <param name="MayEnter">The meeting has a room and is not over.</param>
[WireContract]
internal sealed record GuestWelcome(
    MeetingId MeetingId,
    string MeetingTitle,
    DateTimeOffset Start,
    string Zone,
    int Minutes,
    string? Place,
    string HostUnitName,
    string Name,
    InvitedKind Kind,
    bool AsksName,
    MeetingStatus Status,
    bool MayEnter,
    bool MayReply,
    ReplyView? Reply);

/// <summary>Personal links: what they show, entering by them and answering by them.</summary>
internal sealed class InvitationDoor(
    MeetingsDbContext db, IMeetings meetings, IDirectory directory, ISessions sessions, SignedLinks links, Replying replying, TimeProvider time)
{
    public const int NameLength = 100;

    public async Task<Outcome<GuestWelcome>> WelcomeAsync(string token, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not var (invitation, plan))
        {
            return Refusal.NotFound("guest_link_invalid");
        }

        if (invitation.OpenedAt is null)
        {
            invitation.OpenedAt = time.GetUtcNow();
            await db.SaveChangesAsync(cancellationToken);
        }

        var units = await directory.UnitsAsync([plan.HostUnitId], cancellationToken);
        var isOutside = invitation.Kind == InvitedKind.Guest;
        return new GuestWelcome(
            plan.Id,
            plan.Title,
            plan.Start,
            plan.Zone,
            plan.Minutes,
            plan.Place,
            units.GetValueOrDefault(plan.HostUnitId)?.Name ?? "",
            invitation.Name,
            invitation.Kind,
            invitation.Kind != InvitedKind.Person,
            plan.Status,
            plan.Mode != MeetingMode.InPerson && plan.Status is not (MeetingStatus.Closed or MeetingStatus.Cancelled),
            !isOutside && Replying.Refuse(plan) is null,
            isOutside ? null : Replying.View(invitation));
    }

    public async Task<Outcome<SessionView>> SignInAsync(HttpContext context, string token, string? name, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not var (invitation, plan))
        {
            return Refusal.NotFound("guest_link_invalid");
        }

        var clean = invitation.Kind == InvitedKind.Person ? invitation.Name : CleanName(name ?? invitation.Name);
        return clean is null
            ? Refusal.Invalid("name_invalid", ("max", $"{NameLength}"))
            : await sessions.SignInGuestAsync(
                context, new GuestPass(plan.Id, clean, invitation.Id, invitation.PersonId, invitation.SiteId, invitation.UnitId));
    }

    public async Task<Outcome<ReplyView>> ReplyAsync(string token, ReplyInput input, CancellationToken cancellationToken) =>
        await FindAsync(token, cancellationToken) is not var (invitation, plan) || invitation.Kind == InvitedKind.Guest
            ? Refusal.NotFound("guest_link_invalid")
            : await replying.AnswerAsync(plan, invitation, input, ReplyWay.Link, null, cancellationToken);

    public static string? CleanName(string? name) =>
        name is null ? null : VietnameseText.Clean(name.Replace('\n', ' ')) is { Length: >= 2 and <= NameLength } clean ? clean : null;

    /// <summary>A draft is nobody's to see but its makers', and a cancelled meeting has no door.</summary>
    private async Task<(Invitation Invitation, MeetingPlan Plan)?> FindAsync(string token, CancellationToken cancellationToken) =>
        links.Read(LinkPurpose.Invite, token) is var (id, version)
        && await db.Set<Invitation>().FirstOrDefaultAsync(i => i.Id == id, cancellationToken) is { IsLive: true } invitation
        && invitation.LinkVersion == version && time.GetUtcNow() < invitation.ExpiresAt
        && await meetings.FindAsync(invitation.MeetingId, cancellationToken) is { Status: not (MeetingStatus.Draft or MeetingStatus.Cancelled) } plan
            ? (invitation, plan)
            : null;
}
