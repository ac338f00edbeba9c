using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Invitations.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

[WireContract]
internal sealed record GuestName(string? Name);

/// <summary>What a guest sees before giving a name.</summary>
[WireContract]
internal sealed record GuestWelcome(string MeetingTitle, DateTimeOffset Start, string HostUnitName, string Name);

/// <summary>Giving out, revoking and using guest links.</summary>
internal sealed class GuestLinks(
    MeetingsDbContext db, IMeetings meetings, IDirectory directory, ISessions sessions, INews news, MeetingsSettings settings, TimeProvider time)
{
    public const int NameLength = 100;

    private const int MostLinks = 500;

    public async Task<Outcome<GuestLinkView>> CreateAsync(
        Caller caller, MeetingId id, string? name, HttpRequest request, CancellationToken cancellationToken)
    {
        if (await RefuseManagingAsync(caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        var plan = (await meetings.FindAsync(id, cancellationToken))!;
        if (plan.Status is MeetingStatus.Closed or MeetingStatus.Cancelled)
        {
            return Refusal.Conflict(plan.Status == MeetingStatus.Closed ? "meeting_closed" : "meeting_cancelled");
        }

        if (CleanName(name) is not { } clean)
        {
            return Refusal.Invalid("name_invalid", ("max", $"{NameLength}"));
        }

        if (await db.Set<GuestLink>().CountAsync(l => l.MeetingId == id, cancellationToken) >= MostLinks)
        {
            return Refusal.Conflict("too_many_guest_links", ("max", $"{MostLinks}"));
        }

        var token = GuestLink.NewToken();
        var now = time.GetUtcNow();
        var link = new GuestLink
        {
            Id = Guid.CreateVersion7(now),
            MeetingId = id,
            Name = clean,
            TokenHash = GuestLink.HashOf(token),
            CreatedBy = caller.AccountId,
            CreatedAt = now,
            ExpiresAt = plan.Start.AddMinutes(plan.Minutes) + GuestLink.AfterEnd,
        };
        db.Add(link);
        await db.SaveChangesAsync(cancellationToken);
        var address = settings.PublicAddress?.TrimEnd('/') ?? $"{request.Scheme}://{request.Host}";
        return new GuestLinkView(link.Id.ToString("N"), clean, $"{address}/g/{token}", now, false);
    }

    public async Task<Outcome<Done>> RevokeAsync(Caller caller, MeetingId id, string linkId, CancellationToken cancellationToken)
    {
        if (await RefuseManagingAsync(caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (!Guid.TryParseExact(linkId, "N", out var guid)
            || await db.Set<GuestLink>().FirstOrDefaultAsync(l => l.Id == guid && l.MeetingId == id, cancellationToken) is not { } link)
        {
            return Refusal.NotFound();
        }

        link.RevokedAt ??= time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        await news.TellAsync(new GuestLinkRevoked(id, guid), cancellationToken);
        return Done.Instance;
    }

    public async Task<Outcome<GuestWelcome>> WelcomeAsync(string token, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not var (link, plan))
        {
            return Refusal.NotFound("guest_link_invalid");
        }

        var units = await directory.UnitsAsync([plan.HostUnitId], cancellationToken);
        return new GuestWelcome(plan.Title, plan.Start, units.GetValueOrDefault(plan.HostUnitId)?.Name ?? "", link.Name);
    }

    public async Task<Outcome<SessionView>> SignInAsync(HttpContext context, string token, string? name, CancellationToken cancellationToken)
    {
        if (await FindAsync(token, cancellationToken) is not var (link, plan))
        {
            return Refusal.NotFound("guest_link_invalid");
        }

        return CleanName(name ?? link.Name) is { } clean
            ? await sessions.SignInGuestAsync(context, new GuestPass(plan.Id, clean, link.Id))
            : Refusal.Invalid("name_invalid", ("max", $"{NameLength}"));
    }

    private static string? CleanName(string? name) =>
        name is null ? null : VietnameseText.Clean(name.Replace('\n', ' ')) is { Length: >= 2 and <= NameLength } clean ? clean : null;

    private async Task<(GuestLink Link, MeetingPlan Plan)?> FindAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length != 43)
        {
            return null;
        }

        var hash = GuestLink.HashOf(token);
        var link = await db.Set<GuestLink>().AsNoTracking().FirstOrDefaultAsync(l => l.TokenHash == hash, cancellationToken);
        if (link is null || !link.IsLive(time.GetUtcNow()) || await meetings.FindAsync(link.MeetingId, cancellationToken) is not { } plan)
        {
            return null;
        }

        // A draft is nobody's to see but its makers', and a cancelled meeting has no door.
        return plan.Status is MeetingStatus.Draft or MeetingStatus.Cancelled ? null : (link, plan);
    }

    private async Task<Refusal?> RefuseManagingAsync(Caller caller, MeetingId id, CancellationToken cancellationToken) =>
        await meetings.StandingAsync(caller, id, cancellationToken) is not { } standing ? Refusal.NotFound()
        : standing.MayManage ? null
        : Refusal.Forbidden();
}
