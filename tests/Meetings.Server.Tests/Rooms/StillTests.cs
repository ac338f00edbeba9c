using System.Net;
using System.Net.Http.Headers;
using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Live;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Rooms;

public sealed class StillTests
{
    private static readonly MeetingId Now = DemoMeetings.MeetingOf("now");
    private static readonly DateTimeOffset At = new(2026, 11, 23, 1, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Picture = [.. "RIFF\0\0\0\0WEBPVP8 "u8, .. new byte[500]];
    private readonly List<(int? Conn, string Kind, object?[] Args)> _told = [];
    private readonly RoomStills _stills;

    public StillTests() => _stills = new RoomStills((conn, kind, args) => _told.Add((conn, kind, args)));

    [Fact]
    public void A_publisher_is_asked_for_stills_only_while_somebody_wants_them()
    {
        Assert.Equal("still_unwanted", _stills.Put(1, true, Picture, At).Refusal?.Code);
        Want(2);
        Assert.Equal([1], _told.Where(t => t.Kind == "stillWanted").Select(t => t.Conn!.Value));
        Want(2, 3);
        Assert.Single(_told);
        _stills.Follow(new Dictionary<(int, bool), IReadOnlyCollection<int>>());
        Assert.Equal(0, _told[^1].Args[1]);
        Assert.Null(_stills.Find(1, true, 2));
    }

    [Fact]
    public void A_still_is_told_to_those_who_want_it_and_to_nobody_else()
    {
        Want(2, 3);
        Assert.Null(_stills.Put(1, true, Picture, At).Refusal);
        Assert.Equal([2, 3], _told.Where(t => t.Kind == "still").Select(t => t.Conn!.Value));
        Assert.NotNull(_stills.Find(1, true, 2));
        Assert.Null(_stills.Find(1, true, 4));
        Assert.Null(_stills.Find(1, false, 2));
        Want(2, 3, 4);
        Assert.Equal(4, _told[^1].Conn);
        Assert.Equal("still", _told[^1].Kind);
    }

    [Theory]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "still_format")]
    [InlineData("<script>alert(1)</script>............", "still_format")]
    [InlineData("", "still_format")]
    public void Only_pictures_are_taken_whatever_the_sender_calls_them(string text, string code)
    {
        Want(2);
        Assert.Equal(code, _stills.Put(1, true, System.Text.Encoding.UTF8.GetBytes(text), At).Refusal?.Code);
    }

    [Fact]
    public void Large_and_hasty_stills_are_refused()
    {
        Want(2);
        Assert.Equal("still_too_large", _stills.Put(1, true, [.. Picture, .. new byte[RoomStills.MostBytes]], At).Refusal?.Code);
        Assert.Null(_stills.Put(1, true, Picture, At).Refusal);
        Assert.Equal("too_many_requests", _stills.Put(1, true, Picture, At.AddMilliseconds(500)).Refusal?.Code);
        Assert.Null(_stills.Put(1, true, Picture, At.AddSeconds(2)).Refusal);
    }

    [Fact]
    public async Task By_HTTP_only_the_owner_of_the_connection_puts_and_only_who_was_told_gets()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        await using var commune = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), Now);
        await using var waiting = await RoomClient.EnterAsync(app, await app.SignedInAsync("sokhdt.giamdoc"), Now);
        var room = app.Services.GetRequiredService<LiveRooms>().Find(Now)!;
        room.Stills.Follow(Wants(chair.Conn, commune.Conn));
        await chair.UntilAsync(() => chair.News.Contains("stillWanted [\"screen\",4]"), "the wish for stills");

        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(commune, chair.Conn));
        Assert.Equal(HttpStatusCode.NotFound, await PutAsync(waiting, waiting.Conn));
        Assert.Equal(HttpStatusCode.OK, await PutAsync(chair, chair.Conn));
        await commune.UntilAsync(() => commune.News.Exists(n => n.StartsWith($"still [{chair.Conn},\"screen\",1,", StringComparison.Ordinal)), "news of the still");

        using var got = await GetAsync(commune, chair.Conn, commune.Conn);
        Assert.Equal(("image/webp", Picture.Length), (got.Content.Headers.ContentType?.MediaType, (await got.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal("nosniff", got.Headers.GetValues("X-Content-Type-Options").Single());
        foreach (var refused in (HttpResponseMessage[])[await GetAsync(waiting, chair.Conn, waiting.Conn), await GetAsync(waiting, chair.Conn, commune.Conn), await GetAsync(chair, chair.Conn, chair.Conn)])
        {
            Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        }
    }

    private static Dictionary<(int, bool), IReadOnlyCollection<int>> Wants(int conn, params int[] viewers) => new() { [(conn, true)] = viewers };

    private static async Task<HttpStatusCode> PutAsync(RoomClient client, int conn)
    {
        using var body = new ByteArrayContent(Picture);
        body.Headers.ContentType = new MediaTypeHeaderValue("image/webp");
        using var answer = await client.Http.PostAsync(new Uri($"/api/meetings/{Now}/stills/{conn}/screen", UriKind.Relative), body);
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> GetAsync(RoomClient client, int conn, int viewer) =>
        client.Http.GetAsync(new Uri($"/api/meetings/{Now}/stills/{conn}/screen?viewer={viewer}&n=1", UriKind.Relative));

    private void Want(params int[] viewers) => _stills.Follow(Wants(1, viewers));
}
