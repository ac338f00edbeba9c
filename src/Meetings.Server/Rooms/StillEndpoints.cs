using System.Globalization;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Live;

namespace Meetings.Server.Rooms;

/// <summary>Stills of a shared screen or of the speaker go up and down by HTTP: they are too large for a hub message.</summary>
internal static class StillEndpoints
{
    private const string Path = "/api/meetings/{id}/stills/{conn}/{source}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Path, PutAsync).WithName("PutStill").WithAccess(AccessRule.Invited);
        routes.MapGet(Path, Get).WithName("GetStill").WithAccess(AccessRule.Invited);
    }

    private static async Task<IResult> PutAsync(
        string id, string conn, string source, HttpRequest request, Caller caller, LiveRooms rooms, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!TryFind(id, conn, source, rooms, out var room, out var number, out var isScreen) || room.State.Find(number) is not { IsIn: true } mine
            || mine.Arrival.Account != caller.AccountId)
        {
            return Refusal.NotFound().ToResult();
        }

        var bytes = new byte[RoomStills.MostBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        var put = room.Stills.Put(number, isScreen, bytes[..length], time.GetUtcNow());
        return put.Match(still => TypedResults.Ok(new StillView(still.Number)), refusal => refusal.ToResult());
    }

    private static IResult Get(string id, string conn, string source, int? viewer, HttpResponse response, Caller caller, LiveRooms rooms)
    {
        if (!TryFind(id, conn, source, rooms, out var room, out var number, out var isScreen) || viewer is not { } own
            || room.State.Find(own) is not { IsIn: true } mine || mine.Arrival.Account != caller.AccountId
            || room.Stills.Find(number, isScreen, own) is not { } still)
        {
            return Refusal.NotFound().ToResult();
        }

        // Each number is one picture for ever; who leaves the room leaves none behind in a shared cache.
        response.Headers.CacheControl = "private, max-age=300, immutable";
        response.Headers.ContentSecurityPolicy = "default-src 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        return new PacedBytes(still.Bytes, still.ContentType, room.Lines.EstimateOf(own));
    }

    private static bool TryFind(
        string id, string conn, string source, LiveRooms rooms, out LiveRoom room, out int number, out bool isScreen)
    {
        (number, isScreen) = (0, source == "screen");
        room = MeetingId.TryParse(id, out var meeting) ? rooms.Find(meeting)! : null!;
        return room is not null && (isScreen || source == "camera") && int.TryParse(conn, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}

[WireContract]
internal sealed record StillView(int Number);
