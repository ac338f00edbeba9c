using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <param name="Reason">Needed to decline; also says on which condition "perhaps" becomes yes.</param>
/// <param name="SubstituteName">Needed to delegate: who comes instead.</param>
[WireContract]
internal sealed record ReplyInput(ReplyKind Reply, string? Reason = null, string? SubstituteName = null, string? SubstitutePosition = null);

[WireContract]
internal sealed record ReplyView(
    ReplyKind Reply, string? Reason, string? SubstituteName, string? SubstitutePosition, DateTimeOffset? RepliedAt, ReplyWay Way);

/// <summary>What an invitee sees of their own invitation in the application.</summary>
/// <param name="Name">In whose name the answer counts: the person's, site's or unit's.</param>
/// <param name="MayReply">False once the meeting is over.</param>
[WireContract]
internal sealed record MyInvitation(string Name, InvitedKind Kind, ReplyView Reply, bool MayReply, SignedLetterView? Letter);

/// <param name="Mine">Left out when no invitation of the caller was sent.</param>
[WireContract]
internal sealed record MyInvitationAnswer(MyInvitation? Mine);

/// <summary>Answers of the invited: by their link, in the application, or told to the secretary.</summary>
internal sealed class Replying(
    MeetingsDbContext db, IMeetings meetings, IDirectory directory, SignedLetters letters, INotifier notifier, IAudit audit, TimeProvider time)
{
    public const int LongestReason = 500;

    public async Task<Outcome<MyInvitationAnswer>> MineAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await meetings.StandingAsync(caller, id, cancellationToken) is not { IsWaiting: false } || await meetings.FindAsync(id, cancellationToken) is not { } plan)
        {
            return Refusal.NotFound();
        }

        var letter = await letters.FindAsync(id, cancellationToken) is { } signed ? SignedLetters.View(signed) : null;
        return new MyInvitationAnswer(await OfCallerAsync(caller, plan, cancellationToken) is { } row
            ? new MyInvitation(row.Name, row.Kind, View(row), Refuse(plan) is null, letter)
            : null);
    }

    public async Task<Outcome<ReplyView>> InAppAsync(Caller caller, MeetingId id, ReplyInput input, CancellationToken cancellationToken)
    {
        if (await meetings.StandingAsync(caller, id, cancellationToken) is null || await meetings.FindAsync(id, cancellationToken) is not { } plan
            || await OfCallerAsync(caller, plan, cancellationToken) is not { } row)
        {
            return Refusal.NotFound();
        }

        return await AnswerAsync(plan, row, input, caller.Guest is null ? ReplyWay.Account : ReplyWay.Link, caller, cancellationToken);
    }

    /// <summary>What the secretary was told by telephone.</summary>
    public async Task<Outcome<ReplyView>> BySecretaryAsync(Caller caller, MeetingId id, Guid invitation, ReplyInput input, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        return await db.Set<Invitation>().FirstOrDefaultAsync(i => i.Id == invitation && i.MeetingId == id && i.RemovedAt == null, cancellationToken) is { } row
            && await meetings.FindAsync(id, cancellationToken) is { } plan
            ? await AnswerAsync(plan, row, input, ReplyWay.Secretary, caller, cancellationToken)
            : Refusal.NotFound();
    }

    /// <param name="by">Null by a link.</param>
    public async Task<Outcome<ReplyView>> AnswerAsync(
        MeetingPlan plan, Invitation row, ReplyInput input, ReplyWay way, Caller? by, CancellationToken cancellationToken)
    {
        if (Refuse(plan) is { } over)
        {
            return over;
        }

        var checkedInput = Check(input);
        if (checkedInput.Refusal is { } wrong)
        {
            return wrong;
        }

        var clean = checkedInput.Value;
        var isSame = (row.Reply, row.Reason, row.SubstituteName, row.SubstitutePosition)
            == (clean.Reply, clean.Reason, clean.SubstituteName, clean.SubstitutePosition);
        if (isSame)
        {
            return View(row);
        }

        var now = time.GetUtcNow();
        row.Answer(clean.Reply, clean.Reason, clean.SubstituteName, clean.SubstitutePosition, way, now);
        audit.Note(by, "invitation.replied", row.Id.ToString("N"), new { clean.Reply, way });
        if (way != ReplyWay.Secretary && plan.SecretaryId is { } secretary)
        {
            await notifier.TellAsync([new Notice(
                Addressee.Of(secretary), $"replied.{JsonName(clean.Reply)}", $"replied/{row.Id:N}/{now.UtcTicks}", $"/meetings/{plan.Id}/invitations",
                new Dictionary<string, string>
                {
                    ["title"] = plan.Title, ["name"] = row.Name, ["reason"] = clean.Reason ?? "", ["substitute"] = clean.SubstituteName ?? "",
                })], cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return View(row);
    }

    public static Refusal? Refuse(MeetingPlan plan) => plan.Status switch
    {
        MeetingStatus.Closed => Refusal.Conflict("meeting_closed"),
        MeetingStatus.Cancelled => Refusal.Conflict("meeting_cancelled"),
        MeetingStatus.Draft => Refusal.NotFound(),
        _ => null,
    };

    /// <summary>The input with what does not belong to the answer left out, or what is wrong with it.</summary>
    internal static Outcome<ReplyInput> Check(ReplyInput input)
    {
        if (!Enum.IsDefined(input.Reply))
        {
            return Refusal.Invalid("reply_invalid");
        }

        var (reason, name, position) = (Clean(input.Reason), Clean(input.SubstituteName), Clean(input.SubstitutePosition));
        if (reason?.Length > LongestReason || name?.Length > InvitationTable.NameLength || position?.Length > InvitationTable.NameLength)
        {
            return Refusal.Invalid("text_too_long", ("max", $"{(reason?.Length > LongestReason ? LongestReason : InvitationTable.NameLength)}"));
        }

        return input.Reply switch
        {
            ReplyKind.Declined when reason is null => Refusal.Invalid("reply_reason_missing"),
            ReplyKind.Delegated when name is null => Refusal.Invalid("substitute_missing"),
            ReplyKind.Delegated => new ReplyInput(input.Reply, reason, name, position),
            ReplyKind.None or ReplyKind.Accepted => new ReplyInput(input.Reply),
            ReplyKind.Tentative or ReplyKind.Declined => new ReplyInput(input.Reply, reason),
            _ => throw new ArgumentOutOfRangeException(nameof(input)),
        };
    }

    public static ReplyView View(Invitation row) =>
        new(row.Reply, row.Reason, row.SubstituteName, row.SubstitutePosition, row.RepliedAt, row.RepliedBy);

    /// <summary>The caller's own invitation before that of their site, and that before their unit's.</summary>
    private async Task<Invitation?> OfCallerAsync(Caller caller, MeetingPlan plan, CancellationToken cancellationToken)
    {
        if (caller.Guest is { } pass)
        {
            return await db.Set<Invitation>().FirstOrDefaultAsync(i => i.Id == pass.LinkId && i.MeetingId == plan.Id && i.Kind != InvitedKind.Guest, cancellationToken);
        }

        var rows = await db.Set<Invitation>().Where(i => i.MeetingId == plan.Id && i.RemovedAt == null).ToListAsync(cancellationToken);
        if (caller.PersonId is { } person && rows.FirstOrDefault(r => r.PersonId == person) is { } own)
        {
            return own;
        }

        if (caller.SiteId is { } site && rows.FirstOrDefault(r => r.SiteId == site) is { } ofSite)
        {
            return ofSite;
        }

        var units = new HashSet<UnitId>();
        if (caller.PersonId is { } holder)
        {
            units.UnionWith(await directory.UnitsOfPersonAsync(holder, DateOnly.FromDateTime(plan.LocalStart), cancellationToken));
        }

        if (caller.SiteId is { } of && (await directory.SitesAsync([of], cancellationToken)).TryGetValue(of, out var summary))
        {
            units.Add(summary.UnitId);
        }

        return rows.FirstOrDefault(r => r.UnitId is { } unit && units.Contains(unit));
    }

    private static string? Clean(string? text) =>
        text is null ? null : VietnameseText.Clean(text.Replace('\n', ' ')) is { Length: > 0 } clean ? clean : null;

    private static string JsonName(ReplyKind reply) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(reply.ToString());
}
