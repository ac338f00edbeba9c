using System.Net.Http.Headers;
using Meetings.Server.Invitations;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Documents;
using Meetings.Server.Tests.Scheduling;

namespace Meetings.Server.Tests.Rooms;

/// <summary>What the chair's nod lets see, and what waiting in the lobby does not (trust.md H09, H10).</summary>
public sealed class AdmissionTests(DemoApp app) : IClassFixture<DemoApp>
{
    private static readonly string[] PathsOfPaper = ["", "/pages/1.svg", "/pages/1.txt", "/original"];

    [Fact]
    public async Task Who_was_not_invited_sees_agenda_and_papers_from_admission_to_removal()
    {
        var (secretaryBrowser, meeting, paper) = await MeetingAsync("Họp người ngoài");
        await using var secretary = await RoomClient.EnterAsync(app, secretaryBrowser, meeting);
        var browser = await app.SignedInAsync("sokhdt.giamdoc");
        await using var stranger = await RoomClient.EnterAsync(app, browser, meeting);
        Assert.Equal("lobby", stranger.State);
        await SeesAsync(browser, meeting, paper, "404 not_found");

        Assert.Equal("ok", await secretary.TryAsync("Admit", stranger.Conn));
        await SeesAsync(browser, meeting, paper, "200");
        var seen = await browser.GetAsync<MeetingDetails>($"/api/meetings/{meeting}");
        Assert.Equal((MeetingRole.Guest, false, 2), (seen.MyRole!.Value, seen.MayManage, seen.Agenda.Count));
        Assert.Contains(meeting, (await browser.GetAsync<List<MeetingSummary>>("/api/meetings?view=mine")).Select(m => m.Id));
        Assert.Equal("404 not_found", await (await browser.GetAsync($"/api/meetings/{meeting}/attendance")).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await browser.GetAsync($"/api/meetings/{meeting}/minutes")).OutcomeAsync());

        // Whoever edits the plan neither lets in nor sends away.
        var plan = Plans.Edited(await secretaryBrowser.GetAsync<MeetingDetails>($"/api/meetings/{meeting}"));
        await (await secretaryBrowser.PutAsync($"/api/meetings/{meeting}", plan with { Invitees = [Plans.Unit("mydong")] })).ReadAsync<MeetingEdited>();
        await SeesAsync(browser, meeting, paper, "200");

        Assert.Equal("ok", await secretary.TryAsync("Remove", stranger.Conn));
        await SeesAsync(browser, meeting, paper, "404 not_found");
        Assert.DoesNotContain(meeting, (await browser.GetAsync<List<MeetingSummary>>("/api/meetings?view=mine")).Select(m => m.Id));

