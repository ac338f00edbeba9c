using System.Text.Json;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Preparation;

/// <summary>Delegates and reports of the invited: registered, uploaded, accepted or sent back.</summary>
internal sealed class HandIn(
    MeetingsDbContext db, PreparationDesk desk, IPaperUploads uploads, INotifier notifier, IAudit audit, TimeProvider time) : IPaperOwner, IHandle<PaperReceived>
{
    private const string OwnerPrefix = "report/";

    public async Task<Outcome<Done>> PlanAsync(Caller caller, MeetingId meeting, PreparationPlanInput input, CancellationToken cancellationToken)
    {
        var place = await desk.ManageAsync(caller, meeting, cancellationToken);
        if (place.Refusal is { } hidden)
        {
            return hidden;
        }

        if (input.ReportTopic?.Length > Limits.Line)
        {
            return Refusal.Invalid("text_too_long", ("max", $"{Limits.Line}"));
        }

        var plan = await db.Set<PreparationPlan>().FindAsync([meeting], cancellationToken);
        if (plan is null)
        {
            db.Add(plan = new PreparationPlan { MeetingId = meeting });
        }

        (plan.DelegatesDue, plan.ReportDue, plan.ReportTopic) = (input.DelegatesDue, input.ReportDue, VietnameseText.Clean(input.ReportTopic ?? ""));
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    public async Task<Outcome<Done>> RegisterAsync(Caller caller, MeetingId meeting, string key, DelegatesInput input, CancellationToken cancellationToken)
    {
        var mine = await MineAsync(caller, meeting, key, cancellationToken);
        if (mine.Refusal is { } refused)
        {
            return refused;
        }

        if (input.Delegates is not { Count: <= Limits.Delegates } sent
            || sent.Any(d => d is null || PreparationDesk.Text(d.Name, Limits.Line) is null || d.Position?.Length > Limits.Line))
        {
            return Refusal.Invalid("delegates_invalid", ("max", $"{Limits.Delegates}"));
        }

        List<DelegateEntry> clean =
            [.. sent.Select(d => new DelegateEntry(PreparationDesk.Text(d.Name, Limits.Line)!, PreparationDesk.Text(d.Position, Limits.Line)))];
        var row = await RowAsync(meeting, key, cancellationToken);
        row.Delegates = JsonSerializer.Serialize(clean, WireJson.Options);
        (row.DelegatesAt, row.DelegatesBy) = (time.GetUtcNow(), caller.DisplayName);
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    /// <summary>Opens the upload of a report; also of a better one after it was sent back, or before it was looked at.</summary>
    public async Task<Outcome<UploadStarted>> BeginReportAsync(
        Caller caller, MeetingId meeting, string key, ReportInput input, CancellationToken cancellationToken)
    {
        var mine = await MineAsync(caller, meeting, key, cancellationToken);
        if (mine.Refusal is { } refused)
        {
            return refused;
        }

        return await db.Set<Submission>().AnyAsync(s => s.MeetingId == meeting && s.Invitee == key && s.ReportState == ReportState.Accepted, cancellationToken)
            ? Refusal.Conflict("report_accepted")
            : await uploads.BeginAsync(caller, meeting, $"{OwnerPrefix}{key}/{caller.AccountId}", input.Name, input.Length, input.Confirmed, cancellationToken);
    }

    public async Task<Outcome<Done>> DecideAsync(Caller caller, MeetingId meeting, string key, ReportDecision decision, CancellationToken cancellationToken)
    {
        var place = await desk.ManageAsync(caller, meeting, cancellationToken);
        if (place.Refusal is { } hidden)
        {
            return hidden;
        }

        if (await db.Set<Submission>().FindAsync([meeting, key], cancellationToken) is not { ReportId: { } report } row)
        {
            return Refusal.NotFound("report_missing");
        }

        var remark = PreparationDesk.Text(decision.Remark, Limits.Text);
        if (!decision.Accepted && remark is null)
        {
            return Refusal.Invalid("remark_missing");
        }

        (row.ReportState, row.Remark, row.DecidedAt) = (decision.Accepted ? ReportState.Accepted : ReportState.Returned, remark, time.GetUtcNow());
        audit.Note(caller, decision.Accepted ? "report.accepted" : "report.returned", report.ToString());
        if (Author(row) is { } author)
        {
            await notifier.TellAsync(
                [new Notice(author, decision.Accepted ? "reportAccepted" : "reportReturned", $"report/{report}/{decision.Accepted}", $"/meetings/{meeting}",
                    new Dictionary<string, string> { ["title"] = place.Value.Plan.Title })],
                cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    public bool Owns(string owner) => owner.StartsWith(OwnerPrefix, StringComparison.Ordinal);

    /// <summary>Those it was handed in for; the rest of the meeting reads what the secretary puts on the agenda.</summary>
    public async Task<bool> MayReadAsync(Caller caller, MeetingId meeting, string owner, CancellationToken cancellationToken) =>
        await desk.SeeAsync(caller, meeting, cancellationToken) is { IsRefused: false, Value: var place }
        && place.Find(KeyOf(owner)) is { } invitee && place.IsMine(invitee);

    public async Task HandleAsync(PaperReceived news, CancellationToken cancellationToken)
    {
        if (!Owns(news.Owner))
        {
            return;
        }

        var row = await RowAsync(news.MeetingId, KeyOf(news.Owner), cancellationToken);
        (row.ReportId, row.ReportName, row.ReportAt, row.ReportState, row.Remark) = (news.DocumentId, news.Name, time.GetUtcNow(), ReportState.Submitted, null);
        row.ByAccountId = AccountId.TryParse(news.Owner[(news.Owner.LastIndexOf('/') + 1)..], out var account) ? account : null;
        await db.SaveChangesAsync(cancellationToken);
    }

    private static string KeyOf(string owner) => owner.Split('/') is [_, var key, _] ? key : "";

    private static Addressee? Author(Submission row) =>
        row.ByPersonId is { } person ? Addressee.Of(person) : row.BySiteId is { } site ? Addressee.Of(site) : row.ByAccountId is { } account ? Addressee.Of(account) : null;

    private async Task<Outcome<Invitee>> MineAsync(Caller caller, MeetingId meeting, string key, CancellationToken cancellationToken)
    {
        var place = await desk.SeeAsync(caller, meeting, cancellationToken);
        if (place.Refusal is { } hidden)
        {
            return hidden;
        }

        return place.Value.Find(key) is not { } invitee ? Refusal.NotFound()
            : place.Value.IsOver ? Refusal.Conflict(place.Value.Plan.Status == MeetingStatus.Closed ? "meeting_closed" : "meeting_cancelled")
            : place.Value.IsMine(invitee) || place.Value.Standing.MayManage ? invitee
            : Refusal.Forbidden();
    }

    private async Task<Submission> RowAsync(MeetingId meeting, string key, CancellationToken cancellationToken)
    {
        var row = await db.Set<Submission>().FindAsync([meeting, key], cancellationToken);
        if (row is null)
        {
            db.Add(row = new Submission { MeetingId = meeting, Invitee = key });
        }

        return row;
    }
}
