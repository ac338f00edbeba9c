using Meetings.Server.Accounts.Contracts;
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
            room.End(news.AccountId, "signedOut");
        }

        return Task.CompletedTask;
    }
}

/// <summary>A running room reads an edited plan again.</summary>
internal sealed class FollowPlan(LiveRooms rooms, IGrainFactory grains) : IHandle<MeetingChanged>
{
    public Task HandleAsync(MeetingChanged news, CancellationToken cancellationToken) =>
        rooms.Find(news.MeetingId) is null ? Task.CompletedTask : grains.GetGrain<IRoomGrain>(news.MeetingId.Value).ReadPlanAsync();
}
