using System.Globalization;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Contracts;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <param name="Count">How many were reminded now.</param>
[WireContract]
internal sealed record Reminded(int Count);

/// <summary>Reminds invitees, by hand or by a job. Each occasion has a key, so nobody hears of it twice however often it runs.</summary>
internal sealed class Reminding(
    MeetingsDbContext db, IMeetings meetings, Recipients recipients, SignedLinks links, IMail mail, INotifier notifier, TimeProvider time) : IRehearsalLetters
{
    /// <inheritdoc/>
    public async Task<int> AskAsync(MeetingPlan plan, string occasion, IReadOnlyCollection<Invitee> places, CancellationToken cancellationToken)
    {
        var asked = places.Select(p => (p.PersonId, p.SiteId, p.UnitId)).ToHashSet();
        return await RemindAsync(
            plan, new Occasion("rehearse", "rehearse/" + occasion, true, false) { IsTold = false },
            r => r.Reply != ReplyKind.Declined && asked.Contains(Dispatch.TargetOf(r)), cancellationToken);
    }

    /// <summary>"Remind the rest": those who have not answered, once an hour at most.</summary>
    public async Task<Outcome<Reminded>> UnansweredAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        var plan = (await meetings.FindAsync(id, cancellationToken))!;
        if (Replying.Refuse(plan) is { } over)
        {
            return over;
        }

        var hour = time.GetUtcNow().ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        return new Reminded(await RemindAsync(plan, new Occasion("unanswered", "hand/" + hour, true, true), r => r.Reply == ReplyKind.None, cancellationToken));
    }

    /// <returns>How many were reminded who had not been on this occasion.</returns>
    public async Task<int> RemindAsync(
        MeetingPlan plan, Occasion occasion, Func<Invitation, bool> whom, CancellationToken cancellationToken)
    {
        var rows = await db.Set<Invitation>()
            .Where(i => i.MeetingId == plan.Id && i.RemovedAt == null && i.Kind != InvitedKind.Guest && i.SentSequence != null).ToListAsync(cancellationToken);
        var byTarget = (await recipients.OfAsync(plan, cancellationToken)).ToDictionary(r => r.Target);
        var drafts = new List<MailDraft>();
        var notices = new List<Notice>();
        var chosen = rows.Where(whom).Where(r => byTarget.ContainsKey(Dispatch.TargetOf(r))).ToList();
        var fresh = await FreshAsync(chosen, occasion, plan, cancellationToken);
        foreach (var row in fresh)
        {
            var to = byTarget[Dispatch.TargetOf(row)];
            if (occasion.ByMail && to.Mailbox is { } mailbox)
            {
                drafts.Add(new MailDraft(
                    MailKeys.Reminder(row.Id, Key(occasion, plan)), MailKeys.Lane(row.Id), plan.Id.ToString(),
                    occasion.Kind == "rehearse"
                        ? new MailLetter(mailbox, $"Kiểm tra điểm cầu: {plan.Title}", MeetingWords.Rehearse(plan, to, links.Of(row)))
                        : new MailLetter(mailbox, $"Nhắc họp: {plan.Title}", MeetingWords.Remind(plan, to, links.Of(row), occasion.AsksAnswer)),
                    plan.Start));
            }

            notices.AddRange(to.Told.Where(_ => occasion.IsTold).Select(one => new Notice(
                one, "remind." + occasion.Kind, $"remind/{row.Id:N}/{Key(occasion, plan)}", $"/meetings/{plan.Id}",
                new Dictionary<string, string> { ["title"] = plan.Title, ["startAt"] = plan.Start.ToString("O") },
                ExpiresAt: plan.Start.AddMinutes(plan.Minutes))));
            row.RemindedAt = occasion.IsTold ? time.GetUtcNow() : row.RemindedAt;
        }

        if (fresh.Count > 0)
        {
            await mail.PostAsync(drafts, cancellationToken);
            await notifier.TellAsync(notices, cancellationToken);
            db.AddRange(fresh.Select(r => new ReminderMade { InvitationId = r.Id, Occasion = Key(occasion, plan) }));
            await db.SaveChangesAsync(cancellationToken);
        }

        return fresh.Count;
    }

    private async Task<List<Invitation>> FreshAsync(List<Invitation> rows, Occasion occasion, MeetingPlan plan, CancellationToken cancellationToken)
    {
        var (ids, key) = (rows.ConvertAll(r => r.Id), Key(occasion, plan));
        var made = (await db.Set<ReminderMade>().Where(m => m.Occasion == key && ids.Contains(m.InvitationId)).Select(m => m.InvitationId)
            .ToListAsync(cancellationToken)).ToHashSet();
        return rows.FindAll(r => !made.Contains(r.Id));
    }

    // A meeting moved to another day is announced by its own reminders.
    private static string Key(Occasion occasion, MeetingPlan plan) => $"{occasion.Name}/{plan.Start.ToUnixTimeSeconds()}";
}

/// <summary>Why somebody is reminded.</summary>
/// <param name="Kind">The notice's text is "notice.remind.KIND".</param>
/// <param name="Name">With the meeting's start it makes the occasion one of its kind.</param>
internal sealed record Occasion(string Kind, string Name, bool ByMail, bool AsksAnswer)
{
    /// <summary>False where whoever asks tells it in the application themselves.</summary>
    public bool IsTold { get; init; } = true;
}

/// <summary>That somebody was reminded on an occasion; the key of the table is the fence against a second time.</summary>
internal sealed class ReminderMade
{
    public Guid InvitationId { get; init; }

    public required string Occasion { get; init; }
}

internal sealed class ReminderMadeTable : IEntityTypeConfiguration<ReminderMade>
{
    public void Configure(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<ReminderMade> builder)
    {
        builder.ToTable("RemindersMade");
        builder.HasKey(m => new { m.InvitationId, m.Occasion });
        builder.Property(m => m.Occasion).HasMaxLength(80);
        builder.HasOne<Invitation>().WithMany().HasForeignKey(m => m.InvitationId).OnDelete(DeleteBehavior.Cascade);
    }
}
