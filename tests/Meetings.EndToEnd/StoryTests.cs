using System.Globalization;
using System.Text.RegularExpressions;
using Meetings.EndToEnd.Support;
using Microsoft.Playwright;

namespace Meetings.EndToEnd;

/// <summary>
/// A meeting from its plan to its minutes as its people live it: six days before, the day before, an hour before, and live, by a server clock
/// that the test moves, with a real mail server.
/// </summary>
public sealed partial class StoryTests
{
    private const string Title = "Họp giao ban UBND huyện với xã Mỹ Đông";
    private const string Chair = "Lý Bá Ửng";
    private const string Commune = "Huỳnh Trọng Ân";
    private const string CommuneMail = "mydong.chutich@demo.example";
    private static readonly string Papers = Path.Combine(Machine.Root, "src/Meetings.Server/Demo/Data/papers");
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    /// <summary>Twenty minutes ahead of the real clock, so that the live part runs by it.</summary>
    private readonly DateTimeOffset _start = Minute(TimeProvider.System.GetUtcNow().AddMinutes(20));

    [Fact]
    public async Task A_meeting_goes_from_its_plan_to_its_minutes()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var server = new ClockedServer(smtp.Settings, _start.AddDays(-6));

        string meeting;
        await using (var secretary = await Official.SignInAsync(server.LocalUrl, "huyen.thuky"))
        {
            meeting = await PlanAsync(secretary);
            await UploadAsync(secretary.Page, "bao-cao-thang-10.pdf");
            await InviteAsync(secretary, meeting);
            await AskForAsync(secretary, meeting);
        }

        await MailsAsync(smtp, "METHOD:REQUEST", 4);
        await AnswerByLinkAsync(server, smtp);
        await using (var commune = await Official.SignInAsync(server.LocalUrl, "mydong.chutich"))
        {
            await PrepareAsync(commune, meeting);
        }

        // A day before and an hour before, everybody is reminded once. (In the daytime also who has opened no paper; what hour it is depends
        // on when this runs.)
        server.SetClock(_start.AddDays(-1));
        var reminded = await MailsAsync(smtp, "Xin nhắc cuộc họp", 4);
        server.SetClock(_start.AddMinutes(-60));
        Assert.Equal(reminded + 4, await MailsAsync(smtp, "Xin nhắc cuộc họp", reminded + 4));
        await using var host = await Official.SignInAsync(server.LocalUrl, "huyen.thuky");
        await host.Page.GotoAsync($"{server.LocalUrl}/meetings/{meeting}/rehearsals");
        await host.Page.GetByRole(AriaRole.Button, new() { Name = "Nhắc nơi chưa đạt, chưa kiểm tra" }).ClickAsync();
        await MailsAsync(smtp, "Đề nghị kiểm tra camera", 2);
        await using var site = await Official.SignInAsync(server.LocalUrl, "mydong.diemcau");
        await RehearseAsync(site, meeting);
        await LookAtBoardsAsync(host, meeting);

        // Live, by the real clock.
        server.SetClock(TimeProvider.System.GetUtcNow());
        await using var chair = await Official.SignInAsync(server.LocalUrl, "huyen.chutich");
        await MeetAsync(chair, site, meeting);
        await WriteMinutesAsync(host, meeting);

