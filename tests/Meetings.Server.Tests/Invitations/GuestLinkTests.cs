using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Demo;
using Meetings.Server.Invitations;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Scheduling;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Invitations;

public sealed class GuestLinkTests
{
    [Fact]
    public async Task A_guest_signs_in_by_the_link_and_sees_that_meeting_alone()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp có khách", Plans.Unit("ttmyan")));
        var (link, token) = await LinkAsync(secretary, id, "Ông Trần Khách");

        var guest = app.Anonymous();
        var welcome = await guest.GetAsync<GuestWelcome>($"/api/guest/{token}");
        Assert.Equal(("Họp có khách", "UBND huyện Tháp Mười", "Ông Trần Khách"), (welcome.MeetingTitle, welcome.HostUnitName, welcome.Name));

        var session = await (await guest.PostAsync($"/api/guest/{token}", new GuestName("Trần Văn Khách"))).ReadAsync<SessionView>();
        Assert.Equal((SessionKind.Guest, id), (session.User!.Kind, session.User.GuestMeetingId!.Value));
        var seen = await guest.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal((MeetingRole.Guest, false), (seen.MyRole!.Value, seen.MayManage));
        Assert.Equal([id], (await guest.GetAsync<List<MeetingSummary>>("/api/meetings?view=all")).Select(m => m.Id));
        Assert.Equal("404 not_found", await (await guest.GetAsync($"/api/meetings/{DemoMeetings.MeetingOf("now")}")).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await guest.PostAsync("/api/meetings", Plans.Input())).OutcomeAsync());

        Assert.Equal("204", await (await secretary.DeleteAsync($"/api/meetings/{id}/invitations/{link.Id}/link")).OutcomeAsync());
        Assert.Contains(await (await guest.GetAsync($"/api/meetings/{id}")).OutcomeAsync(), (string[])["401 not_signed_in", "404 not_found"]);
        Assert.Equal("404 guest_link_invalid", await (await app.Anonymous().GetAsync($"/api/guest/{token}")).OutcomeAsync());
    }

    [Fact]
    public async Task A_link_can_be_shown_again_and_replaced_and_nothing_in_the_database_opens_a_door()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input());
        var (link, token) = await LinkAsync(secretary, id, "Khách mời");
        Assert.Equal(SignedLinks.Length, token.Length);
        Assert.Equal(link.Url, Assert.Single((await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}")).GuestLinks!).Url);

        Assert.Equal("204", await (await secretary.PostAsync($"/api/meetings/{id}/invitations/{link.Id}/link", new { })).OutcomeAsync());
        var renewed = Assert.Single((await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}")).GuestLinks!).Url!;
        Assert.NotEqual(link.Url, renewed);
        Assert.Equal("404 guest_link_invalid", await (await app.Anonymous().GetAsync($"/api/guest/{token}")).OutcomeAsync());
        Assert.Equal("200", await (await app.Anonymous().GetAsync($"/api/guest/{renewed[(renewed.LastIndexOf('/') + 1)..]}")).OutcomeAsync());
    }

    [Fact]
    public async Task A_token_made_up_altered_or_of_another_purpose_opens_nothing()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input());
        var (link, token) = await LinkAsync(secretary, id, "Khách mời");
        var links = app.Services.GetRequiredService<SignedLinks>();
        var altered = token[..^1] + (token[^1] == 'A' ? 'B' : 'A');
        foreach (var wrong in (string[])[altered, token + "A", token[..^4], links.Make(LinkPurpose.Calendar, Guid.Parse(link.Id), 1), links.Make(LinkPurpose.Invite, Guid.NewGuid(), 1), Unknown()])
        {
            Assert.Equal("404 guest_link_invalid", await (await app.Anonymous().GetAsync($"/api/guest/{wrong}")).OutcomeAsync());
            Assert.Equal("404 guest_link_invalid", await (await app.Anonymous().PostAsync($"/api/guest/{wrong}", new GuestName("Ai đó"))).OutcomeAsync());
            Assert.Equal("404 guest_link_invalid", await (await app.Anonymous().PutAsync($"/api/guest/{wrong}/reply", new ReplyInput(ReplyKind.Accepted))).OutcomeAsync());
        }
    }

    [Fact]
    public async Task A_link_ends_a_day_after_the_meeting_also_when_that_is_moved()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input()); // 24 November, 09:00 to 10:00
        var (_, token) = await LinkAsync(secretary, id, "Khách mời");
        var meeting = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        await (await secretary.PutAsync($"/api/meetings/{id}", Plans.Edited(meeting) with { LocalStart = "2026-11-25T09:00" })).ReadAsync<MeetingEdited>();

        app.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 26, 2, 59, 0, TimeSpan.Zero));
        Assert.Equal("200", await (await app.Anonymous().GetAsync($"/api/guest/{token}")).OutcomeAsync());
        app.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 26, 3, 0, 0, TimeSpan.Zero));
        Assert.Equal("404 guest_link_invalid", await (await app.Anonymous().GetAsync($"/api/guest/{token}")).OutcomeAsync());
    }

    [Fact]
    public async Task Guessing_is_slowed_down()
    {
        await using var app = await MeetingsApp.StartAsync();
        var guesser = app.Anonymous();
        var answers = new List<string>();
        for (var i = 0; i <= GuessLimit.PerMinute; i++)
        {
            answers.Add(await (await guesser.GetAsync($"/api/guest/{Unknown()}")).OutcomeAsync());
        }

        Assert.All(answers.SkipLast(1), a => Assert.Equal("404 guest_link_invalid", a));
        Assert.Equal("429 too_many_attempts", answers[^1]);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("404 guest_link_invalid", await (await guesser.GetAsync($"/api/guest/{Unknown()}")).OutcomeAsync());
    }

    [Fact]
    public async Task Only_managers_give_out_links_and_a_guest_needs_a_name()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp", Plans.Unit("ttmyan")));
        Assert.Equal("403 forbidden", await (await (await app.SignedInAsync("ttmyan.chutich")).PostAsync($"/api/meetings/{id}/guest-links", new GuestName("x y"))).OutcomeAsync());
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("mydong.diemcau")).PostAsync($"/api/meetings/{id}/guest-links", new GuestName("x y"))).OutcomeAsync());
        var (_, token) = await LinkAsync(secretary, id, "Khách mời");
        Assert.Equal("400 name_invalid", await (await app.Anonymous().PostAsync($"/api/guest/{token}", new GuestName(new string('a', 101)))).OutcomeAsync());
        Assert.Equal("400 name_invalid", await (await app.Anonymous().PostAsync($"/api/guest/{token}", new GuestName("\u0007"))).OutcomeAsync());
    }

    [Fact]
    public async Task A_cancelled_meeting_has_no_door()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input());
        var (_, token) = await LinkAsync(secretary, id, "Khách mời");
        await secretary.PostAsync($"/api/meetings/{id}/cancel", new CancelInput("Hoãn"));
        Assert.Equal("404 guest_link_invalid", await (await app.Anonymous().GetAsync($"/api/guest/{token}")).OutcomeAsync());
    }

    private static string Unknown() => System.Buffers.Text.Base64Url.EncodeToString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(42));

    private static async Task<(GuestLinkView Link, string Token)> LinkAsync(HttpClient secretary, MeetingId id, string name)
    {
        var link = await (await secretary.PostAsync($"/api/meetings/{id}/guest-links", new GuestName(name))).ReadAsync<GuestLinkView>();
        return (link, link.Url![(link.Url!.LastIndexOf('/') + 1)..]);
    }
}
