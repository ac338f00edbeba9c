using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations.Reminders;

/// <summary>What the timed jobs do. Every call may come late, twice, or after a crash.</summary>
internal sealed class ReminderRun(
    MeetingsDbContext db, IMeetings meetings, IMeetingPapers papers, IPaperReadings readings, Dispatch dispatch, Reminding reminding,
    ReminderClock clock, INotifier notifier, IWorkingDays days, TimeProvider time)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(60);

    public async Task MeetingAsync(MeetingId id, string name, CancellationToken cancellationToken)
    {
        if (ReminderRules.OfMeeting.FirstOrDefault(r => r.Name == name) is { } reminder
            && await meetings.FindAsync(id, cancellationToken) is { } plan
            && ReminderRules.IsDue(reminder, plan, time.GetUtcNow()))
        {
            await reminding.RemindAsync(plan, new Occasion(name, name, reminder.ByMail, false), r => r.Reply != ReplyKind.Declined, cancellationToken);
        }
    }

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var told = await db.Set<Convocation>().AsNoTracking().ToDictionaryAsync(c => c.MeetingId, cancellationToken);
        foreach (var plan in await meetings.BetweenAsync(now, now + Ahead, cancellationToken))
        {
            if (!told.TryGetValue(plan.Id, out var convocation))
            {
                await WarnOfLeadAsync(plan, now, cancellationToken);
                continue;
            }

            if (convocation.ToldRevision != plan.Revision || (plan.Status == MeetingStatus.Cancelled && !convocation.IsCancelled))
            {
                await dispatch.BringUpToDateAsync(plan.Id, cancellationToken);
            }

            await clock.SetAsync(plan, cancellationToken);
            if (ReminderRules.AsksUnanswered(plan, convocation.SentAt, now))
            {
                await reminding.RemindAsync(plan, new Occasion("unanswered", "unanswered", true, true), r => r.Reply == ReplyKind.None, cancellationToken);
            }

            if (ReminderRules.AsksToRead(plan, now))
            {
                await RemindOfPapersAsync(plan, cancellationToken);
            }
        }
    }

    private async Task RemindOfPapersAsync(MeetingPlan plan, CancellationToken cancellationToken)
    {
        if ((await papers.OfMeetingAsync(plan.Id, cancellationToken)).Count == 0 || await readings.OfMeetingAsync(plan.Id, cancellationToken) is not { } read)
        {
            return;
        }

        var people = read.Select(r => r.PersonId).ToHashSet();
        var sites = read.Select(r => r.SiteId).ToHashSet();
        await reminding.RemindAsync(
            plan, new Occasion("papers", "papers", true, false),
            r => r.Reply != ReplyKind.Declined && r.Kind != InvitedKind.Unit && !(r.PersonId is not null ? people.Contains(r.PersonId) : sites.Contains(r.SiteId)),
            cancellationToken);
    }

    private async Task WarnOfLeadAsync(MeetingPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (plan.SecretaryId is not { } secretary
            || ReminderRules.LeadDay(plan, days.IsWorkingDay) is not { } lead || !ReminderRules.WarnsOfLead(plan, lead, now, days.IsWorkingDay))
        {
            return;
        }

        await notifier.TellAsync([new Notice(
            Addressee.Of(secretary), "lead", $"lead/{plan.Id}/{plan.Start.ToUnixTimeSeconds()}", $"/meetings/{plan.Id}/invitations",
            new Dictionary<string, string> { ["title"] = plan.Title, ["day"] = lead.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture) },
            ExpiresAt: plan.Start)], cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
