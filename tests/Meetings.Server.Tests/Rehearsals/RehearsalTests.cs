using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Persistence.Outbox;
using Meetings.Server.Rehearsals;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Days;
using Meetings.Server.Tests.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Tests.Rehearsals;

/// <summary>Places try camera, sound and line before a meeting.</summary>
public sealed class RehearsalTests(DemoApp app) : IClassFixture<DemoApp>
{
    private static readonly RehearsalInput Good = new(PartState.Good, PartState.Good, PartState.Good, MediaWay.Udp, 4000, 2000, 40, 2, "Chromium 140");

    [Fact]
    public async Task A_site_tries_and_the_secretary_sees_which_failed_and_whom_to_call()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Có thử", Plans.Unit("mydong"), Plans.Site("mydong"), Plans.Site("thanhloi"), Plans.Person("ttmyan.chutich")));
        var site = await app.SignedInAsync("mydong.diemcau");
        var kept = await (await site.PostAsync($"/api/meetings/{id}/rehearsals", Good with { Way = MediaWay.None, Loss = 80 })).ReadAsync<RehearsalKept>();
        Assert.Equal((RehearsalVerdict.Failed, "none loss"), (kept.Verdict, string.Join(' ', kept.Problems)));

        var board = await BoardAsync(secretary, id);
        Assert.True(board.MayManage);

        // The unit comes through its site, so it is no place of its own. What failed comes first.
        Assert.Equal([RehearsalVerdict.Failed, RehearsalVerdict.Missing, RehearsalVerdict.Missing], board.Rows.Select(r => r.Verdict));
        Assert.Equal(("Điểm cầu UBND xã Mỹ Đông", 1), (board.Rows[0].Name, board.Rows[0].Tries));
        Assert.NotNull(board.Rows[0].TechnicianPhone);

        app.Clock.Advance(TimeSpan.FromSeconds(30));

        // Mended and tried again: good, the first try is still counted, the site's line is known to the directory.
        Assert.Equal(RehearsalVerdict.Good, (await (await site.PostAsync($"/api/meetings/{id}/rehearsals", Good)).ReadAsync<RehearsalKept>()).Verdict);
        var after = (await BoardAsync(secretary, id)).Rows.Single(r => r.Name.Contains("Mỹ Đông", StringComparison.Ordinal));
        Assert.Equal((RehearsalVerdict.Good, 2, "Chromium 140"), (after.Verdict, after.Tries, after.Last!.Browser));
        await app.WithAsync<IDirectory>(async directory =>
            Assert.Equal(4000, (await directory.SitesAsync([OrganisationSeed.SiteOf("mydong")], default)).Values.Single().Line!.Down));

