using System.IO.Compression;
using System.Text.Json.Nodes;
using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace Meetings.Server.Tests.Rooms;

public sealed class LiveMeetingTests
{
    private static readonly MeetingId Now = DemoMeetings.MeetingOf("now");

    [Fact]
    public async Task Invited_people_enter_and_hear_of_each_other()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        Assert.Equal(("in", 1), (chair.State, chair.Conn));
        await using var commune = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), Now);
        await chair.UntilAsync(() => chair.Events.Exists(e => e.Text.StartsWith("seated [2,2,")), "the commune's seat");
        Assert.Equal("ok", await chair.TryAsync("Begin"));
        await commune.HeardAsync("begun []");
        Assert.Equal("ok", await commune.TryAsync("Hand", true));
        await chair.HeardAsync("hand [2,1]");
        Assert.Equal("only_chair_or_secretary", await commune.TryAsync("GiveFloor", 2, null));
        Assert.Equal("ok", await chair.TryAsync("GiveFloor", 2, null));
        await commune.HeardAsync("floor [2,2]");
        var snapshot = await commune.SnapshotAsync();
        Assert.Equal("inSession", (string?)snapshot["status"]);
        Assert.Equal(2, (int)snapshot["floor"]![0]!);
    }

    [Fact]
    public async Task Who_is_not_invited_waits_in_the_lobby_hears_nothing_and_enters_when_admitted()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        await using var stranger = await RoomClient.EnterAsync(app, await app.SignedInAsync("sokhdt.giamdoc"), Now);
        Assert.Equal("lobby", stranger.State);
        Assert.Equal("ok", await chair.TryAsync("Chat", "c1", "Mời các đồng chí"));
        Assert.Equal("in_lobby", await stranger.TryAsync("Chat", "c1", "Có ai không?"));
        Assert.Equal("in_lobby", await stranger.TryAsync("Negotiate", "AAAA"));
        Assert.Equal("in_lobby", await stranger.TryAsync("Since", 0));
        Assert.StartsWith("40", await (await stranger.Http.GetAsync($"/api/meetings/{Now}/room")).OutcomeAsync());

        Assert.Equal("ok", await chair.TryAsync("Admit", stranger.Conn));
        await stranger.HeardAsync("admitted [2]");
        Assert.StartsWith("admitted", Assert.Single(stranger.Events, e => !e.Text.StartsWith("seated")).Text);
        Assert.Equal("ok", await stranger.TryAsync("Chat", "c2", "Cảm ơn"));
        Assert.Equal(2, (await stranger.SnapshotAsync())["chat"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_removed_participant_is_cut_off_at_once_and_comes_back_only_to_the_lobby()
    {
        await using var app = await MeetingsApp.StartAsync();
        var browser = await app.SignedInAsync("mydong.chutich");
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        await using var first = await RoomClient.EnterAsync(app, browser, Now, "máy bàn");
        await using var second = await RoomClient.EnterAsync(app, browser, Now, "điện thoại");
        Assert.Equal("ok", await chair.TryAsync("Remove", first.Conn));
        await first.UntilAsync(() => first.Ends.Contains("removed"), "the end of the first device");
        await second.UntilAsync(() => second.Ends.Contains("removed"), "the end of the second device");
        Assert.Equal("not_entered", await first.TryAsync("Chat", "c1", "Sao lại mời tôi ra?"));
        Assert.Equal("403 in_lobby", await (await browser.GetAsync($"/api/meetings/{Now}/room")).OutcomeAsync());

        await using var again = await RoomClient.EnterAsync(app, browser, Now, resume: first.Resume);
        Assert.Equal("lobby", again.State);
        Assert.Equal("cannot_remove_chair", await (await SecretaryAsync(app)).TryAsync("Remove", chair.Conn));
    }

    [Fact]
    public async Task A_lost_line_keeps_the_seat_and_the_floor_and_coming_back_brings_what_was_missed()
    {
        await using var app = await MeetingsApp.StartAsync();
        var browser = await app.SignedInAsync("mydong.chutich");
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        var commune = await RoomClient.EnterAsync(app, browser, Now);
        await chair.TryAsync("GiveFloor", commune.Conn, null);
        await commune.HeardAsync("floor [2,2]");
        var known = commune.Events[^1].Number;

        await commune.DisposeAsync();
        await DropAsync(app, chair, "dropped [2]");
        Assert.Equal("dropped", (string?)(await chair.SnapshotAsync())["connections"]![1]![5]);
        Assert.Equal("ok", await chair.TryAsync("Chat", "c1", "Đồng chí Mỹ Đông mất kết nối"));

        app.Clock.Advance(TimeSpan.FromSeconds(10));
        await using var back = await RoomClient.EnterAsync(app, browser, Now, resume: commune.Resume, since: known);
        Assert.Equal((commune.Conn, commune.Resume), (back.Conn, back.Resume));
        await back.HeardAsync("returned [2]");
        Assert.Equal(["dropped [2]", "chat [1,1,\"Đồng chí Mỹ Đông mất kết nối\",\"c1\"]", "returned [2]"], back.Events.Select(e => e.Text));
        Assert.Equal(2, (int)(await back.SnapshotAsync())["floor"]![0]!);
    }

    [Fact]
    public async Task The_floor_of_a_lost_speaker_is_free_after_the_grace()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        var commune = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), Now);
        await chair.TryAsync("GiveFloor", commune.Conn, null);
        await commune.DisposeAsync();
        await DropAsync(app, chair, "dropped [2]");
        app.Clock.Advance(TimeSpan.FromSeconds(31));
        await chair.HeardAsync("floor [null,null]");
    }

    [Fact]
    public async Task A_second_socket_of_the_same_device_replaces_the_first()
    {
        await using var app = await MeetingsApp.StartAsync();
        var browser = await app.SignedInAsync("huyen.chutich");
        await using var first = await RoomClient.EnterAsync(app, browser, Now);
        await using var second = await RoomClient.EnterAsync(app, browser, Now, resume: first.Resume);
        Assert.Equal(first.Conn, second.Conn);
        await first.UntilAsync(() => first.Ends.Contains("replaced"), "the end of the first socket");
        Assert.Equal("ok", await second.TryAsync("Hand", true));
    }

    [Fact]
    public async Task An_Enter_repeated_because_its_answer_got_lost_is_the_same_place()
    {
        await using var app = await MeetingsApp.StartAsync();
        var browser = await app.SignedInAsync("mydong.chutich");
        var own = new string('s', 32);
        await using var first = await RoomClient.EnterAsync(app, browser, Now, resume: own, attempt: 1);
        await using var second = await RoomClient.EnterAsync(app, browser, Now, resume: own, attempt: 2);
        Assert.Equal((first.Conn, own), (second.Conn, second.Resume));
        Assert.Single((await second.SnapshotAsync())["connections"]!.AsArray());
        Assert.Equal("ok", await second.TryAsync("Hand", true));

        await using var guessable = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now, resume: "ngắn");
        Assert.Equal(64, guessable.Resume.Length);
    }

    [Fact]
    public async Task An_Enter_that_a_later_one_has_overtaken_changes_nothing()
    {
        await using var app = await MeetingsApp.StartAsync();
        var browser = await app.SignedInAsync("mydong.chutich");
        var own = new string('s', 32);
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        await using var later = await RoomClient.EnterAsync(app, browser, Now, resume: own, attempt: 2);
        await Assert.ThrowsAsync<HubException>(() => RoomClient.EnterAsync(app, browser, Now, resume: own, attempt: 1));
        Assert.Equal("ok", await later.TryAsync("Hand", true));
        Assert.Empty(later.Ends);

        Assert.Equal("ok", await later.TryAsync("Leave"));
        await chair.HeardAsync("left [2]");
        await Assert.ThrowsAsync<HubException>(() => RoomClient.EnterAsync(app, browser, Now, resume: own, attempt: 1));
        Assert.Single((await chair.SnapshotAsync())["connections"]!.AsArray());
    }

    [Fact]
    public async Task The_secret_of_another_account_takes_nobodys_place()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        await using var thief = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), Now, resume: chair.Resume);
        Assert.NotEqual(chair.Conn, thief.Conn);
        Assert.Equal("only_chair_or_secretary", await thief.TryAsync("Begin"));
        Assert.Empty(chair.Ends);
    }

    [Fact]
    public async Task A_person_with_two_devices_and_at_a_site_is_counted_once()
    {
        await using var app = await MeetingsApp.StartAsync();
        var person = await app.WithAsync<IDirectory, PersonSummary>(async directory =>
            (await directory.PeopleAsync([OrganisationSeed.PersonOf("mydong.chutich")], new DateOnly(2026, 11, 23), default)).Values.Single());
        var browser = await app.SignedInAsync("mydong.chutich");
        await using var desk = await RoomClient.EnterAsync(app, browser, Now, "máy bàn");
        await using var phone = await RoomClient.EnterAsync(app, browser, Now, "điện thoại");
        await using var site = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.diemcau"), Now);
        Assert.Equal("only_site_seats_people", await desk.TryAsync("SitDown", new { people = Array.Empty<object>() }));
        Assert.Equal("ok", await site.TryAsync("SitDown", new
        {
            people = new object[] { new { personId = person.Id.ToString() }, new { name = "Trần Thị Hoa", position = "Văn thư" }, new { name = "trần thị hoa" } },
        }));
        await desk.UntilAsync(() => desk.Events.Exists(e => e.Text.Contains("Trần Thị Hoa")), "the people of the site");
        var seats = (await desk.SnapshotAsync())["seats"]!.AsArray();
        Assert.Equal(["[1,2,3]", "[3]"], seats.Select(s => s![1]!.ToJsonString()));
        Assert.Equal([person.FullName, "Trần Thị Hoa"], seats.Select(s => (string?)s![2]));
    }

    [Fact]
    public async Task Notes_are_kept_by_revision_and_a_stale_writer_is_told()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        await using var secretary = await SecretaryAsync(app);
        var item = DemoMeetings.ItemOf("now", 0).ToString();
        Assert.Equal(1, (int)(await secretary.CallAsync("Note", "n1", item, "Đủ 13 xã", 0))["revision"]!);
        Assert.Equal(2, (int)(await secretary.CallAsync("Note", "n1", item, "Đủ 13 xã, thị trấn", 1))["revision"]!);
        Assert.Equal("note_edited_elsewhere", await chair.TryAsync("Note", "n1", item, "Vắng một xã", 1));
        Assert.Equal("agenda_item_unknown", await chair.TryAsync("Note", "n2", new string('a', 32), "x", 0));
        Assert.Equal("text_too_long", await chair.TryAsync("Note", "n3", item, new string('x', 20_001), 0));
        Assert.Equal("ok", await secretary.TryAsync(
            "Conclusion", "k1", item, "Giao UBND xã Mỹ Đông", OrganisationSeed.UnitOf("mydong").ToString(), "2026-12-01", 0));
        Assert.Equal("date_invalid", await secretary.TryAsync("Conclusion", "k2", item, "x", null, "1/12/2026", 0));
        var snapshot = await chair.SnapshotAsync();
        Assert.Equal("Đủ 13 xã, thị trấn", (string?)snapshot["notes"]![0]![2]);
        Assert.Equal("2026-12-01", (string?)snapshot["conclusions"]![0]![5]);
    }

    [Fact]
    public async Task A_killed_server_comes_back_with_everything_and_the_same_places()
    {
        var folder = Directory.CreateTempSubdirectory("meetings-test-").FullName;
        var item = DemoMeetings.ItemOf("now", 0).ToString();
        int conn;
        string resume;
        await using var app = await MeetingsApp.StartAsync(dataFolder: folder);
        {
            await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
            await using var commune = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), Now);
            Assert.Equal("ok", await chair.TryAsync("Begin"));
            Assert.Equal("ok", await chair.TryAsync("BeginItem", item));
            Assert.Equal("ok", await chair.TryAsync("Chat", "c1", "Xin chào"));
            Assert.Equal("ok", await chair.TryAsync("Note", "n1", item, "Ghi chú", 0));
            Assert.Equal("ok", await commune.TryAsync("Hand", true));
            (conn, resume) = (commune.Conn, commune.Resume);
            await app.StopAsync();
        }

        await using var again = await MeetingsApp.StartAsync(dataFolder: folder);
        await using var chairBack = await RoomClient.EnterAsync(again, await again.SignedInAsync("huyen.chutich"), Now);
        var snapshot = await chairBack.SnapshotAsync();
        Assert.Equal("inSession", (string?)snapshot["status"]);
        Assert.Equal(item, (string?)snapshot["item"]![0]);
        Assert.Equal("Xin chào", (string?)snapshot["chat"]![0]![4]);
        Assert.Equal("Ghi chú", (string?)snapshot["notes"]![0]![2]);
        Assert.Equal(conn, (int)snapshot["hands"]![0]!);
        await using var communeBack = await RoomClient.EnterAsync(again, await again.SignedInAsync("mydong.chutich"), Now, resume: resume);
        Assert.Equal(conn, communeBack.Conn);
        await chairBack.HeardAsync("returned [2]");
    }

    [Fact]
    public async Task Closing_ends_the_connections_and_leaves_a_record()
    {
        await using var app = await MeetingsApp.StartAsync();
        await using var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now);
        await using var commune = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), Now);
        Assert.Equal("room_status", await chair.TryAsync("Close"));
        await chair.TryAsync("Begin");
        await chair.TryAsync("BeginItem", DemoMeetings.ItemOf("now", 0).ToString());
        await chair.TryAsync("GiveFloor", commune.Conn, null);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await chair.TryAsync("TakeFloor");
        await commune.TryAsync("Chat", "c1", "Đề nghị ghi biên bản");
        await chair.UntilAsync(() => chair.Events.Exists(e => e.Text.StartsWith("chat")), "the chat");
        await chair.TryAsync("MarkChat", chair.Events.Single(e => e.Text.StartsWith("chat")).Number, true);
        Assert.Equal("ok", await chair.TryAsync("Close"));
        await commune.UntilAsync(() => commune.Ends.Contains("closed"), "the end");

        var record = await app.WithAsync<IRoomRecords, RoomRecord?>(records => records.ReadAsync(Now, default));
        Assert.NotNull(record!.ClosedAt);
        Assert.Equal(2, record.Attendees.Count);
        Assert.All(record.Attendees, a => Assert.NotNull(Assert.Single(a.Intervals).To));
        Assert.Equal((300, true), (Assert.Single(record.Speeches).Seconds, record.Speeches[0].HadFloor));
        Assert.Equal(DemoMeetings.ItemOf("now", 0), Assert.Single(record.MarkedChat).ItemId);
        Assert.Equal(MeetingStatus.Closed, (await app.WithAsync<IMeetings, MeetingPlan?>(m => m.FindAsync(Now, default)))!.Status);
        await using var late = await RoomClient.ConnectAsync(app, await app.SignedInAsync("tinh.chutich"), Now);
        Assert.Equal("meeting_closed", await late.TryAsync("Enter", Now.ToString(), new { device = "x", mode = "audio" }));
    }

    [Fact]
    public async Task The_snapshot_is_packed_for_thin_lines()
    {
        await using var app = await MeetingsApp.StartAsync();
        var browser = await app.SignedInAsync("huyen.chutich");
        await using var chair = await RoomClient.EnterAsync(app, browser, Now);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/meetings/{Now}/room");
        request.Headers.AcceptEncoding.ParseAdd("gzip, br");
        using var answer = await browser.SendAsync(request);
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        await using var plain = new BrotliStream(await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Equal(chair.Conn, (int)(await JsonNode.ParseAsync(plain))!["you"]!);
    }

    private static async Task<RoomClient> SecretaryAsync(MeetingsApp app) =>
        await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.thuky"), Now);

    /// <summary>The server notices a closed socket in its own time; then its clock is moved past the 3 s.</summary>
    private static async Task DropAsync(MeetingsApp app, RoomClient witness, string expected)
    {
        // The socket's end takes real time to be noticed; a clock that runs ahead meanwhile would use up the grace that follows.
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var turns = 0; !witness.Events.Exists(e => e.Text == expected); turns++)
        {
            Assert.True(turns < 400, expected);
            app.Clock.Advance(TimeSpan.FromMilliseconds(250));
            await witness.CallAsync("Ping");
            await beat.WaitForNextTickAsync();
        }
    }
}
