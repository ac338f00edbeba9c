using Meetings.Server.Demo;
using Meetings.Server.Invitations;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Documents;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>The agenda as a tree, who attends which item, and items that are not for everybody.</summary>
public sealed class AgendaTests(DemoApp app) : IClassFixture<DemoApp>
{
    private static readonly AudienceEntry MyDong = new(InviteeKind.Unit, OrganisationSeed.UnitOf("mydong").ToString());

    [Fact]
    public void Parts_are_numbered_under_their_item() =>
        Assert.Equal(["1", "2", "2.1", "2.2", "3", "3.1"], Numbering.Labels([0, 0, 1, 1, 0, 1]));

    [Fact]
    public async Task An_agenda_is_a_tree_with_times_and_descriptions()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Cây chương trình", Plans.Unit("mydong"), Plans.Unit("ttmyan")) with
        {
            Quorum = QuorumRule.TwoThirds,
            Agenda =
            [
                Item("Mở đầu", 10),
                Item("Báo cáo", 0) with { Description = " Các đơn vị báo cáo \n" },
                Item("Xã Mỹ Đông", 15) with { Depth = 1, Audience = [MyDong] },
                Item("Thị trấn Mỹ An", 15) with { Depth = 1 },
                Item("Kết luận", 5),
            ],
        });
        var seen = await (await app.SignedInAsync("ttmyan.chutich")).GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal(["1", "2", "2.1", "2.2", "3"], seen.Agenda.Select(i => i.Label));
        Assert.Equal([0, 10, 10, 25, 40], seen.Agenda.Select(i => (int)(i.Start - seen.Start).TotalMinutes));
        Assert.Equal((QuorumRule.TwoThirds, "Các đơn vị báo cáo"), (seen.Quorum, seen.Agenda[1].Description));
        Assert.Equal([true, true, false, true, true], seen.Agenda.Select(i => i.IsMine));
        Assert.Equal([MyDong], seen.Agenda[2].Audience!);

        // Round trip: the editor sends back what it read.
        var plan = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{id}", Plans.Edited(plan))).OutcomeAsync());
        var again = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal(plan.Agenda.Select(i => (i.Id, i.Label, i.Description, i.IsRestricted)), again.Agenda.Select(i => (i.Id, i.Label, i.Description, i.IsRestricted)));
    }

    [Fact]
    public async Task What_is_wrong_with_an_item_is_said_with_its_number()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var plan = Plans.Input("Sai", Plans.Unit("ttmyan"));
        Assert.Equal("400 item_depth_invalid", await CreateAsync(Item("Con", 5) with { Depth = 1 }));
        Assert.Equal("400 item_depth_invalid", await CreateAsync(Item("Mục", 5), Item("Sâu", 5) with { Depth = 2 }));
        Assert.Equal("400 item_audience_invalid", await CreateAsync(Item("Mục", 5) with { Audience = [MyDong] }));
        Assert.Equal("400 item_audience_missing", await CreateAsync(Item("Mục", 5) with { IsRestricted = true }));
        Assert.Equal("400 text_too_long", await CreateAsync(Item("Mục", 5) with { Description = new string('x', 4001) }));

        async Task<string> CreateAsync(params AgendaItemInput[] items) =>
            await (await secretary.PostAsync("/api/meetings", plan with { Agenda = items })).OutcomeAsync();
    }

    [Fact]
    public async Task A_restricted_item_does_not_exist_for_others_nor_in_what_is_passed_on()
    {
        const string Title = "Xử lý đơn thư tố cáo";
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp có nội dung riêng", Plans.Unit("mydong"), Plans.Unit("ttmyan")) with
        {
            Agenda = [Item("Mở đầu", 10), Item(Title, 20) with { IsRestricted = true, Audience = [MyDong] }, Item("Bế mạc", 5)],
        });
        var item = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}")).Agenda[1].Id;
        var (inside, outside) = (await app.SignedInAsync("mydong.chutich"), await app.SignedInAsync("ttmyan.chutich"));
        Assert.Equal(["1", "2", "3"], (await inside.GetAsync<MeetingDetails>($"/api/meetings/{id}")).Agenda.Select(i => i.Label));
        var seen = await outside.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal(["1", "3"], seen.Agenda.Select(i => i.Label));
        Assert.Equal(30, (seen.Agenda[1].Start - seen.Start).TotalMinutes);

        // Neither in lists and search, nor for questions and papers, nor in texts that go to everybody.
        var listed = (await outside.GetAsync<List<MeetingSummary>>("/api/meetings?view=all&q=hop%20co%20noi%20dung%20rieng")).Single(m => m.Id == id);
        Assert.Equal(2, listed.ItemCount);
        Assert.DoesNotContain(await outside.GetAsync<List<MeetingSummary>>("/api/meetings?view=all&q=to%20cao"), m => m.Id == id);
        Assert.Equal("404 not_found", await (await outside.PostAsync($"/api/meetings/{id}/preparation/questions", new { agendaItemId = item, text = "Sao?" })).OutcomeAsync());
        Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{id}/invitations/send", new { })).OutcomeAsync());
        Assert.DoesNotContain(Title, (await secretary.GetAsync<InvitationTextView>($"/api/meetings/{id}/invitations/text")).Text);
    }

    [Fact]
    public async Task A_restricted_items_papers_are_for_its_audience_and_its_presenter()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Giấy tờ riêng", Plans.Unit("mydong"), Plans.Unit("ttmyan"), Plans.Unit("thanhloi")) with
        {
            Agenda =
            [
                Item("Riêng", 20) with { IsRestricted = true, Audience = [MyDong], PresenterId = OrganisationSeed.PersonOf("thanhloi.chutich") },
                Item("Chung", 10),
            ],
        });
        var paper = await (await Papers.SendAsync(secretary, id, Pdfs.Report, "Riêng.pdf")).ReadAsync<DocumentView>();
        foreach (var (who, expected) in new[] { ("mydong.chutich", "200"), ("thanhloi.chutich", "200"), ("ttmyan.chutich", "404 not_found") })
        {
            var reader = await app.SignedInAsync(who);
            Assert.Equal(expected, await (await reader.GetAsync($"/api/documents/{paper.Id}")).OutcomeAsync());
            Assert.Equal(expected == "200" ? 2 : 1, (await reader.GetAsync<MeetingDetails>($"/api/meetings/{id}")).Agenda.Count);
        }
    }

    private static AgendaItemInput Item(string title, int minutes) => new(null, title, AgendaItemKind.Discuss, minutes, null, null);
}