        // A site sees its own row alone.
        Assert.Equal("Điểm cầu UBND xã Mỹ Đông", Assert.Single((await BoardAsync(site, id)).Rows).Name);
    }

    [Fact]
    public async Task Only_the_invited_try_and_figures_are_bounded()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Ai được thử", Plans.Site("mydong")));
        var path = $"/api/meetings/{id}/rehearsals";
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("sokhdt.giamdoc")).PostAsync(path, Good)).OutcomeAsync());
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("sokhdt.giamdoc")).GetAsync(path)).OutcomeAsync());
        Assert.Equal("403 rehearsal_not_invited", await (await (await app.SignedInAsync("quantri")).PostAsync(path, Good)).OutcomeAsync());
        var site = await app.SignedInAsync("mydong.diemcau");
        foreach (var wrong in new[] { Good with { Down = -1 }, Good with { Loss = 1001 }, Good with { RoundTrip = 60_001 } })
        {
            Assert.Equal("400 input_invalid", await (await site.PostAsync(path, wrong)).OutcomeAsync());
        }

        Assert.Equal("200", await (await site.PostAsync(path, Good with { Browser = new string('x', 5000) })).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await site.PostAsync($"{path}/remind", new { })).OutcomeAsync());
        for (var i = 0; i < RehearsalDesk.MostTries + 3; i++)
        {
            Assert.Equal("200", await (await site.PostAsync(path, Good)).OutcomeAsync());
        }

        Assert.Equal(RehearsalDesk.MostTries, (await BoardAsync(secretary, id)).Rows[0].Tries);
    }

    [Fact]
    public async Task Who_tries_for_a_unit_that_comes_through_its_site_is_shown_there_and_a_presenter_by_name()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Thử thay điểm cầu", Plans.Unit("ttmyan"), Plans.Site("ttmyan")));
        Assert.Equal("200", await (await (await app.SignedInAsync("ttmyan.chutich")).PostAsync($"/api/meetings/{id}/rehearsals", Good)).OutcomeAsync());
        Assert.Equal("200", await (await (await app.SignedInAsync("mydong.chutich")).PostAsync($"/api/meetings/{id}/rehearsals", Good)).OutcomeAsync()); // presents the first item
        Assert.Equal(
            [(InviteeKind.Person, RehearsalVerdict.Good), (InviteeKind.Site, RehearsalVerdict.Good)],
            (await BoardAsync(secretary, id)).Rows.Select(r => (r.Kind, r.Verdict)).Order());
    }

    [Theory]
    [InlineData("none", true)]
    [InlineData("microphone", true)]
    [InlineData("speaker", true)]
    [InlineData("camera", false)]
    [InlineData("down", false)]
    [InlineData("up", false)]
    [InlineData("loss", false)]
    [InlineData("delay", false)]
    [InlineData("tcp", false)]
    [InlineData("quiet", false)]
    [InlineData("unknown", false)]
    public void Every_figure_has_its_bar(string problem, bool fails)
    {
        Rehearsal Of(PartState camera = PartState.Good, PartState microphone = PartState.Good, PartState speaker = PartState.Good,
            MediaWay way = MediaWay.Udp, int? down = 500, int? up = 300, int? delay = 400, int? loss = 50) => new()
            {
                Id = Guid.Empty,
                Place = "",
                By = "",
                Browser = "",
                Camera = camera,
                Microphone = microphone,
                Speaker = speaker,
                Way = way,
                Down = down,
                Up = up,
                RoundTrip = delay,
                Loss = loss,
            };

        Assert.Empty(RehearsalRules.Problems(Of()));
        var problems = RehearsalRules.Problems(problem switch
        {
            "none" => Of(way: MediaWay.None),
            "microphone" => Of(microphone: PartState.Failed),
            "speaker" => Of(speaker: PartState.Failed),
            "camera" => Of(camera: PartState.Failed),
            "down" => Of(down: 499),
            "up" => Of(up: 299),
            "loss" => Of(loss: 51),
            "delay" => Of(delay: 401),
            "tcp" => Of(way: MediaWay.Tcp),
            "quiet" => Of(microphone: PartState.Weak),
            _ => Of(loss: null),
        });
        Assert.Equal([problem], problems);
        Assert.Equal(fails ? RehearsalVerdict.Failed : RehearsalVerdict.Weak, RehearsalRules.Verdict(problems));
    }

    [Fact]
    public async Task Who_has_not_tried_is_asked_once_for_an_occasion_and_who_passed_never()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Nhắc thử", Plans.Site("mydong"), Plans.Unit("thanhloi")));
        var (tried, untried) = (await app.SignedInAsync("mydong.diemcau"), await app.SignedInAsync("thanhloi.diemcau"));
        Assert.Equal("200", await (await tried.PostAsync($"/api/meetings/{id}/rehearsals", Good)).OutcomeAsync());
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(1, (await (await secretary.PostAsync($"/api/meetings/{id}/rehearsals/remind", new { })).ReadAsync<RehearsalReminded>()).Told);
        }

        Assert.Equal((1, 0), (await AskedAsync(untried, id), await AskedAsync(tried, id)));
    }

    [Fact]
    public async Task Of_a_unit_without_a_site_its_people_are_asked()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Phòng không có điểm cầu", Plans.Unit("p-nnptnt")));
        Assert.True((await (await secretary.PostAsync($"/api/meetings/{id}/rehearsals/remind", new { })).ReadAsync<RehearsalReminded>()).Told > 0);
    }

    [Theory]
    [InlineData("2026-11-24T09:00", "2026-11-23T16:59", null)]
    [InlineData("2026-11-24T09:00", "2026-11-23T17:00", "evening")]
    [InlineData("2026-11-24T09:00", "2026-11-23T22:01", null)]
    [InlineData("2026-11-24T09:00", "2026-11-24T08:00", "hour")]
    [InlineData("2026-11-24T09:00", "2026-11-24T08:31", null)]
    [InlineData("2026-11-30T08:00", "2026-11-27T17:30", "evening")]
    [InlineData("2026-11-30T08:00", "2026-11-29T17:30", null)]
    public async Task Places_are_asked_on_the_working_day_before_and_an_hour_before(string start, string at, string? occasion)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Giờ nhắc", Plans.Site("mydong")) with { LocalStart = start });
        await app.WithAsync<IMeetings>(async meetings =>
        {
            var plan = (await meetings.FindAsync(id, default))!;
            var now = MeetingTime.Resolve(at, plan.Zone).Value.Utc;
            Assert.Equal(occasion, RehearsalTimes.Due(plan, now, WorkingDays.ByLaw.IsWorkingDay));
            Assert.Null(RehearsalTimes.Due(plan with { Mode = MeetingMode.InPerson }, now, WorkingDays.ByLaw.IsWorkingDay));
            Assert.Null(RehearsalTimes.Due(plan with { Status = MeetingStatus.Cancelled }, now, WorkingDays.ByLaw.IsWorkingDay));
        });
    }

    [Fact]
    public async Task The_job_run_twice_asks_once()
    {
        await using var own = await MeetingsApp.StartAsync();
        var secretary = await own.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Chạy hai lần", Plans.Site("thanhloi"), Plans.Site("mydong")));
        Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{id}/invitations/send", new { })).OutcomeAsync());
        Assert.Equal("200", await (await (await own.SignedInAsync("mydong.diemcau")).PostAsync($"/api/meetings/{id}/rehearsals", Good)).OutcomeAsync());
        var start = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}")).Start;
        own.Clock.SetUtcNow(start - TimeSpan.FromMinutes(59));
        for (var i = 0; i < 2; i++)
        {
            await own.WithAsync<AskForRehearsalsJob>(job => job.RunAsync(default));
        }

        Assert.Equal(1, await AskedAsync(await own.SignedInAsync("thanhloi.diemcau"), id));
        var mails = await own.WithAsync<MeetingsDbContext, List<OutboxMessage>>(
            db => db.Set<OutboxMessage>().Where(m => m.Topic == id.ToString() && m.Key.Contains("/rehearse/")).ToListAsync());
        Assert.Single(mails);
    }

    private static Task<RehearsalBoard> BoardAsync(HttpClient client, MeetingId id) => client.GetAsync<RehearsalBoard>($"/api/meetings/{id}/rehearsals");

    private static async Task<int> AskedAsync(HttpClient client, MeetingId id) =>
        (await client.GetAsync<NotificationList>("/api/notifications")).Items.Count(n => n.Kind == "rehearse" && n.Link == $"/meetings/{id}/rehearsal");
}
