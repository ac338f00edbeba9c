using System.Globalization;
using Meetings.Server.Audit;
using Meetings.Server.Demo;
using Meetings.Server.Invitations;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using PersonEngagement = Meetings.Server.Organisation.Contracts.Engagement;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>What becomes of the places of somebody who leaves.</summary>
public sealed class LeavingTests
{
    private static readonly PersonId Gone = OrganisationSeed.PersonOf("mydong.chutich");
    private static readonly PersonId Next = OrganisationSeed.PersonOf("mydong.vanphong");
    private static readonly PersonId Chair = OrganisationSeed.PersonOf("huyen.chutich");

    [Fact]
    public async Task The_leaving_form_lists_meetings_to_come_with_the_role_and_none_that_are_over()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var before = (await EngagementsAsync(app)).Length;
        var chaired = await secretary.CreateAsync(Plans.Input("Chủ trì") with { ChairId = Gone });
        var recorded = await secretary.CreateAsync(Plans.Input("Thư ký") with { SecretaryId = Gone });
        var presented = await secretary.CreateAsync(Plans.Input("Trình bày"), schedule: false);
        var invited = await secretary.CreateAsync(Plans.Input("Dự họp", Plans.Person("mydong.chutich", MeetingRole.Observer)));
        var cancelled = await secretary.CreateAsync(Plans.Input("Đã hủy", Plans.Person("mydong.chutich")));
        await secretary.PostAsync($"/api/meetings/{cancelled}/cancel", new CancelInput("x"));
        var past = await secretary.CreateAsync(Plans.Input("Đã qua") with { LocalStart = "2026-11-02T09:00" }, schedule: false);

        var ahead = await EngagementsAsync(app);
        Assert.Equal(before + 4, ahead.Length);
        Assert.Equal("chair", ahead.Single(e => e.MeetingId == chaired).Role);
        Assert.Equal("secretary", ahead.Single(e => e.MeetingId == recorded).Role);
        Assert.Equal("presenter", ahead.Single(e => e.MeetingId == presented).Role);
        Assert.Equal("observer", ahead.Single(e => e.MeetingId == invited).Role);
        Assert.DoesNotContain(ahead, e => e.MeetingId == past);
    }

    [Fact]
    public async Task A_successor_takes_every_place_and_invitations_follow()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var invited = await secretary.CreateAsync(Plans.Input("Dự họp", Plans.Person("mydong.chutich", MeetingRole.Observer)));
        var chaired = await secretary.CreateAsync(Plans.Input("Chủ trì") with { ChairId = Gone });
        Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{invited}/invitations/send", new { })).OutcomeAsync());

        await LeaveAsync(app, Next);

        var meeting = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{invited}");
        var only = Assert.Single(meeting.Invitees);
        Assert.Equal((Next.ToString(), MeetingRole.Observer), (only.TargetId, only.Role));
        Assert.Equal((Next, 2), (meeting.Agenda[0].Presenter!.Id, meeting.Revision));
        Assert.Equal(Next, (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{chaired}")).Chair!.Id);
        var rows = (await secretary.GetAsync<InvitationBoard>($"/api/meetings/{invited}/invitations")).Rows;
        Assert.Contains(rows, r => r.Name == only.Name);
        await app.WithAsync<MeetingsDbContext>(async db =>
        {
            Assert.True(await db.Set<AuditEntry>().AnyAsync(a => a.Action == "meeting.person_left" && a.Target == invited.ToString()));
            var chair = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{chaired}")).Chair!.Name;
            Assert.Contains(VietnameseText.Fold(chair), await db.Set<Meeting>().Where(m => m.Id == chaired).Select(m => m.SearchText).SingleAsync(), StringComparison.Ordinal);
        });
        var told = await (await app.SignedInAsync("mydong.vanphong")).GetAsync<NotificationList>("/api/notifications");
        Assert.Contains(told.Items, n => n.Kind == "invited" && n.Link == $"/meetings/{invited}");
    }

    [Fact]
    public void An_item_meant_for_the_one_who_left_is_for_the_successor()
    {
        var meeting = new Meeting { Id = default, Title = "Họp", Zone = "Asia/Ho_Chi_Minh" };
        meeting.Invitees.Add(new MeetingInvitee { Id = Guid.NewGuid(), PersonId = Gone });
        meeting.Agenda.Add(new AgendaItem { Id = default, Title = "Riêng", Audience = $"p{Gone} u{OrganisationSeed.UnitOf("ttmyan")}", IsRestricted = true });
        Succession.Apply(meeting, Gone, Next, TimeProvider.System);
        Assert.Equal($"p{Next} u{OrganisationSeed.UnitOf("ttmyan")}", meeting.Agenda[0].Audience);
        Succession.Apply(meeting, Next, null, TimeProvider.System);
        Assert.Equal($"u{OrganisationSeed.UnitOf("ttmyan")}", meeting.Agenda[0].Audience);
    }

    [Fact]
    public async Task Without_a_successor_the_invitee_goes_and_the_chair_stays_and_is_reported()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var invited = await secretary.CreateAsync(Plans.Input("Dự họp", Plans.Person("mydong.chutich")));
        var chaired = await secretary.CreateAsync(Plans.Input("Chủ trì") with { ChairId = Gone });

        await LeaveAsync(app, null);

        var meeting = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{invited}");
        Assert.Empty(meeting.Invitees);
        Assert.Null(meeting.Agenda[0].Presenter);
        Assert.Equal(Gone, (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{chaired}")).Chair!.Id);
        var told = await secretary.GetAsync<NotificationList>("/api/notifications");
        Assert.Contains(told.Items, n => n.Kind == "left.chair" && n.Link == $"/meetings/{chaired}/edit");
    }

    [Fact]
    public void A_successor_who_is_the_secretary_does_not_become_the_chair_too()
    {
        var meeting = new Meeting { Id = new MeetingId(Guid.NewGuid()), Title = "x", Zone = "Asia/Ho_Chi_Minh", ChairId = Chair, SecretaryId = Next };
        meeting.Invitees.Add(new MeetingInvitee { Id = Guid.NewGuid(), PersonId = Gone });
        meeting.Invitees.Add(new MeetingInvitee { Id = Guid.NewGuid(), PersonId = Next });
        Assert.Equal(["chair"], Succession.Apply(meeting, Chair, Next, TimeProvider.System).Kept);
        Assert.Equal((Chair, Next), (meeting.ChairId, meeting.SecretaryId));
        Assert.Equal(["invitee"], Succession.Apply(meeting, Gone, Next, TimeProvider.System).Changed);
        Assert.Equal(Next, Assert.Single(meeting.Invitees).PersonId);
    }

    private static async Task<PersonEngagement[]> EngagementsAsync(MeetingsApp app) =>
        await (await app.SignedInAsync("huyen.quantri")).GetAsync<PersonEngagement[]>(string.Create(CultureInfo.InvariantCulture, $"/api/people/{Gone}/engagements"));

    private static async Task LeaveAsync(MeetingsApp app, PersonId? successor) => Assert.Equal(
        "204", await (await (await app.SignedInAsync("huyen.quantri")).PostAsync($"/api/people/{Gone}/leave", new PersonLeaves(successor))).OutcomeAsync());
}
