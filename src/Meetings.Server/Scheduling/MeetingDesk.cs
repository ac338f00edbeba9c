using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

/// <summary>Reads meetings for a caller: what is not to be seen is not found, so that ids tell nothing.</summary>
internal sealed class MeetingDesk(MeetingsDbContext db, Attachments attachments, IMeetingGuestLinks guestLinks)
{
    /// <summary>The meeting and what the caller is in it; null when unknown or hidden.</summary>
    public async Task<(Meeting Meeting, Standing Standing)?> SeeAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        var meeting = await LoadAsync(id, cancellationToken);
        if (meeting is null || await StandingAsync(caller, MeetingFacts.Of(meeting), cancellationToken) is not { } standing)
        {
            return null;
        }

        return (meeting, standing);
    }

    /// <summary>The meeting if the caller may manage it; else "not found" (hidden) or "forbidden" (seen only).</summary>
    public async Task<Outcome<Meeting>> ManageAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await SeeAsync(caller, id, cancellationToken) is not { } seen)
        {
            return Refusal.NotFound();
        }

        return seen.Standing.MayManage ? seen.Meeting : Refusal.Forbidden();
    }

    public async Task<Standing?> StandingAsync(Caller caller, MeetingFacts meeting, CancellationToken cancellationToken)
    {
        if (caller.Guest is { } pass
            && (pass.MeetingId != meeting.Id || !await guestLinks.IsLiveAsync(meeting.Id, pass.LinkId, cancellationToken)))
        {
            return null;
        }

        return (await attachments.OnAsync(caller, meeting.LocalStart, cancellationToken)).StandingIn(meeting);
    }

    public Task<Meeting?> LoadAsync(MeetingId id, CancellationToken cancellationToken) =>
        db.Set<Meeting>().Include(m => m.Agenda.OrderBy(i => i.Number)).Include(m => m.Invitees).AsSplitQuery()
            .FirstOrDefaultAsync(m => m.Id == id, cancellationToken);
}
