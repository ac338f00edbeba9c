using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Tests.Scheduling;

public sealed class MeetingTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Fact]
    public async Task A_secretary_plans_a_meeting_and_everybody_reads_it_with_names_and_computed_times()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp đủ tên", Plans.Unit("ttmyan"), Plans.Site("mydong"), Plans.Person("tinh.chutich", MeetingRole.Observer)));

        var meeting = await (await app.SignedInAsync("ttmyan.chutich")).GetAsync<MeetingDetails>($"/api/meetings/{id}");

        Assert.Equal("UBND huyện Tháp Mười", meeting.HostUnitName);
        Assert.Equal("Lý Bá Ửng", meeting.Chair!.Name);
        Assert.Equal(MeetingStatus.Scheduled, meeting.Status);
        Assert.Equal(new DateTimeOffset(2026, 11, 24, 2, 0, 0, TimeSpan.Zero), meeting.Start);
        Assert.Equal(meeting.Start.AddMinutes(20), meeting.Agenda[1].Start);
        Assert.Equal([1, 2], meeting.Agenda.Select(i => i.Number));
        Assert.Contains(meeting.Invitees, i => i.Name == "Điểm cầu UBND xã Mỹ Đông" && i.Kind == InviteeKind.Site);
        Assert.Contains(meeting.Invitees, i => i.Name == "Phạm Hữu Trí" && i.Detail == "Chủ tịch, UBND tỉnh Đồng Tháp");
        Assert.Equal(MeetingRole.Delegate, meeting.MyRole);
        Assert.False(meeting.MayManage);
        Assert.Null(meeting.GuestLinks);
    }

    [Theory]
    [InlineData("huyen.chutich", MeetingRole.Chair, true)]
    [InlineData("huyen.thuky", MeetingRole.Secretary, true)]
    [InlineData("huyen.chanhvanphong", null, true)]
    [InlineData("quantri", null, true)]
    [InlineData("mydong.chutich", MeetingRole.Delegate, false)]
    [InlineData("thanhloi.chutich", MeetingRole.Observer, false)]
    [InlineData("thanhloi.vanphong", MeetingRole.Observer, false)]
    [InlineData("thanhloi.diemcau", MeetingRole.Observer, false)]
    [InlineData("langbien.diemcau", MeetingRole.Delegate, false)]
    [InlineData("tinh.chutich", MeetingRole.Delegate, false)]
    public async Task Each_way_into_a_meeting_gives_its_role(string userName, MeetingRole? role, bool mayManage)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input(
            "Họp theo vai trò", Plans.Unit("thanhloi", MeetingRole.Observer), Plans.Site("langbien"), Plans.Person("tinh.chutich")));
        var meeting = await (await app.SignedInAsync(userName)).GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal((role, mayManage), (meeting.MyRole, meeting.MayManage));
    }

    [Theory]
    [InlineData("docbinhkieu.chutich")]
    [InlineData("tinh.thuky")]
    [InlineData("docbinhkieu.diemcau")]
    public async Task Who_is_not_invited_finds_nothing_whatever_is_tried(string userName)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp kín đáo", Plans.Unit("ttmyan")));
        var stranger = await app.SignedInAsync(userName);
        var input = Plans.Input("Chiếm") with { Revision = 1 };
        Assert.Equal("404 not_found", await (await stranger.GetAsync($"/api/meetings/{id}")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await stranger.PutAsync($"/api/meetings/{id}", input)).OutcomeAsync());
        Assert.Equal("404 not_found", await (await stranger.PostAsync($"/api/meetings/{id}/cancel", new CancelInput("x"))).OutcomeAsync());
        Assert.Equal("404 not_found", await (await stranger.PostAsync($"/api/meetings/{id}/schedule", new { })).OutcomeAsync());
        Assert.Equal("404 not_found", await (await stranger.DeleteAsync($"/api/meetings/{id}")).OutcomeAsync());
        Assert.DoesNotContain(await stranger.GetAsync<List<MeetingSummary>>("/api/meetings?view=all&q=kin+dao"), m => m.Id == id);
    }

    [Fact]
    public async Task An_invited_delegate_reads_but_does_not_change()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp chỉ đọc", Plans.Unit("ttmyan")));
        var other = await app.SignedInAsync("ttmyan.chutich");
        Assert.Equal("403 forbidden", await (await other.PutAsync($"/api/meetings/{id}", Plans.Input() with { Revision = 1 })).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await other.PostAsync($"/api/meetings/{id}/cancel", new CancelInput("x"))).OutcomeAsync());
    }

    [Theory]
    [InlineData("mydong.chutich")]
    [InlineData("huyen.chutich")]
    [InlineData("mydong.diemcau")]
    [InlineData("huyen.kythuat")]
    [InlineData("mydong.vanphong")]
    public async Task Only_secretaries_and_administrators_of_the_host_unit_create(string userName)
    {
        var answer = await (await app.SignedInAsync(userName)).PostAsync("/api/meetings", Plans.Input());
        Assert.Equal("403 host_unit_forbidden", await answer.OutcomeAsync());
    }

    [Fact]
    public async Task A_draft_is_seen_by_its_makers_only_and_can_be_deleted_until_it_is_scheduled()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var delegateOf = await app.SignedInAsync("ttmyan.chutich");
        var draft = await secretary.CreateAsync(Plans.Input("Dự thảo", Plans.Unit("ttmyan")), schedule: false);
        Assert.Equal("404 not_found", await (await delegateOf.GetAsync($"/api/meetings/{draft}")).OutcomeAsync());
        Assert.Equal("204", await (await secretary.DeleteAsync($"/api/meetings/{draft}")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await secretary.GetAsync($"/api/meetings/{draft}")).OutcomeAsync());

        var scheduled = await secretary.CreateAsync(Plans.Input("Đã mời", Plans.Unit("ttmyan")));
        Assert.Equal("200", await (await delegateOf.GetAsync($"/api/meetings/{scheduled}")).OutcomeAsync());
        Assert.Equal("409 only_drafts_deleted", await (await secretary.DeleteAsync($"/api/meetings/{scheduled}")).OutcomeAsync());
    }

    [Fact]
    public async Task An_edit_from_an_old_revision_is_refused_and_changes_nothing()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Sửa hai nơi"));
        var seen = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        var first = await secretary.PutAsync($"/api/meetings/{id}", Plans.Edited(seen) with { Title = "Bản thứ nhất" });
        Assert.Equal(seen.Revision + 1, (await first.ReadAsync<MeetingEdited>()).Revision);

        var chair = await app.SignedInAsync("huyen.chutich");
        var second = await chair.PutAsync($"/api/meetings/{id}", Plans.Edited(seen) with { Title = "Bản thứ hai" });
        Assert.Equal("409 edited_elsewhere", await second.OutcomeAsync());
        Assert.Equal("Bản thứ nhất", (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}")).Title);
    }

    [Fact]
    public async Task An_edit_keeps_the_ids_of_items_and_invitees_that_stay()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Giữ nguyên mã", Plans.Unit("ttmyan"), Plans.Unit("mydong")));
        var before = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        var input = Plans.Edited(before);
        input = input with
        {
            Agenda = [input.Agenda![1], new AgendaItemInput(null, "Mục mới", AgendaItemKind.Decide, 5, null, null), input.Agenda[0]],
            Invitees = [Plans.Unit("mydong", MeetingRole.Observer), Plans.Unit("thanhloi")],
        };
        await (await secretary.PutAsync($"/api/meetings/{id}", input)).ReadAsync<MeetingEdited>();
        var after = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal([before.Agenda[1].Id, before.Agenda[0].Id], [after.Agenda[0].Id, after.Agenda[2].Id]);
        Assert.Equal(["Thảo luận", "Mục mới", "Báo cáo tháng"], after.Agenda.Select(i => i.Title));
        Assert.Equal(["UBND xã Thạnh Lợi", "UBND xã Mỹ Đông"], after.Invitees.Select(i => i.Name));
        Assert.Equal(before.Invitees.Single(i => i.Name == "UBND xã Mỹ Đông").Id, after.Invitees[1].Id);
    }

    [Fact]
    public async Task Cancelling_needs_a_reason_and_is_final()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Sẽ hủy", Plans.Unit("ttmyan")));
        Assert.Equal("400 cancel_reason_missing", await (await secretary.PostAsync($"/api/meetings/{id}/cancel", new CancelInput("  "))).OutcomeAsync());
        Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{id}/cancel", new CancelInput("Trùng lịch họp tỉnh"))).OutcomeAsync());
        var seen = await (await app.SignedInAsync("ttmyan.chutich")).GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal((MeetingStatus.Cancelled, "Trùng lịch họp tỉnh"), (seen.Status, seen.CancelReason));
        Assert.Equal("409 meeting_cancelled", await (await secretary.PutAsync($"/api/meetings/{id}", Plans.Edited(seen))).OutcomeAsync());
        Assert.Equal("409 meeting_status", await (await secretary.PostAsync($"/api/meetings/{id}/cancel", new CancelInput("lại"))).OutcomeAsync());
        Assert.Equal("409 meeting_status", await (await secretary.PostAsync($"/api/meetings/{id}/schedule", new { })).OutcomeAsync());
    }

    [Fact]
    public async Task Scheduling_wants_a_chair_and_a_time_to_come()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var headless = await secretary.CreateAsync(Plans.Input() with { ChairId = null }, schedule: false);
        Assert.Equal("409 chair_missing", await (await secretary.PostAsync($"/api/meetings/{headless}/schedule", new { })).OutcomeAsync());
        var past = await secretary.CreateAsync(Plans.Input() with { LocalStart = "2026-11-22T08:00" }, schedule: false);
        Assert.Equal("409 meeting_in_past", await (await secretary.PostAsync($"/api/meetings/{past}/schedule", new { })).OutcomeAsync());
    }

    public static readonly TheoryData<string, string> Nonsense = new()
    {
        { "noTitle", "400 title_missing" },
        { "longTitle", "400 title_too_long" },
        { "noMinutes", "400 minutes_out_of_range" },
        { "gap", "400 time_does_not_exist" },
        { "unknownUnit", "400 unit_unknown" },
        { "unknownPerson", "400 person_unknown" },
        { "unknownSite", "400 site_unknown" },
        { "twice", "400 invitee_twice" },
        { "ownSecretary", "400 chair_is_secretary" },
        { "emptyItem", "400 item_title_missing" },
        { "foreignItem", "400 item_unknown" },
        { "chairInvitee", "400 invitee_role_invalid" },
        { "badId", "400 input_invalid" },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task A_plan_that_cannot_be_is_refused_with_its_reason(string what, string outcome)
    {
        var unknown = Guid.NewGuid().ToString("N");
        var input = what switch
        {
            "noTitle" => Plans.Input(" \n "),
            "longTitle" => Plans.Input(new string('a', 301)),
            "noMinutes" => Plans.Input() with { Minutes = 0 },
            "gap" => Plans.Input() with { LocalStart = "2027-03-28T02:30", Zone = "Europe/Berlin" },
            "unknownUnit" => Plans.Input("x", new InviteeInput(InviteeKind.Unit, unknown, MeetingRole.Delegate)),
            "unknownPerson" => Plans.Input("x", new InviteeInput(InviteeKind.Person, unknown, MeetingRole.Delegate)),
            "unknownSite" => Plans.Input("x", new InviteeInput(InviteeKind.Site, unknown, MeetingRole.Delegate)),
            "twice" => Plans.Input("x", Plans.Unit("ttmyan"), Plans.Unit("ttmyan", MeetingRole.Observer)),
            "ownSecretary" => Plans.Input() with { SecretaryId = OrganisationSeed.PersonOf("huyen.chutich") },
            "emptyItem" => Plans.Input() with { Agenda = [new AgendaItemInput(null, "", AgendaItemKind.Inform, 1, null, null)] },
            "foreignItem" => Plans.Input() with { Agenda = [new AgendaItemInput(DemoMeetings.ItemOf("now", 0), "x", AgendaItemKind.Inform, 1, null, null)] },
            "chairInvitee" => Plans.Input("x", Plans.Person("tinh.chutich", MeetingRole.Chair)),
            _ => Plans.Input("x", new InviteeInput(InviteeKind.Unit, "'; drop table", MeetingRole.Delegate)),
        };
        var answer = await (await app.SignedInAsync("huyen.thuky")).PostAsync("/api/meetings", input);
        Assert.Equal(outcome, await answer.OutcomeAsync());
    }

    [Fact]
    public async Task A_meeting_that_has_begun_keeps_its_time_and_items_but_takes_new_ones()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Đang họp", Plans.Unit("ttmyan")));
        foreach (var status in (MeetingStatus[])[MeetingStatus.Open, MeetingStatus.InSession])
        {
            await app.WithAsync<IServiceProvider>(async services =>
            {
                var moved = await ((IMeetings)services.GetService(typeof(IMeetings))!).MoveAsync(id, status, default);
                Assert.False(moved.IsRefused);
                await ((MeetingsDbContext)services.GetService(typeof(MeetingsDbContext))!).SaveChangesAsync();
            });
        }

        var seen = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        var input = Plans.Edited(seen);
        Assert.Equal("409 meeting_started", await (await secretary.PutAsync($"/api/meetings/{id}", input with { LocalStart = "2026-11-24T10:00" })).OutcomeAsync());
        Assert.Equal("409 item_in_session", await (await secretary.PutAsync($"/api/meetings/{id}", input with { Agenda = [input.Agenda![0]] })).OutcomeAsync());
        var more = input with { Agenda = [.. input.Agenda!, new AgendaItemInput(null, "Phát sinh", AgendaItemKind.Discuss, 10, null, null)] };
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{id}", more)).OutcomeAsync());
        Assert.Equal("409 meeting_status", await (await secretary.PostAsync($"/api/meetings/{id}/cancel", new CancelInput("muộn"))).OutcomeAsync());
    }

    [Fact]
    public async Task A_meeting_that_goes_on_past_midnight_is_of_both_days()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Trực bão", Plans.Person("mydong.chutich")) with { LocalStart = "2027-03-09T22:30", Minutes = 180 });
        var before = await secretary.CreateAsync(Plans.Input("Họp tối", Plans.Person("mydong.chutich")) with { LocalStart = "2027-03-09T22:30", Minutes = 90 });
        foreach (var (day, night, evening) in ((string, int, int)[])[("2027-03-08", 0, 0), ("2027-03-09", 1, 1), ("2027-03-10", 1, 0), ("2027-03-11", 0, 0)])
        {
            var list = await secretary.GetAsync<List<MeetingSummary>>($"/api/meetings?view=today&from={day}");
            Assert.Equal((night, evening), (list.Count(m => m.Id == id), list.Count(m => m.Id == before)));
        }
    }

    [Fact]
    public async Task Today_week_and_mine_hold_what_they_say()
    {
        var chair = await app.SignedInAsync("huyen.chutich");
        var today = await chair.GetAsync<List<MeetingSummary>>("/api/meetings?view=today");
        Assert.Contains(today, m => m.Id == DemoMeetings.MeetingOf("now") && m.MyRole == MeetingRole.Chair && m.ChairName == "Lý Bá Ửng");
        Assert.All(today, m => Assert.True(m.LocalStart.StartsWith("2026-11-23", StringComparison.Ordinal) || m.Status == MeetingStatus.InSession));

        var week = await chair.GetAsync<List<MeetingSummary>>("/api/meetings?view=week");
        Assert.Contains(week, m => m.Id == DemoMeetings.MeetingOf("tomorrow"));
        Assert.DoesNotContain(week, m => m.Id == DemoMeetings.MeetingOf("yesterday"));

        var technician = await app.SignedInAsync("huyen.kythuat");
        var mine = await technician.GetAsync<List<MeetingSummary>>("/api/meetings?view=mine");
        Assert.Contains(mine, m => m.Id == DemoMeetings.MeetingOf("training"));
        Assert.All(mine, m => Assert.NotNull(m.MyRole));

        var administrator = await app.SignedInAsync("quantri");
        Assert.DoesNotContain(await administrator.GetAsync<List<MeetingSummary>>("/api/meetings?view=mine"), m => m.MyRole is null);
        Assert.Contains(await administrator.GetAsync<List<MeetingSummary>>("/api/meetings?view=all"), m => m.Id == DemoMeetings.MeetingOf("province"));
        Assert.Equal("400 view_unknown", await (await chair.GetAsync("/api/meetings?view=everything")).OutcomeAsync());
        Assert.Equal("400 range_invalid", await (await chair.GetAsync("/api/meetings?view=all&from=2026-01-01&to=2031-01-01")).OutcomeAsync());
    }

    [Theory]
    [InlineData("giao ban truc tuyen thap muoi")]
    [InlineData("GIAO BAN")]
    [InlineData("giao ban đường truyền")]
    public async Task Search_finds_without_marks_and_in_any_order(string query)
    {
        var commune = await app.SignedInAsync("mydong.chutich");
        var found = await commune.GetAsync<List<MeetingSummary>>($"/api/meetings?view=all&q={Uri.EscapeDataString(query)}");
        Assert.Contains(found, m => m.Id == DemoMeetings.MeetingOf("now"));
        Assert.Empty(await commune.GetAsync<List<MeetingSummary>>("/api/meetings?view=all&q=%25"));
    }
}
