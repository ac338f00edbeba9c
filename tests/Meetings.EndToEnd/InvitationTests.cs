using System.Text.RegularExpressions;
using Meetings.EndToEnd.Support;

namespace Meetings.EndToEnd;

/// <summary>Invite, mail at a real SMTP server, answer by its link, the board shows it, the link enters the room; and a server killed while it mails.</summary>
public sealed partial class InvitationTests
{
    [Fact]
    public async Task A_commune_answers_by_its_link_without_an_account_and_enters_the_room_by_it()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var server = new ServerProcess(smtp.Settings);
        await server.StartAsync();
        var review = new PageReview();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp giao ban có giấy mời", ["Lý Bá Ửng", "Huỳnh Trọng Ân"], ["Mỹ Đông"]);
        await secretary.Page.GotoAsync($"{server.LocalUrl}/meetings/{meeting}/invitations");
        await secretary.Test("board-row").WaitForAsync();
        await review.OfAsync(secretary.Page, "invitations-before");
        await secretary.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Gửi giấy mời (4)" }).ClickAsync();
        await secretary.Page.Locator("dialog footer .btn-danger").ClickAsync();
        await Eventually.TrueAsync(() => Task.FromResult(smtp.Received().Count == 4), TimeSpan.FromSeconds(30), () => $"4 mails; there are {smtp.Received().Count}");
        var mail = smtp.Received().Single(m => m.To == "mydong.chutich@demo.example");
        Assert.Contains("METHOD:REQUEST", mail.Text);
        var link = Link().Match(mail.Text).Value;

        // Somebody without an account, on a telephone.
        await using var visitor = new Official(await Browser.StartAsync(width: 390, height: 844), server.LocalUrl);
        await visitor.Page.GotoAsync(server.LocalUrl + new Uri(link).PathAndQuery);
        await visitor.Test("reply-delegated").CheckAsync();
        await visitor.Page.GetByLabel("Họ và tên người dự thay").FillAsync("Lê Văn Thay");
        await review.OfAsync(visitor.Page, "invitation-reply");
        await visitor.Page.Locator("[data-test=reply-form] button[type=submit]").ClickAsync();
        await visitor.Page.GetByText("Lê Văn Thay").First.WaitForAsync();

        // The bell has rung for the secretary, and the board shows it.
        await secretary.Test("badge").WaitForAsync();
        await secretary.Page.ReloadAsync();
        var row = secretary.Page.Locator("[data-test=board-row]", new() { HasText = "Huỳnh Trọng Ân" });
        await row.GetByText("Cử người dự thay").WaitForAsync();
        await row.GetByText("Lê Văn Thay").WaitForAsync();
        await review.OfAsync(secretary.Page, "invitations-board");
        await secretary.Page.SetViewportSizeAsync(1366, 768);
        await secretary.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Sao chép giấy mời" }).ClickAsync();
        await secretary.Test("invitation-text").WaitForAsync();
        await review.OfAsync(secretary.Page, "invitation-text");
        foreach (var (path, ready, name) in ((string, string, string)[])
            [("/notifications", ".notices a", "notifications"), ("/calendar-feed", ".card .btn", "calendar-feed"), ($"/meetings/{meeting}", "[data-test=invitation-panel]", "meeting-invited")])
        {
            await secretary.Page.SetViewportSizeAsync(1366, 768);
            await secretary.Page.GotoAsync(server.LocalUrl + path);
            await secretary.Page.WaitForSelectorAsync(ready);
            await review.OfAsync(secretary.Page, name);
        }

        // By the same link into the meeting: no password, no lobby.
        await visitor.Page.GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = "Vào cuộc họp" }).ClickAsync();
        await visitor.Test("enter").ClickAsync();
        await visitor.Test("call").WaitForAsync();

        // Taken back, it opens nothing any more.
        var board = await secretary.FetchAsync("GET", $"/api/meetings/{meeting}/invitations");
        var id = board.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "Huỳnh Trọng Ân").GetProperty("id").GetString();
        await secretary.FetchAsync("DELETE", $"/api/meetings/{meeting}/invitations/{id}/link");
        await visitor.Page.GotoAsync(server.LocalUrl + new Uri(link).PathAndQuery);
        await visitor.Page.Locator(".notice-bad").WaitForAsync();
        Assert.True(review.Findings.Count == 0, string.Join('\n', review.Findings));
    }

    [Theory]
    [InlineData("deaf 3", 0)] // killed before the server had the third mail: nobody gets two
    [InlineData("silent 3", 1)] // killed after it had it and before it said so: that one mail, with the same Message-ID
    public async Task A_server_killed_while_mailing_goes_on_after_and_sends_each_mail_once(string habit, int twice)
    {
        await using var smtp = await SmtpServer.StartAsync(habit);
        await using var server = new ServerProcess(smtp.Settings);
        await server.StartAsync();
        using var http = new HttpClient(new HttpClientHandler { CookieContainer = new() }) { BaseAddress = new Uri(server.LocalUrl) };
        http.DefaultRequestHeaders.Add("X-Meetings", "1");
        await PostAsync(http, "/api/session", $$"""{"userName":"huyen.thuky","password":"{{Official.DemoPassword}}","remember":false}""");
        var meetings = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync(new Uri("/api/meetings?view=all", UriKind.Relative))).RootElement;
        var meeting = meetings.EnumerateArray().First(m => m.GetProperty("status").GetString() == "scheduled" && m.GetProperty("mayManage").GetBoolean()).GetProperty("id").GetString();
        var board = System.Text.Json.JsonDocument.Parse(await PostAsync(http, $"/api/meetings/{meeting}/invitations/send", "{}")).RootElement;
        var count = board.GetProperty("rows").EnumerateArray().Count(r => r.TryGetProperty("address", out _));
        Assert.True(count > 5);
        await Eventually.TrueAsync(() => Task.FromResult(smtp.IsStuck), TimeSpan.FromSeconds(60), "the SMTP server never came to the third mail");
        await server.KillAsync();
        smtp.Mode("fine");
        await server.StartAsync();
        await Eventually.TrueAsync(
            () => Task.FromResult(smtp.Received().Select(m => m.MessageId).Distinct().Count() == count), TimeSpan.FromSeconds(60), () => $"{count} mails; there are {smtp.Received().Count}");
        var doubled = smtp.Received().GroupBy(m => m.MessageId).Where(g => g.Count() > 1).ToList();
        Assert.Equal(twice, doubled.Count);
        Assert.All(doubled, g => Assert.Equal(2, g.Count()));
        Assert.Equal(count, smtp.Received().Select(m => m.To + m.MessageId).Distinct().Count());
    }

    private static async Task<string> PostAsync(HttpClient http, string path, string json)
    {
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return text;
    }

    [GeneratedRegex("https?://\\S+/g/[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
