using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Demo.Attend;

/// <param name="Count">1-12 simulated sites.</param>
[WireContract]
internal sealed record DemoAttendInput(MeetingId MeetingId, int Count);

/// <summary>Invites simulated sites into a meeting and sends them away again. Not there outside demo mode.</summary>
internal static class AttendEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/demo/attend", SeatAsync).WithName("SeatSimulatedSites").WithAccess(AccessRule.SignedIn);
        routes.MapDelete("/api/demo/attend", LeaveAsync).WithName("DismissSimulatedSites").WithAccess(AccessRule.SignedIn);
    }

    private static async Task<IResult> SeatAsync(
        DemoAttendInput input, Caller caller, MeetingsSettings settings, IMeetings meetings, SimulatedSites sites, CancellationToken cancellationToken)
    {
        if (settings.Demo != true || await meetings.StandingAsync(caller, input.MeetingId, cancellationToken) is null)
        {
            return Refusal.NotFound().ToResult();
        }

        return input.Count is < 1 or > SimulatedSites.Most
            ? Refusal.Invalid("demo_attend_full", ("max", $"{SimulatedSites.Most}")).ToResult()
            : (await sites.SeatAsync(input.MeetingId, input.Count)).ToResult();
    }

    private static async Task<IResult> LeaveAsync(
        MeetingId meetingId, Caller caller, MeetingsSettings settings, IMeetings meetings, SimulatedSites sites, CancellationToken cancellationToken)
    {
        if (settings.Demo != true || await meetings.StandingAsync(caller, meetingId, cancellationToken) is null)
        {
            return Refusal.NotFound().ToResult();
        }

        await sites.LeaveAsync(meetingId);
        return TypedResults.NoContent();
    }
}
