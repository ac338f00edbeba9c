using Meetings.Server.Demo;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Tests.Scheduling;

public sealed class FindClashesTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Fact]
    public async Task Who_and_what_is_in_both_meetings_is_named_and_a_free_start_proposed()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        await secretary.CreateAsync(At("2026-12-08T09:00", "Giao ban có trùng", Plans.Site("mydong")));

        var report = await AskAsync(secretary, At("2026-12-08T09:30", "", Plans.Site("mydong"), Plans.Site("thanhloi")));

        var clash = Assert.Single(report.Clashes);
        Assert.Equal("Giao ban có trùng", clash.Title);
        Assert.Contains("Điểm cầu UBND xã Mỹ Đông", clash.Names);
        Assert.Contains("Lý Bá Ửng", clash.Names);
        Assert.DoesNotContain(clash.Names, n => n.Contains("Thạnh Lợi", StringComparison.Ordinal));
        Assert.Equal("2026-12-08T07:00", report.FreeStarts[0]);
        foreach (var start in report.FreeStarts)
        {
            Assert.Empty((await AskAsync(secretary, At(start, "", Plans.Site("mydong"), Plans.Site("thanhloi")))).Clashes);
        }
    }

    [Fact]
    public async Task The_day_of_everybody_is_told_who_is_taken_when_and_who_is_free()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        await secretary.CreateAsync(At("2026-12-17T09:00", "Buổi sáng", Plans.Site("mydong")));
        await secretary.CreateAsync(At("2026-12-17T14:00", "Buổi chiều", Plans.Site("thanhloi")));
        var report = await AskAsync(secretary, At("2026-12-17T10:30", "", Plans.Site("mydong"), Plans.Site("thanhloi"), Plans.Unit("ttmyan")));
        Assert.Empty(report.Clashes);

        // Chair, secretary and presenter are in both; the room too; each site in one; the unit in none.
        Assert.Equal([(540, 600, "Buổi sáng"), (840, 900, "Buổi chiều")], report.Day.Single(r => r.Name == "Lý Bá Ửng").Spans.Select(s => (s.From, s.To, s.Title!)));
        Assert.Equal([(540, 600)], report.Day.Single(r => r.Name == "Điểm cầu UBND xã Mỹ Đông").Spans.Select(s => (s.From, s.To)));
        Assert.DoesNotContain(report.Day, r => r.Name.Contains("Mỹ An", StringComparison.Ordinal));
        Assert.Equal(1, report.FreeAllDay);
    }

    [Fact]
    public async Task One_meeting_after_the_other_is_no_clash()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        await secretary.CreateAsync(At("2026-12-09T08:00", "Trước"));
        var report = await AskAsync(secretary, At("2026-12-09T09:00", ""));
        Assert.Empty(report.Clashes);
        Assert.Empty(report.FreeStarts);
    }

    [Fact]
    public async Task A_meeting_does_not_clash_with_itself_nor_with_a_cancelled_one()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var own = await secretary.CreateAsync(At("2026-12-10T09:00", "Chính nó"));
        Assert.Single((await AskAsync(secretary, At("2026-12-10T09:00", ""))).Clashes);
        Assert.Empty((await AskAsync(secretary, At("2026-12-10T09:00", ""), $"?except={own}")).Clashes);
        await secretary.PostAsync($"/api/meetings/{own}/cancel", new CancelInput("Hoãn"));
        Assert.Empty((await AskAsync(secretary, At("2026-12-10T09:00", ""))).Clashes);
    }

    [Fact]
    public async Task Another_units_meeting_shows_its_time_and_no_title_and_its_draft_shows_nothing()
    {
        var district = await app.SignedInAsync("huyen.thuky");
        var meeting = At("2026-12-11T09:00", "Chuyện nội bộ huyện", Plans.Person("tinh.chutich"));
        var id = await district.CreateAsync(meeting, schedule: false);
        var province = await app.SignedInAsync("tinh.thuky");
        var asked = At("2026-12-11T09:00", "") with
        {
            HostUnitId = OrganisationSeed.UnitOf("tinh"),
            ChairId = OrganisationSeed.PersonOf("huyen.chutich"),
            SecretaryId = null,
            Agenda = [],
        };
        Assert.Empty((await AskAsync(province, asked)).Clashes);
        await district.PostAsync($"/api/meetings/{id}/schedule", new { });

        var answer = await province.PostAsync("/api/meetings/clashes", asked);
        var text = await answer.Content.ReadAsStringAsync();
        var clash = Assert.Single((await answer.ReadAsync<ClashReport>()).Clashes);

        Assert.Null(clash.Title);
        Assert.Equal(["Lý Bá Ửng"], clash.Names);
        Assert.Equal(new DateTimeOffset(2026, 12, 11, 2, 0, 0, TimeSpan.Zero), clash.Start);
        Assert.DoesNotContain("nội bộ", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mydong.chutich")]
    [InlineData("mydong.diemcau")]
    [InlineData("tinh.thuky")]
    public async Task Nobody_learns_who_is_busy_for_a_unit_they_do_not_prepare_meetings_for(string userName)
    {
        var answer = await (await app.SignedInAsync(userName)).PostAsync("/api/meetings/clashes", Plans.Input());
        Assert.Equal("403 host_unit_forbidden", await answer.OutcomeAsync());
    }

    [Fact]
    public async Task The_same_room_is_a_clash_though_nobody_is_in_both()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        await secretary.CreateAsync(Roomed("2026-12-14T09:00", "PHÒNG họp số 2") with { ChairId = OrganisationSeed.PersonOf("huyen.chutich") });
        var report = await AskAsync(secretary, Roomed("2026-12-14T09:00", "phong hop so 2") with { ChairId = OrganisationSeed.PersonOf("ttmyan.chutich") });
        var clash = Assert.Single(report.Clashes);
        Assert.True(clash.SameRoom);
        Assert.Empty(clash.Names);
        Assert.Empty((await AskAsync(
            secretary, Roomed("2026-12-14T09:00", "Phòng họp số 3") with { ChairId = OrganisationSeed.PersonOf("ttmyan.chutich") })).Clashes);
    }

    [Fact]
    public async Task Meetings_at_once_are_summed_on_the_line_of_the_commune()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var plan = At("2026-12-15T14:00", "Cùng đường truyền", Plans.Site("mydong"));
        await secretary.CreateAsync(plan);
        await secretary.CreateAsync(plan with { LocalStart = "2026-12-15T14:30" });
        await secretary.CreateAsync(plan with { LocalStart = "2026-12-15T14:15", Mode = MeetingMode.InPerson });

        var line = Assert.Single((await AskAsync(secretary, plan with { LocalStart = "2026-12-15T14:10" })).Lines, l => l.UnitName == "UBND xã Mỹ Đông");

        Assert.Equal((3, 3600), (line.Meetings, line.Needed));
        Assert.True(line.Down < line.Needed);
        Assert.Empty((await AskAsync(secretary, plan with { LocalStart = "2026-12-15T14:10", Mode = MeetingMode.InPerson })).Lines);
    }

    private static MeetingInput At(string localStart, string title, params InviteeInput[] invitees) =>
        Plans.Input(title, invitees) with { LocalStart = localStart };

    private static MeetingInput Roomed(string localStart, string place) =>
        At(localStart, "Họp tại phòng") with { Mode = MeetingMode.InPerson, Place = place, SecretaryId = null, Agenda = [] };

    private static async Task<ClashReport> AskAsync(HttpClient client, MeetingInput input, string query = "") =>
        await (await client.PostAsync("/api/meetings/clashes" + query, input)).ReadAsync<ClashReport>();
}