        // The next one begins with what this one concluded.
        await host.Page.GotoAsync($"{server.LocalUrl}/meetings/new?from={meeting}");
        await host.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('input, textarea')].some(field => field.value.includes('UBND xã Mỹ Đông gửi số liệu trước ngày 30'))");
        Assert.Equal(smtp.Received().Count, smtp.Received().Select(m => m.MessageId).Distinct().Count());
        Assert.DoesNotContain(host.Browser.Problems.Concat(chair.Browser.Problems).Concat(site.Browser.Problems), p => p.Contains("Uncaught", StringComparison.Ordinal));
    }

    /// <summary>From the template of the weekly briefing, three weeks long.</summary>
    private async Task<string> PlanAsync(Official secretary)
    {
        var page = secretary.Page;
        await page.GotoAsync($"{secretary.Address}/meetings/new?day={Local(_start):yyyy-MM-dd}");
        await page.Locator("select:has(option[value=weekly])").SelectOptionAsync("weekly");
        await page.Locator(".item-part").First.WaitForAsync();
        await page.GetByLabel("Tên cuộc họp").FillAsync(Title);
        await page.GetByLabel("Bắt đầu", new() { Exact = true }).FillAsync(Local(_start).ToString("HH:mm", CultureInfo.InvariantCulture));
        await page.GetByLabel("Họp định kỳ (lặp lại)").CheckAsync();
        await page.GetByLabel("Khi trùng ngày nghỉ").SelectOptionAsync("keep");
        await page.GetByLabel("Số kỳ").FillAsync("3");
        await PickAsync(page, "Chủ trì", Chair);
        await PickAsync(page, "Thư ký", "Trần Thị Bích Vân");
        await PickAsync(page, "Thêm đơn vị, cá nhân hoặc điểm cầu", Commune);
        await PickAsync(page, "Thêm đơn vị, cá nhân hoặc điểm cầu", "Điểm cầu UBND xã Mỹ Đông");
        await page.GetByText("Các kỳ họp (3)").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Lưu và gửi mời" }).ClickAsync();
        await page.WaitForURLAsync(MeetingUrl());
        var meeting = MeetingUrl().Match(page.Url).Groups[1].Value;
        await page.GotoAsync($"{secretary.Address}/meetings/{meeting}/edit");
        return meeting;
    }

    private static async Task UploadAsync(IPage page, string paper)
    {
        await page.Locator("input[type=file]").First.SetInputFilesAsync(Path.Combine(Papers, paper));
        await page.GetByLabel("Tôi xác nhận tài liệu không chứa bí mật nhà nước").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Bắt đầu tải lên" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = paper }).First.WaitForAsync();
    }

    private static async Task InviteAsync(Official secretary, string meeting)
    {
        await secretary.Page.GotoAsync($"{secretary.Address}/meetings/{meeting}/invitations");
        await secretary.Page.GetByRole(AriaRole.Button, new() { Name = "Gửi giấy mời (4)" }).ClickAsync();
        await secretary.Page.Locator("dialog footer .btn-danger").ClickAsync();
        await secretary.Page.GetByText("Chưa trả lời").First.WaitForAsync();
    }

    /// <summary>Delegates, a report and an opinion, all until five minutes before.</summary>
    private async Task AskForAsync(Official secretary, string meeting)
    {
        var page = secretary.Page;
        await page.GotoAsync($"{secretary.Address}/meetings/{meeting}/preparation");
        await DueAsync(page, "Hạn đăng ký đại biểu");
        await DueAsync(page, "Hạn nộp báo cáo");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lưu", Exact = true }).ClickAsync();
        await page.GetByText("Đã lưu yêu cầu.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Lập phiếu lấy ý kiến" }).ClickAsync();
        await page.GetByLabel("Nội dung lấy ý kiến").FillAsync("Thống nhất kế hoạch thu hoạch lúa vụ Thu Đông");
        await DueAsync(page, "Thời hạn gửi phiếu");
        await page.GetByRole(AriaRole.Button, new() { Name = "Gửi phiếu lấy ý kiến" }).ClickAsync();
        await page.Locator(".opinion-question").WaitForAsync();
    }

    private async Task DueAsync(IPage page, string label)
    {
        var due = page.Locator("fieldset.due", new() { HasText = label });
        await due.GetByLabel("Ngày", new() { Exact = true }).FillAsync(Local(_start).ToString("dd/MM/yyyy", CultureInfo.InvariantCulture));
        await due.GetByLabel("Giờ", new() { Exact = true }).FillAsync(Local(_start.AddMinutes(-5)).ToString("HH:mm", CultureInfo.InvariantCulture));
    }

    /// <summary>The chair of the commune answers from the mail, on a telephone, without signing in.</summary>
    private static async Task AnswerByLinkAsync(ClockedServer server, SmtpServer smtp)
    {
        var mail = smtp.Received().Single(m => m.To == CommuneMail);
        await using var visitor = new Official(await Browser.StartAsync(width: 390, height: 844), server.LocalUrl);
        await visitor.Page.GotoAsync(server.LocalUrl + new Uri(Link().Match(mail.Text).Value).PathAndQuery);
        await visitor.Test("reply-accepted").CheckAsync();
        await visitor.Page.Locator("[data-test=reply-form] button[type=submit]").ClickAsync();
        await visitor.Page.GetByText("Đã gửi trả lời").First.WaitForAsync();
    }

    /// <summary>What the commune owes: delegates, the report, its opinion; and it reads the paper.</summary>
    private static async Task PrepareAsync(Official commune, string meeting)
    {
        var page = commune.Page;
        await page.GotoAsync($"{commune.Address}/meetings/{meeting}/preparation");
        await page.Locator("li[data-key]", new() { HasText = "Điểm cầu UBND xã Mỹ Đông" }).GetByRole(AriaRole.Button, new() { Name = "Đăng ký đại biểu" }).ClickAsync();
        await page.GetByLabel("Đại biểu tham dự").FillAsync("Nguyễn Văn Lúa, Công chức nông nghiệp");
        await page.Locator("dialog footer .btn-primary").ClickAsync();
        await page.GetByText("Nguyễn Văn Lúa (Công chức nông nghiệp)").WaitForAsync();
        await UploadAsync(page, "bao-cao-thang-10.pdf");
        await page.GetByLabel("Tán thành", new() { Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Gửi phiếu", Exact = true }).ClickAsync();
        await page.GetByText("Đã gửi phiếu.").WaitForAsync();
        await page.GotoAsync($"{commune.Address}/meetings/{meeting}");
        await page.Locator(".papers a").First.ClickAsync();
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.paper img')].some(i => i.complete && i.naturalWidth > 0)");
    }

    private static async Task RehearseAsync(Official site, string meeting)
    {
        await site.Page.GotoAsync($"{site.Address}/notifications");
        await site.Page.Locator($".notices a[href*='{meeting}/rehearsal']").First.ClickAsync();
        await site.Page.Locator("[data-test=rehearsal] video").WaitForAsync();
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Bắt đầu kiểm tra" }).ClickAsync();
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Thử loa" }).ClickAsync();
        await site.Page.GetByRole(AriaRole.Button, new() { Name = "Nghe rõ", Exact = true }).ClickAsync();
        await site.Page.GetByText("Đã gửi kết quả cho thư ký").WaitForAsync(new() { Timeout = 60_000 });
    }

    /// <summary>Who answered and opened, what was handed in, which site tried.</summary>
    private static async Task LookAtBoardsAsync(Official secretary, string meeting)
    {
        var page = secretary.Page;
        await page.GotoAsync($"{secretary.Address}/meetings/{meeting}/invitations");
        await page.Locator("[data-test=board-row]", new() { HasText = Commune }).GetByText("Dự họp").First.WaitForAsync();
        await page.GotoAsync($"{secretary.Address}/meetings/{meeting}/preparation");
        await page.GetByRole(AriaRole.Button, new() { Name = "Tiếp nhận" }).ClickAsync();
        await page.GetByText("1 phiếu đã gửi").WaitForAsync();
        await page.GotoAsync($"{secretary.Address}/meetings/{meeting}/rehearsals");
        await page.Locator(".place-good, .place-weak", new() { HasText = "Điểm cầu UBND xã Mỹ Đông" }).WaitForAsync();
    }

    private static async Task MeetAsync(Official chair, Official site, string meeting)
    {
        foreach (var official in (Official[])[chair, site])
        {
            await official.EnterAsync(meeting);
            await official.TurnOnMicrophoneAndCameraAsync();
        }

        // The registered delegate sits at the site.
        await site.Page.Locator("[data-test=more] button").First.ClickAsync();
        await site.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Ai đang ngồi tại điểm cầu" }).ClickAsync();
        await site.Page.GetByLabel(new Regex("Nguyễn Văn Lúa")).CheckAsync();
        await site.Page.Locator("dialog footer .btn-primary").ClickAsync();
        await chair.SeesAndHearsAsync(others: 1);
        await chair.Test("begin").ClickAsync();
        await chair.ShowPanelAsync("agenda");
        await chair.Test("begin-item").ClickAsync();
        await chair.Test("present-document").ClickAsync();
        await site.Page.WaitForSelectorAsync("[data-test=paper][data-page='1']");
        await chair.ShowPanelAsync("notes");
        await chair.Test("add-conclusion").ClickAsync();
        await chair.Page.Locator("[data-test=conclusion] textarea").First.FillAsync("UBND xã Mỹ Đông gửi số liệu trước ngày 30");
        await chair.Page.WaitForSelectorAsync("[data-test=conclusion][data-status=saved]");
        await chair.FinishAsync();
        await site.Test("ended").WaitForAsync();
    }

    private static async Task WriteMinutesAsync(Official secretary, string meeting)
    {
        var page = secretary.Page;
        await page.GotoAsync($"{secretary.Address}/meetings/{meeting}/minutes");
        await page.Locator(".minutes-form").WaitForAsync();
        var text = await page.EvaluateAsync<string>($"fetch('/api/meetings/{meeting}/minutes').then(a => a.text())");
        Assert.All(
            [Chair, "Nguyễn Văn Lúa", "UBND xã Mỹ Đông gửi số liệu trước ngày 30", "Thống nhất kế hoạch thu hoạch lúa vụ Thu Đông"],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Tải" }).First.ClickAsync());
        Assert.EndsWith(".docx", download.SuggestedFilename, StringComparison.Ordinal);
    }

    /// <returns>How many mails that say this came, when there were enough.</returns>
    private static async Task<int> MailsAsync(SmtpServer smtp, string saying, int atLeast)
    {
        int Count() => smtp.Received().Count(m => m.Text.Contains(saying, StringComparison.Ordinal));
        await Eventually.TrueAsync(() => Task.FromResult(Count() >= atLeast), TimeSpan.FromSeconds(90), () => $"{atLeast} mails saying {saying}; there are {Count()} of {smtp.Received().Count}");
        return Count();
    }

    private static async Task PickAsync(IPage page, string label, string name)
    {
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = label });
        await box.FillAsync(name);
        await page.GetByRole(AriaRole.Option, new() { NameRegex = new(Regex.Escape(name)) }).First.ClickAsync();
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => time.AddSeconds(-time.Second).AddMilliseconds(-time.Millisecond);

    private static DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone);

    [GeneratedRegex("/meetings/([0-9a-f]{32})$")]
    private static partial Regex MeetingUrl();

    [GeneratedRegex("https?://\\S+/g/[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
