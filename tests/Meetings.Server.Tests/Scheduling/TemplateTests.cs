using Meetings.Server.Kernel;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Templates;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>Templates: ours, and those an office keeps.</summary>
public sealed class TemplateTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Theory]
    [InlineData("weekly", MeetingKind.Briefing, QuorumRule.None, "2.2")]
    [InlineData("committeeSession", MeetingKind.Session, QuorumRule.TwoThirds, "4.3")]
    [InlineData("provinceConference", MeetingKind.Rollout, QuorumRule.None, "8")]
    [InlineData("councilSession", MeetingKind.Session, QuorumRule.TwoThirds, "3.3")]
    public async Task Ours_are_whole_plans(string key, MeetingKind kind, QuorumRule quorum, string label)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        Assert.Contains(await secretary.GetAsync<List<TemplateView>>("/api/templates"), t => t.Key == key);
        var plan = await secretary.GetAsync<MeetingDetails>($"/api/templates/{key}");
        Assert.Equal((kind, quorum), (plan.Kind, plan.Quorum));
        Assert.Contains(plan.Agenda, i => i.Label == label);
        Assert.Equal(plan.Minutes, plan.Agenda.Sum(i => i.Minutes));
    }

    [Fact]
    public async Task An_office_keeps_a_meeting_as_its_template_and_takes_it_away()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Giao ban khối văn xã", Plans.Unit("mydong"), Plans.Person("tinh.chutich", MeetingRole.Guest)), schedule: false);
        Assert.Equal("400 template_name_missing", await (await secretary.PostAsync("/api/templates", new TemplateInput(id, " "))).OutcomeAsync());
        var made = await (await secretary.PostAsync("/api/templates", new TemplateInput(id, "Giao ban văn xã"))).ReadAsync<TemplateMade>();
        Assert.Equal("409 template_exists", await (await secretary.PostAsync("/api/templates", new TemplateInput(id, "Giao ban văn xã"))).OutcomeAsync());

        var plan = await secretary.GetAsync<MeetingDetails>($"/api/templates/{made.Id}");
        Assert.Equal(("Giao ban khối văn xã", 2, 2), (plan.Title, plan.Agenda.Count, plan.Invitees.Count));
        Assert.NotNull(plan.Chair);
        Assert.DoesNotContain(await secretary.GetAsync<List<MeetingSummary>>("/api/meetings?view=all&q=khoi van xa"), m => m.Id != id);

        // Another office neither sees nor removes it.
        var other = await app.SignedInAsync("tinh.thuky");
        Assert.DoesNotContain(await other.GetAsync<List<TemplateView>>("/api/templates"), t => t.Id == made.Id);
        Assert.Equal("404 not_found", await (await other.GetAsync($"/api/templates/{made.Id}")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await other.DeleteAsync($"/api/templates/{made.Id}")).OutcomeAsync());
        Assert.DoesNotContain(await (await app.SignedInAsync("mydong.chutich")).GetAsync<List<TemplateView>>("/api/templates"), t => t.Id is not null);

        Assert.Equal("204", await (await secretary.DeleteAsync($"/api/templates/{made.Id}")).OutcomeAsync());
        Assert.DoesNotContain(await secretary.GetAsync<List<TemplateView>>("/api/templates"), t => t.Id == made.Id);
    }
}
