using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms.Live;

/// <summary>Signed out everywhere means out of the meetings, too.</summary>
internal sealed class EndSignedOut(LiveRooms rooms) : IHandle<SignedOutEverywhere>
{
    public Task HandleAsync(SignedOutEverywhere news, CancellationToken cancellationToken)
    {
        foreach (var room in rooms.All)
        {
            room.SendAway(account => account == news.AccountId, "signedOut");
        }

        return Task.CompletedTask;
    }
}

/// <summary>A guest link was revoked: the pass ends at the next request, and the live connection now.</summary>
internal sealed class EndRevoked(LiveRooms rooms) : IHandle<GuestLinkRevoked>
{
    public Task HandleAsync(GuestLinkRevoked news, CancellationToken cancellationToken)
    {
        rooms.Find(news.MeetingId)?.SendAwayGuests(news.LinkId);
        return Task.CompletedTask;
    }
}

/// <summary>A running room reads an edited plan again; one that is cancelled is left by all.</summary>
internal sealed class FollowPlan(LiveRooms rooms, IGrainFactory grains) : IHandle<MeetingChanged>
{
    public async Task HandleAsync(MeetingChanged news, CancellationToken cancellationToken)
    {
        if (rooms.Find(news.MeetingId) is not { } room)
        {
            return;
        }

        await grains.GetGrain<IRoomGrain>(news.MeetingId.Value).ReadPlanAsync();
        if (news.Status == MeetingStatus.Cancelled)
        {
            room.SendAway(_ => true, "closed");
        }
    }
}
