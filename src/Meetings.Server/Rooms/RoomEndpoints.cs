using System.Security.Cryptography;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Rooms.Live;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>What of the live meeting comes by HTTP: the snapshot, the attendance, and the device check.</summary>
internal static class RoomEndpoints
{
    private const int LinkTestBytes = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/meetings/{id}/room", SnapshotAsync).WithName("RoomSnapshot").WithAccess(AccessRule.Invited);
        routes.MapGet("/api/meetings/{id}/attendance", AttendanceAsync).WithName("Attendance").WithAccess(AccessRule.Invited);
        routes.MapGet("/api/media", Media).WithName("Media").WithAccess(AccessRule.Invited);
        MediaHealth.Map(routes);
        routes.MapGet("/api/linktest", Download).WithName("LinkTestDown").WithAccess(AccessRule.Invited);
        routes.MapPost("/api/linktest", UploadAsync).WithName("LinkTestUp").WithAccess(AccessRule.Invited);
        StillEndpoints.Map(routes);
    }

    private static async Task<IResult> SnapshotAsync(
        string id, int? conn, Caller caller, IMeetings meetings, IGrainFactory grains, LiveRooms rooms, CancellationToken cancellationToken)
    {
        if (!MeetingId.TryParse(id, out var meeting) || await meetings.FindAsync(meeting, cancellationToken) is not { } plan)
        {
            return Refusal.NotFound().ToResult();
        }

        var standing = await meetings.StandingAsync(caller, meeting, cancellationToken);
        var view = await grains.GetGrain<IRoomGrain>(meeting.Value).LookAsync();
        var mine = view.State.Here.Where(c => c.Arrival.Account == caller.AccountId).ToList();
        var you = mine.Where(c => c.IsIn).OrderByDescending(c => c.Conn == conn).ThenByDescending(c => c.Conn).FirstOrDefault();
        if (you is null)
        {
            // Whoever was sent out or waits at the door sees nothing, whatever role the plan gives.
            if (mine.Count > 0 || view.State.Expelled.Contains(caller.AccountId))
            {
                return Refusal.Forbidden("in_lobby").ToResult();
            }

            if (standing is not ({ IsInvited: true } or { MayManage: true }))
            {
                return (standing is null ? Refusal.NotFound() : Refusal.Forbidden("in_lobby")).ToResult();
            }
        }

        var media = rooms.Of(meeting).Media;
        return new PackedJson<RoomSnapshot>(RoomSnapshot.Of(meeting, view, you?.Conn ?? 0, media.SourcesOf, Withheld.From(standing, plan)));
    }

    private static async Task<IResult> AttendanceAsync(
        string id, Caller caller, IMeetings meetings, IRoomRecords records, CancellationToken cancellationToken)
    {
        if (!MeetingId.TryParse(id, out var meeting)
            || await meetings.StandingAsync(caller, meeting, cancellationToken) is not ({ IsInvited: true } or { MayManage: true }))
        {
            return Refusal.NotFound().ToResult();
        }

        var record = await records.ReadAsync(meeting, cancellationToken);
        return TypedResults.Ok(new AttendanceView([.. (record?.Attendees ?? []).Select(a => new AttendancePerson(
            a.Seat, a.Name, a.Position, a.UnitName, a.Role,
            [.. a.Intervals.Select(i => new AttendanceInterval(i.From, i.To, a.SiteLabel ?? "device", i.LostLine))]))]));
    }

    private static MediaView Media(MediaHost host, MeetingsSettings settings, Caller caller, TimeProvider time) => new(
        host.Server.LocalEndPoint.Port,
        [.. host.Announced.Select(address => address.ToString())],
        host.Server.TcpCandidates.Count > 0 ? host.Server.TcpCandidates[0].Port : null,
        IceServers.For(settings.Media, caller.AccountId.ToString(), time.GetUtcNow()));

    /// <summary>Random bytes, so that nothing on the way compresses them.</summary>
    private static IResult Download(int? bytes) => bytes is > 0 and <= LinkTestBytes
        ? TypedResults.Bytes(RandomNumberGenerator.GetBytes(bytes.Value), "application/octet-stream")
        : Refusal.Invalid("bytes_out_of_range", ("max", $"{LinkTestBytes}")).ToResult();

    private static async Task<IResult> UploadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        var total = 0;
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            total += read;
            if (total > LinkTestBytes)
            {
                return new Refusal("bytes_out_of_range", RefusalKind.TooLarge, new Dictionary<string, string> { ["max"] = $"{LinkTestBytes}" })
                    .ToResult();
            }
        }

        return TypedResults.Ok(new LinkTestView(total));
    }
}

[WireContract]
internal sealed record MediaView(int UdpPort, IReadOnlyList<string> Announced, int? TcpPort, IReadOnlyList<IceServerView> IceServers);

[WireContract]
internal sealed record LinkTestView(int Received);

[WireContract]
internal sealed record AttendanceView(IReadOnlyList<AttendancePerson> People);

[WireContract]
internal sealed record AttendancePerson(
    int Seat, string Name, string? Position, string? UnitName, string Role, IReadOnlyList<AttendanceInterval> Intervals);

/// <param name="Via">Name of the site that carried the person, else "device".</param>
[WireContract]
internal sealed record AttendanceInterval(DateTimeOffset From, DateTimeOffset? To, string Via, bool LostLine);
