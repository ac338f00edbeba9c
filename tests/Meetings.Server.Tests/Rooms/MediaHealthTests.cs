using System.Net;
using System.Text.Json.Nodes;
using Meetings.Media.Engine;
using Meetings.Server.Rooms.Live;

namespace Meetings.Server.Tests.Rooms;

public sealed class MediaHealthTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Fact]
    public async Task A_stranger_learns_that_media_flows_and_nothing_else()
    {
        using var answer = await app.Anonymous().GetAsync("/health/media");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var view = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
        Assert.Equal("ok", (string?)view["status"]);
        Assert.Null(view["figures"]);
    }

    [Fact]
    public async Task A_delegate_learns_no_more_and_an_administrator_the_figures()
    {
        var commune = await app.SignedInAsync("tinh.chutich");
        Assert.Null(JsonNode.Parse(await commune.GetStringAsync("/health/media"))!["figures"]);

        var administrator = await app.SignedInAsync("quantri");
        var figures = JsonNode.Parse(await administrator.GetStringAsync("/health/media"))!["figures"]!;
        Assert.True((long)figures["packetsForwarded"]! >= 0);
        Assert.NotEmpty(figures["threads"]!.AsArray());
        Assert.NotNull(figures["drops"]);
    }

    [Theory]
    [InlineData(0.5, MediaState.Ok)]
    [InlineData(6, MediaState.Stuck)]
    public void A_thread_that_stays_away_is_told(double seconds, object expected) =>
        Assert.Equal(expected, MediaHealth.StateOf(Reading(TimeSpan.FromSeconds(seconds))));

    [Fact]
    public void An_engine_that_is_not_there_is_down() => Assert.Equal(MediaState.Down, MediaHealth.StateOf(null));

    private static MediaServerStatistics Reading(TimeSpan sinceLastTurn) => new()
    {
        Rooms = 0,
        Peers = 0,
        Connections = 0,
        ValidatedAddresses = 0,
        DatagramsReceived = 0,
        BytesReceived = 0,
        PacketsForwarded = 0,
        PacketsResent = 0,
        DatagramsSent = 0,
        BytesSent = 0,
        SendsRefused = 0,
        DtlsThreads = 0,
        HandshakesCompleted = 0,
        HandshakesFailed = 0,
        Faults = 0,
        Drops = new Dictionary<Meetings.Media.Primitives.DropReason, long>(),
        Threads = [new MediaThreadStatistics(0, 0, null, 1, 1, 1, 1, 1, 1, sinceLastTurn)],
    };
}
