using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Contracts;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Invitations.Reminders;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <summary>
/// Tells the invitees of a meeting what they have not been told yet: the invitation, a change, that they are no longer asked, that it
/// is cancelled. It compares what was told with the plan, so it may run as often as anybody likes: after every edit, from a job,
/// after a crash. Keys of the outbox are made of recipient and version, so that even two at once send each thing once.
/// </summary>
internal sealed class Dispatch(
    MeetingsDbContext db, IMeetings meetings, IDirectory directory, Recipients recipients, SignedLetters letters, SignedLinks links,
    IMail mail, INotifier notifier, INews news, ReminderClock clock, DispatchTurn turn, TimeProvider time)
{
    /// <summary>The first sending, by the secretary's button.</summary>
    public async Task<Outcome<Done>> SendAsync(Caller caller, MeetingPlan plan, CancellationToken cancellationToken)
    {
        if (plan.Status is MeetingStatus.Draft or MeetingStatus.Closed or MeetingStatus.Cancelled)
        {
            return Refusal.Conflict(plan.Status switch
            {
                MeetingStatus.Draft => "invitations_of_draft",
                MeetingStatus.Closed => "meeting_closed",
                _ => "meeting_cancelled",
            });
        }

        using (await turn.TakeAsync(cancellationToken))
        {
            if (!await db.Set<Convocation>().AnyAsync(c => c.MeetingId == plan.Id, cancellationToken))
            {
                db.Add(new Convocation
                {
                    MeetingId = plan.Id,
                    Told = Facts(plan),
                    ToldStart = plan.Start,
                    ToldRevision = 0,
                    SentAt = time.GetUtcNow(),
                    SentBy = caller.AccountId,
                });
                await db.SaveChangesAsync(cancellationToken);
            }

            await CatchUpAsync(plan, cancellationToken);
        }

        return Done.Instance;
    }

    /// <summary>Does nothing until the invitations were sent once.</summary>
    public async Task BringUpToDateAsync(MeetingId id, CancellationToken cancellationToken)
    {
        using (await turn.TakeAsync(cancellationToken))
        {
            if (await meetings.FindAsync(id, cancellationToken) is { Status: not (MeetingStatus.Draft or MeetingStatus.Closed) } plan)
            {
                await CatchUpAsync(plan, cancellationToken);
            }
        }
    }

    private async Task CatchUpAsync(MeetingPlan plan, CancellationToken cancellationToken)
    {
        if (await db.Set<Convocation>().FirstOrDefaultAsync(c => c.MeetingId == plan.Id, cancellationToken) is not { IsCancelled: false } convocation)
        {
            return;
        }

        var rows = await db.Set<Invitation>().Where(i => i.MeetingId == plan.Id && i.Kind != InvitedKind.Guest).ToListAsync(cancellationToken);
        var host = (await directory.UnitsAsync([plan.HostUnitId], cancellationToken)).GetValueOrDefault(plan.HostUnitId)?.Name ?? "";
        var post = new List<MailDraft>();
        var notices = new List<Notice>();
        List<Invitation> gone = [];
        if (plan.Status == MeetingStatus.Cancelled)
        {
            convocation.Sequence++;
            convocation.IsCancelled = true;
            var reach = await recipients.OfAsync(plan, cancellationToken);
            foreach (var row in rows.Where(r => r is { RemovedAt: null, SentSequence: not null }))
            {
                Cancel(row, reach.FirstOrDefault(r => r.Target == TargetOf(row)), isRemoved: false);
            }
        }
        else
        {
            gone = await InviteAsync(plan, convocation, rows, host, post, notices, Cancel, cancellationToken);
        }

        convocation.ToldRevision = plan.Revision;
        await mail.PostAsync(post, cancellationToken);
        await notifier.TellAsync(notices, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await clock.SetAsync(plan, cancellationToken);
        foreach (var row in gone)
        {
            await news.TellAsync(new GuestLinkRevoked(plan.Id, row.Id), cancellationToken);
        }

        void Cancel(Invitation row, Recipient? to, bool isRemoved)
        {
            if (to?.Mailbox is { } mailbox)
            {
                var calendar = Calendars.CalendarText.Cancel(
                    MeetingWords.Event(plan, mail.Domain, convocation.Sequence, time.GetUtcNow(), host, null), mail.From, MeetingWords.Attendee(mailbox, row.Role, row.Reply));
                post.Add(Draft(plan, row, $"{convocation.Sequence}/{(isRemoved ? "REMOVE" : "CANCEL")}/{row.LinkVersion}", new MailLetter(
                    mailbox, $"{(isRemoved ? "Thay đổi thành phần dự họp" : "Hủy họp")}: {plan.Title}", MeetingWords.Cancel(plan, host, isRemoved), calendar)));
            }

            foreach (var one in to?.Told ?? [])
            {
                notices.Add(NoticeOf(plan, one, isRemoved ? "uninvited" : "cancelled", $"{row.Id:N}/{convocation.Sequence}/{row.LinkVersion}"));
            }
        }
    }

    private async Task<List<Invitation>> InviteAsync(
        MeetingPlan plan, Convocation convocation, List<Invitation> rows, string host, List<MailDraft> post, List<Notice> notices,
        Action<Invitation, Recipient?, bool> cancel, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var isChange = convocation.Told != Facts(plan);
        if (isChange)
        {
            convocation.Sequence++;
            convocation.Told = Facts(plan);
            if (convocation.ToldStart != plan.Start)
            {
                convocation.ToldStart = plan.Start;
                // Who could come at eight has not said that they can at two.
                rows.ForEach(r => r.Answer(ReplyKind.None, null, null, null, r.RepliedBy, now));
            }
        }

        var wanted = await recipients.OfAsync(plan, cancellationToken);
        var targets = wanted.Select(w => w.Target).ToHashSet();
        var gone = rows.Where(r => r.RemovedAt is null && !targets.Contains(TargetOf(r))).ToList();
        foreach (var row in gone)
        {
            row.RemovedAt = now;
            if (row.SentSequence is not null)
            {
                cancel(row, await recipients.AgainAsync(plan, row, cancellationToken), true);
            }
        }

        var byTarget = rows.ToDictionary(TargetOf);
        var signed = await letters.FindAsync(plan.Id, cancellationToken);
        foreach (var to in wanted)
        {
            if (!byTarget.TryGetValue(to.Target, out var row))
            {
                row = New(plan, to, now);
                db.Add(row);
            }
            else if (row.RemovedAt is not null)
            {
                (row.RemovedAt, row.RevokedAt, row.SentSequence) = (null, null, null);
                row.LinkVersion++;
                row.Answer(ReplyKind.None, null, null, null, row.RepliedBy, now);
            }

            (row.Name, row.Role) = (to.Name, to.Role);
            if (row.SentSequence == convocation.Sequence)
            {
                continue;
            }

            Invite(plan, convocation, row, to, host, signed, post, notices);
            (row.SentSequence, row.SentAt) = (convocation.Sequence, now);
        }

        return gone;
    }

    private void Invite(
        MeetingPlan plan, Convocation convocation, Invitation row, Recipient to, string host, SignedLetter? signed, List<MailDraft> post, List<Notice> notices)
    {
        var isFirst = row.SentSequence is null;
        var link = links.Of(row);
        if (to.Mailbox is { } mailbox)
        {
            var calendar = Calendars.CalendarText.Request(
                MeetingWords.Event(plan, mail.Domain, convocation.Sequence, time.GetUtcNow(), host, link), mail.From, MeetingWords.Attendee(mailbox, row.Role, row.Reply));
            post.Add(Draft(plan, row, $"{convocation.Sequence}/REQUEST/{row.LinkVersion}", new MailLetter(
                mailbox, $"{(isFirst ? "Giấy mời" : "Thay đổi")}: {plan.Title}", MeetingWords.Invite(plan, host, to, link, !isFirst, signed?.Words), calendar,
                signed is null ? null : [signed.Attachment])));
        }

        notices.AddRange(to.Told.Select(one =>
            UrgentNotices.Of(plan, row, NoticeOf(plan, one, isFirst ? "invited" : "moved", $"{row.Id:N}/{convocation.Sequence}/{row.LinkVersion}"))));
    }

    private static MailDraft Draft(MeetingPlan plan, Invitation row, string version, MailLetter letter) =>
        new(MailKeys.Invitation(row.Id, version), MailKeys.Lane(row.Id), plan.Id.ToString(), letter);

    private static Notice NoticeOf(MeetingPlan plan, Addressee to, string kind, string key) => new(
        to, kind, $"{kind}/{key}", $"/meetings/{plan.Id}", new Dictionary<string, string> { ["title"] = plan.Title, ["startAt"] = plan.Start.ToString("O") });

    private static Invitation New(MeetingPlan plan, Recipient to, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        MeetingId = plan.Id,
        Kind = to.Kind,
        PersonId = to.PersonId,
        SiteId = to.SiteId,
        UnitId = to.UnitId,
        Name = to.Name,
        Role = to.Role,
        CreatedAt = now,
        ExpiresAt = Invitation.ExpiryOf(plan),
    };

    internal static (PersonId?, SiteId?, UnitId?) TargetOf(Invitation row) => (row.PersonId, row.SiteId, row.UnitId);

    /// <summary>What makes it another meeting for a calendar.</summary>
    private static string Facts(MeetingPlan plan) =>
        string.Join('\u001f', plan.Title, plan.LocalStart.ToString("s"), plan.Zone, plan.Start.UtcTicks, plan.Minutes, plan.Mode, plan.Place)
        + (plan.UrgentReason is { } why ? $"\u001f{why}" : "");
}

/// <summary>One dispatch at a time in this process: two would only collide on the outbox's keys.</summary>
internal sealed class DispatchTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Held(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Held(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

/// <summary>Keys of invitations' mails; unique for ever, and the board finds them again.</summary>
internal static class MailKeys
{
    public static string Invitation(Guid id, string version) => $"invitation/{id:N}/{version}";

    public static string Reminder(Guid id, string occasion) => $"reminder/{id:N}/{occasion}";

    public static string Lane(Guid id) => $"invitation/{id:N}";

    /// <summary>The invitation a key is about; null of another kind of key.</summary>
    public static Guid? InvitationOf(string key) =>
        key.Split('/') is ["invitation", var id, ..] && Guid.TryParseExact(id, "N", out var guid) ? guid : null;
}
