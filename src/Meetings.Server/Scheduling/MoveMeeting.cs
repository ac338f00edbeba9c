using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

[WireContract]
internal sealed record MeetingMoved(MeetingStatus Status);

[WireContract]
internal sealed record CancelInput(string? Reason);

/// <summary>Publishing a draft, cancelling with a reason, deleting a draft.</summary>
internal sealed class MoveMeeting(MeetingsDbContext db, MeetingDesk desk, INews news, TimeProvider time)
{
    public async Task<Outcome<MeetingMoved>> ScheduleAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
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

        return await SaveAsync(meeting, MeetingStatus.Scheduled, cancellationToken);
    }

    public async Task<Outcome<MeetingMoved>> CancelAsync(Caller caller, MeetingId id, string? reason, CancellationToken cancellationToken)
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

        found.Value.CancelReason = clean;
        return await SaveAsync(found.Value, MeetingStatus.Cancelled, cancellationToken);
    }

    public async Task<Outcome<Done>> DeleteAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
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

        db.Remove(found.Value);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        await news.TellAsync(new MeetingDeleted(id), cancellationToken);
        return Done.Instance;
    }

    private async Task<Outcome<MeetingMoved>> SaveAsync(Meeting meeting, MeetingStatus to, CancellationToken cancellationToken)
    {
        meeting.Status = to;
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        await news.TellAsync(new MeetingChanged(meeting.Id, to), cancellationToken);
        return new MeetingMoved(to);
    }
}
