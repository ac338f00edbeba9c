using System.Security.Claims;
using Meetings.Media.Engine;
using Meetings.Media.Primitives;
using Meetings.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meetings.Server.Rooms.Live;

/// <summary>Whether media flows: the state for anybody who watches the server, figures for administrators.</summary>
internal static class MediaHealth
{
    /// <summary>An idle media thread turns twice a second.</summary>
    private static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/health/media", Read).WithName("MediaHealth").WithAccess(AccessRule.Anonymous);

    public static MediaState StateOf(MediaServerStatistics? media) => media switch
    {
        null => MediaState.Down,
        _ when media.Threads.Any(static t => t.SinceLastTurn > StuckAfter) => MediaState.Stuck,
        _ => MediaState.Ok,
    };

    // How busy a server is tells a stranger when to strike, so it is not for everybody.
    private static JsonHttpResult<MediaHealthView> Read(MediaHost host, ClaimsPrincipal user)
    {
        var media = host.IsStarted ? host.Server.Statistics : null;
        var state = StateOf(media);
        var isAdministrator = user.HasClaim(static claim => claim.Type == SessionClaims.Administrator);
        return TypedResults.Json(
            new MediaHealthView(state, isAdministrator && media is not null ? MediaFigures.Of(media) : null),
            statusCode: state == MediaState.Ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

internal enum MediaState
{
    Ok,

    /// <summary>A media thread has not turned for seconds: a bug, restart the server.</summary>
    Stuck,

    /// <summary>The engine is not started, or stopped.</summary>
    Down,
}

/// <param name="Figures">For administrators only.</param>
internal sealed record MediaHealthView(MediaState Status, MediaFigures? Figures);

/// <summary>Since the server's start.</summary>
internal sealed record MediaFigures(
    int Rooms, int Peers, long PacketsForwarded, long PacketsResent, long DatagramsReceived, long DatagramsSent, long SendsRefused,
    long HandshakesCompleted, long HandshakesFailed, long Faults, IReadOnlyDictionary<string, long> Drops, IReadOnlyList<MediaThreadFigures> Threads)
{
    public static MediaFigures Of(MediaServerStatistics media) => new(
        media.Rooms, media.Peers, media.PacketsForwarded, media.PacketsResent, media.DatagramsReceived, media.DatagramsSent, media.SendsRefused,
        media.HandshakesCompleted, media.HandshakesFailed, media.Faults,
        media.Drops.Where(static d => d.Key != DropReason.None).ToDictionary(static d => d.Key.ToString(), static d => d.Value),
        [.. media.Threads.Select(static t => new MediaThreadFigures(
            t.Number, t.Rooms, t.CpuTime?.TotalSeconds, Ratio(t.DatagramsReceived, t.Receives), Ratio(t.DatagramsSent, t.MessagesSent), Ratio(t.MessagesSent, t.SendCalls), t.Shedding))]);

    private static double Ratio(long many, long few) => few == 0 ? 0 : Math.Round((double)many / few, 2);
}

/// <param name="CpuSeconds">Null where the system does not tell.</param>
/// <param name="DatagramsPerReceive">The batch taken in at once.</param>
/// <param name="DatagramsPerMessage">More than one: segmented sending works.</param>
/// <param name="MessagesPerCall">The batch sent at once.</param>
/// <param name="Shedding">What is left out of pictures because the thread is too busy: 0 nothing, 3 most.</param>
internal sealed record MediaThreadFigures(
    int Number, int Rooms, double? CpuSeconds, double DatagramsPerReceive, double DatagramsPerMessage, double MessagesPerCall, int Shedding);
