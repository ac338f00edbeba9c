using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Series;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

/// <param name="Others">Other meetings of the series that went with it.</param>
[WireContract]
internal sealed record MeetingMoved(MeetingStatus Status, int Others = 0);

[WireContract]
internal sealed record CancelInput(string? Reason);

/// <summary>Publishing a draft, cancelling with a reason, deleting a draft; of a series, as many of its meetings as are meant.</summary>
internal sealed class MoveMeeting(MeetingsDbContext db, MeetingDesk desk, SeriesDesk series, INews news, TimeProvider time)
{
    public async Task<Outcome<MeetingMoved>> ScheduleAsync(Caller caller, MeetingId id, SeriesScope scope, CancellationToken cancellationToken)
    {
        var found = await desk.ManageAsync(caller, id, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        var meeting = found.Value;
        if (StatusMachine.Refuse(meeting.Status, MeetingStatus.Scheduled) is { } wrong)
        {
            return wrong;
        }

        if (meeting.ChairId is null)
        {
            return Refusal.Conflict("chair_missing");
        }

        if (meeting.End <= time.GetUtcNow())
        {
            return Refusal.Conflict("meeting_in_past");
        }

        var others = await series.OthersAsync(caller, meeting, scope, meeting.LocalStart, cancellationToken);
        List<Meeting> ready = [meeting, .. others.Where(m => m.Status == MeetingStatus.Draft && m.ChairId is not null)];
        ready.ForEach(m => m.Status = MeetingStatus.Scheduled);
        return await SaveAsync(ready, [], MeetingStatus.Scheduled, cancellationToken);
    }

    public async Task<Outcome<MeetingMoved>> CancelAsync(
        Caller caller, MeetingId id, string? reason, SeriesScope scope, CancellationToken cancellationToken)
    {
        var found = await desk.ManageAsync(caller, id, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        if (StatusMachine.Refuse(found.Value.Status, MeetingStatus.Cancelled) is { } wrong)
        {
            return wrong;
        }

        if (MeetingRules.CleanTitle(reason) is not { } clean)
        {
            return Refusal.Invalid("cancel_reason_missing");
        }

        if (clean.Length > MeetingRules.NotesLength)
        {
            return Refusal.Invalid("text_too_long", ("max", $"{MeetingRules.NotesLength}"));
        }

        // Nobody knows of the drafts among them yet, so they simply go.
        var others = await series.OthersAsync(caller, found.Value, scope, found.Value.LocalStart, cancellationToken);
        List<Meeting> off = [found.Value, .. others.Where(m => m.Status == MeetingStatus.Scheduled)];
        foreach (var meeting in off)
        {
            (meeting.CancelReason, meeting.Status) = (clean, MeetingStatus.Cancelled);
        }

        return await SaveAsync(off, [.. others.Except(off)], MeetingStatus.Cancelled, cancellationToken);
    }

    public async Task<Outcome<Done>> DeleteAsync(Caller caller, MeetingId id, SeriesScope scope, CancellationToken cancellationToken)
    {
        var found = await desk.ManageAsync(caller, id, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        if (found.Value.Status != MeetingStatus.Draft)
        {
            return Refusal.Conflict("only_drafts_deleted");
        }

        var others = await series.OthersAsync(caller, found.Value, scope, found.Value.LocalStart, cancellationToken);
        var saved = await SaveAsync([], [found.Value, .. others.Where(m => m.Status == MeetingStatus.Draft)], MeetingStatus.Draft, cancellationToken);
        return saved.Refusal is { } conflict ? conflict : Done.Instance;
    }

    private async Task<Outcome<MeetingMoved>> SaveAsync(
        List<Meeting> moved, List<Meeting> deleted, MeetingStatus to, CancellationToken cancellationToken)
    {
        db.RemoveRange(deleted);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        foreach (var meeting in moved)
        {
            await news.TellAsync(new MeetingChanged(meeting.Id, to), cancellationToken);
        }

        foreach (var meeting in deleted)
        {
            await news.TellAsync(new MeetingDeleted(meeting.Id), cancellationToken);
        }

        return new MeetingMoved(to, moved.Count + deleted.Count - 1);
    }
}
