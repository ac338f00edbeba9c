using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <summary>Tells invitees of every change of the plan as soon as it is saved. News lost in a crash is made up for by the job.</summary>
internal sealed class FollowMeetings(Dispatch dispatch, IMeetings meetings, MeetingsDbContext db, TimeProvider time) : IHandle<MeetingChanged>, IHandle<MeetingDeleted>
{
    public async Task HandleAsync(MeetingChanged news, CancellationToken cancellationToken)
    {
        if (await meetings.FindAsync(news.MeetingId, cancellationToken) is { } plan)
        {
            var expires = plan.Status == MeetingStatus.Cancelled ? time.GetUtcNow() : Invitation.ExpiryOf(plan);
            await db.Set<Invitation>().Where(i => i.MeetingId == news.MeetingId)
                .ExecuteUpdateAsync(set => set.SetProperty(i => i.ExpiresAt, expires), cancellationToken);
        }

        await dispatch.BringUpToDateAsync(news.MeetingId, cancellationToken);
    }

    public Task HandleAsync(MeetingDeleted news, CancellationToken cancellationToken) =>
        db.Set<Invitation>().Where(i => i.MeetingId == news.MeetingId).ExecuteDeleteAsync(cancellationToken);
}