        await using var again = await RoomClient.EnterAsync(app, browser, meeting);
        Assert.Equal("lobby", again.State);
        Assert.Equal("ok", await secretary.TryAsync("RefuseEntry", again.Conn));
        await SeesAsync(browser, meeting, paper, "404 not_found");
    }

    [Fact]
    public async Task A_guest_waiting_in_the_lobby_sees_title_and_time_alone_and_an_admitted_one_the_papers()
    {
        var (secretaryBrowser, meeting, paper) = await MeetingAsync("Họp có khách");
        await using var secretary = await RoomClient.EnterAsync(app, secretaryBrowser, meeting);
        var (_, token) = await LinkAsync(secretaryBrowser, meeting);
        var browser = await GuestAsync(token, "Trần Văn Khách");
        var beside = await GuestAsync(token, "Lê Thị Cùng Liên Kết");
        await using var guest = await RoomClient.EnterAsync(app, browser, meeting);
        Assert.Equal("lobby", guest.State);
        await WaitsAsync(browser, meeting, paper);

        Assert.Equal("ok", await secretary.TryAsync("Admit", guest.Conn));
        await SeesAsync(browser, meeting, paper, "200");
        var seen = await browser.GetAsync<MeetingDetails>($"/api/meetings/{meeting}");
        Assert.Equal((2, 1), (seen.Agenda.Count, seen.Invitees.Count));
        Assert.Null(seen.Notes);

        // The link is one, the browsers are two: only who was let in is in.
        await WaitsAsync(beside, meeting, paper);

        Assert.Equal("ok", await secretary.TryAsync("Remove", guest.Conn));
        await WaitsAsync(browser, meeting, paper);
        Assert.Equal("403 in_lobby", await (await browser.GetAsync($"/api/meetings/{meeting}/room")).OutcomeAsync());
    }

    [Fact]
    public async Task Revoking_the_link_sends_its_guests_out_and_nobody_else()
    {
        var (secretaryBrowser, meeting, paper) = await MeetingAsync("Họp thu hồi liên kết");
        await using var secretary = await RoomClient.EnterAsync(app, secretaryBrowser, meeting);
        var (link, token) = await LinkAsync(secretaryBrowser, meeting);
        var (_, otherToken) = await LinkAsync(secretaryBrowser, meeting);
        var browser = await GuestAsync(token, "Trần Văn Khách");
        await using var guest = await RoomClient.EnterAsync(app, browser, meeting);
        await using var waiting = await RoomClient.ConnectAsync(app, browser, meeting);
        await using var other = await RoomClient.EnterAsync(app, await GuestAsync(otherToken, "Khách khác"), meeting);
        Assert.Equal("ok", await secretary.TryAsync("Admit", guest.Conn));
        Assert.Equal("ok", await secretary.TryAsync("Admit", other.Conn));

        Assert.Equal("204", await (await secretaryBrowser.DeleteAsync($"/api/meetings/{meeting}/invitations/{link.Id}/link")).OutcomeAsync());
        await guest.UntilAsync(() => guest.Ends.Contains("removed"), "the end of the guest");
        Assert.Equal("not_signed_in", await waiting.TryAsync("Enter", meeting.ToString(), new { device = "máy khác", mode = "audio" }));
        await secretary.HeardAsync($"left [{guest.Conn}]");
        Assert.Equal("not_entered", await guest.TryAsync("Chat", "c1", "Tôi vẫn ở đây"));
        await SeesAsync(browser, meeting, paper, "401 not_signed_in");
        await Assert.ThrowsAnyAsync<Exception>(() => RoomClient.EnterAsync(app, browser, meeting, resume: guest.Resume));
        Assert.Equal("ok", await other.TryAsync("Chat", "c1", "Tôi vẫn ở đây"));
    }

    [Fact]
    public async Task Signing_out_everywhere_takes_every_device_out_of_the_meeting()
    {
        var (secretaryBrowser, meeting, _) = await MeetingAsync("Họp thoát mọi nơi");
        await using var secretary = await RoomClient.EnterAsync(app, secretaryBrowser, meeting);
        var browser = await app.SignedInAsync("mydong.chutich");
        await using var commune = await RoomClient.EnterAsync(app, browser, meeting);
        await using var waiting = await RoomClient.ConnectAsync(app, browser, meeting);
        await browser.DeleteAsync("/api/sessions");
        await commune.UntilAsync(() => commune.Ends.Contains("signedOut"), "the end");
        Assert.Equal("not_signed_in", await waiting.TryAsync("Enter", meeting.ToString(), new { device = "máy khác", mode = "audio" }));
        await secretary.HeardAsync($"left [{commune.Conn}]");
    }

    /// <summary>The outcome of everything that shows the agenda or a paper.</summary>
    private static async Task SeesAsync(HttpClient browser, MeetingId meeting, DocumentId paper, string outcome)
    {
        Assert.Equal(outcome, await (await browser.GetAsync($"/api/meetings/{meeting}")).OutcomeAsync());
        await PaperAsync(browser, paper, outcome);
    }

    private static async Task WaitsAsync(HttpClient browser, MeetingId meeting, DocumentId paper)
    {
        var seen = await browser.GetAsync<MeetingDetails>($"/api/meetings/{meeting}");
        Assert.Equal((0, 0, null), (seen.Agenda.Count, seen.Invitees.Count, seen.Notes));
        await PaperAsync(browser, paper, "404 not_found");
        Assert.StartsWith("40", await (await browser.GetAsync($"/api/meetings/{meeting}/room")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await browser.GetAsync($"/api/meetings/{meeting}/attendance")).OutcomeAsync());
    }

    private static async Task PaperAsync(HttpClient browser, DocumentId paper, string outcome)
    {
        foreach (var path in PathsOfPaper)
        {
            Assert.Equal(outcome, await (await browser.GetAsync($"/api/documents/{paper}{path}")).OutcomeAsync());
        }
    }

    /// <summary>A meeting that may be entered now, with My Dong invited and one paper.</summary>
    private async Task<(HttpClient Secretary, MeetingId Meeting, DocumentId Paper)> MeetingAsync(string title)
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var meeting = await secretary.CreateAsync(Plans.Input(title, Plans.Unit("mydong")) with { LocalStart = "2026-11-23T08:30", Notes = "Ghi chú nội bộ" });
        var item = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Id;
        var content = new ByteArrayContent(Pdfs.Report);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        var paper = await (await secretary.PostAsync($"/api/meetings/{meeting}/agenda/{item}/documents?confirmed=true&name=x.pdf", content)).ReadAsync<DocumentView>();
        await Papers.ReadyAsync(secretary, paper.Id);
        return (secretary, meeting, paper.Id);
    }

    private static async Task<(GuestLinkView Link, string Token)> LinkAsync(HttpClient secretary, MeetingId meeting)
    {
        var link = await (await secretary.PostAsync($"/api/meetings/{meeting}/guest-links", new GuestName("Ông Khách"))).ReadAsync<GuestLinkView>();
        return (link, link.Url![(link.Url!.LastIndexOf('/') + 1)..]);
    }

    private async Task<HttpClient> GuestAsync(string token, string name)
    {
        var guest = app.Anonymous();
        (await guest.PostAsync($"/api/guest/{token}", new GuestName(name))).EnsureSuccessStatusCode();
        return guest;
    }
}
