using System.Text.Json;
using Meetings.EndToEnd.Support;
using Microsoft.Playwright;

namespace Meetings.EndToEnd;

/// <summary>
/// Every page on the demonstration data, wide and narrow, looked at by <see cref="PageReview"/>. With UPDATE_PICTURES=1 the pictures of docs/images/pages are
/// made anew.
/// </summary>
public sealed class ScreenshotTests
{
    private readonly PageReview _review = new();

    [Fact]
    public async Task Every_page_fits_reads_and_can_be_used_by_everybody()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var visitor = new Official(await Browser.StartAsync(), server.LocalUrl);
        await ShowAsync(visitor, "/", "input[autocomplete=username]", "sign-in");
        await ShowAsync(visitor, "/help", "#keys", "help");

        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var now = await MeetingAsync(secretary, "huyện Tháp Mười với 13 xã");
        await PagesOfTheSecretaryAsync(secretary, now);
        await using var site = await Official.SignInAsync(server, "mydong.diemcau");
        await TheCallAsync(secretary, site, visitor, now);

        await using var administrator = await Official.SignInAsync(server, "quantri");
        foreach (var part in (string[])["units", "people", "sites", "accounts"])
        {
            await ShowAsync(administrator, $"/organisation?part={part}", ".org-panel li, .org-panel tbody tr", $"organisation-{part}", kept: part is "units" or "people");
        }

        Official[] all = [visitor, secretary, site, administrator];
        _review.Findings.AddRange(all.SelectMany(o => o.Browser.Problems).Where(p => !p.Contains("Failed to load resource", StringComparison.Ordinal)).Select(p => "console: " + p));
        Assert.True(_review.Findings.Count == 0, string.Join('\n', _review.Findings));
    }

    private async Task PagesOfTheSecretaryAsync(Official secretary, string now)
    {
        var past = await MeetingAsync(secretary, "rà soát hộ nghèo");
        var planned = await MeetingAsync(secretary, "sơ kết công tác cải cách");
        await ShowAsync(secretary, "/", "a[href^='/meetings/']", "meetings");
        await ShowAsync(secretary, "/calendar", ".calendar li a", "calendar");
        await ShowAsync(secretary, $"/meetings/{now}", "text=Chương trình", "meeting");
        await ShowAsync(secretary, $"/meetings/{planned}/invitations", "main h1", "invitations", kept: false);
        await ShowAsync(secretary, $"/meetings/{planned}/preparation", "main h1", "preparation", kept: false);
        await ShowAsync(secretary, $"/meetings/{now}/rehearsals", ".places > li", "rehearsals", kept: false);
        await ShowAsync(secretary, $"/meetings/{planned}/edit", "#invitees", "editor");
        await TheRecurringAsync(secretary);
        await ShowAsync(secretary, $"/meetings/{past}/minutes", "textarea", "minutes");
        await ShowAsync(secretary, "/account", "input[autocomplete=new-password]", "account", kept: false);
        await ShowAsync(secretary, "/khong-co-trang-nay", "main h1", "not-found");
        await ShowAsync(secretary, $"/documents/{await PaperAsync(secretary, now)}", "img, svg.paper, object, .page-view", "reader");

        await secretary.Page.EvaluateAsync("localStorage.setItem('language', 'en')");
        await ShowAsync(secretary, "/", "a[href^='/meetings/']", "meetings-en", "en");
        await ShowAsync(secretary, $"/meetings/{planned}/edit", "#invitees", "editor-en", "en", kept: false);
        await ShowAsync(secretary, $"/meetings/{past}/minutes", "textarea", "minutes-en", "en", kept: false);
        await secretary.Page.EvaluateAsync("localStorage.setItem('language', 'vi')");
    }

    /// <summary>A new plan from a template that recurs: all days, the tree of the agenda, who attends an item.</summary>
    private async Task TheRecurringAsync(Official secretary)
    {
        await secretary.Page.SetViewportSizeAsync(1366, 768);
        await secretary.Page.GotoAsync(secretary.Address + "/meetings/new?day=2027-02-01");
        await secretary.Page.Locator("select:has(option[value=weekly])").SelectOptionAsync("weekly");
        await secretary.Page.Locator(".item-part").First.WaitForAsync();
        await secretary.Page.GetByLabel("Họp định kỳ (lặp lại)").CheckAsync();
        await secretary.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("Mời tất cả xã") }).ClickAsync();
        await secretary.Page.Locator(".item-part summary").First.ClickAsync();
        await secretary.Page.GetByText("dời từ").First.WaitForAsync();
        await _review.OfAsync(secretary.Page, "editor-new", kept: false);
    }

    /// <summary>The secretary and a commune's room around a paper, the visitor as a guest before the door.</summary>
    private async Task TheCallAsync(Official secretary, Official site, Official visitor, string meeting)
    {
        await secretary.OpenRoomAsync(meeting);
        await secretary.Page.WaitForSelectorAsync("[data-test=line-test]:not([data-udp=unknown])");
        Assert.Equal("", await secretary.MovedAsync());
        await _review.OfAsync(secretary.Page, "device-check");
        await secretary.Test("mode-full").CheckAsync();
        await secretary.Test("enter").ClickAsync();
        await secretary.Test("call").WaitForAsync();
        await ShowAsync(site, $"/meetings/{meeting}/rehearsal", "[data-test=rehearsal] video", "rehearsal", kept: false);
        await site.EnterAsync(meeting);
        await site.TurnOnMicrophoneAndCameraAsync();
        await RegisterAsync(site, meeting, "Lê Thị Hoa", "Công chức văn phòng");
        await SitDownAsync(site, "Huỳnh Trọng Ân", "Chủ tịch UBND xã Mỹ Đông");

        await secretary.Page.SetViewportSizeAsync(1366, 768);
        await secretary.Test("begin").ClickAsync();
        await secretary.ShowPanelAsync("agenda");
        await secretary.Page.Locator("[data-test=begin-item]").Nth(1).ClickAsync();
        await secretary.Test("present-document").ClickAsync();
        await secretary.Page.WaitForSelectorAsync("[data-test=paper][data-page='1']");
        await secretary.SeesAndHearsAsync(others: 1);
        await secretary.Test("panel-agenda").ClickAsync();
        await _review.OfAsync(secretary.Page, "call-paper");

        await site.Page.SetViewportSizeAsync(1366, 768);
        await site.ShowPanelAsync("chat");
        await site.Test("chat-input").FillAsync("Xã Mỹ Đông đã gửi số liệu lúa vụ Thu Đông.");
        await site.Test("chat-send").ClickAsync();
        await site.Test("hand").ClickAsync();
        await PanelAsync(secretary, "chat", "[data-test=chat-line]");
        await secretary.Page.SetViewportSizeAsync(1366, 768);
        await secretary.ShowPanelAsync("notes");
        await secretary.Test("conclusion-text").FillAsync("Giao UBND xã Mỹ Đông báo cáo tiến độ trước ngày 30 tháng 11.");
        await PanelAsync(secretary, "notes", "[data-test=conclusion][data-status=saved]");

        await LinesAsync(secretary);
        var link = await secretary.FetchAsync("POST", $"/api/meetings/{meeting}/guest-links", new { Name = "Báo Đồng Tháp" });
        await ShowAsync(visitor, new Uri(link.GetProperty("url").GetString()!).PathAndQuery, "input[autocomplete=name]", "guest");
        await visitor.Page.ClickAsync("form button[type=submit]");
        await visitor.Test("enter").ClickAsync();
        await visitor.Test("lobby").WaitForAsync();
        await _review.OfAsync(visitor.Page, "lobby");
        await PanelAsync(secretary, "people", "[data-test=admit]");
    }

    /// <summary>The window of one's own line with a rung pinned, and the board of everybody's.</summary>
    private async Task LinesAsync(Official secretary)
    {
        await secretary.Page.SetViewportSizeAsync(1366, 768);
        await secretary.Test("line").ClickAsync();
        await secretary.Test("pin-1").CheckAsync();
        await secretary.Page.WaitForSelectorAsync("[data-test=rung][data-rung='1']");
        await _review.OfAsync(secretary.Page, "line");
        await secretary.Test("pin-auto").CheckAsync();
        await secretary.Page.Keyboard.PressAsync("Escape");
        await secretary.Page.SetViewportSizeAsync(1366, 768);
        await secretary.Page.Locator("[data-test=more] button").First.ClickAsync();
        await secretary.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Đường truyền các điểm cầu" }).ClickAsync();
        await secretary.Page.WaitForSelectorAsync("[data-test=board-row][data-rung]");
        await _review.OfAsync(secretary.Page, "board");
    }

    /// <summary>What the commune handed in before the meeting.</summary>
    private static async Task RegisterAsync(Official site, string meeting, string name, string position)
    {
        var rows = (await site.FetchAsync("GET", $"/api/meetings/{meeting}/preparation")).GetProperty("rows").EnumerateArray();
        var key = rows.First(r => r.GetProperty("mine").GetBoolean()).GetProperty("key").GetString();
        await site.FetchAsync("PUT", $"/api/meetings/{meeting}/preparation/{key}/delegates", new { Delegates = new[] { new { Name = name, Position = position } } });
    }

    /// <summary>The room's account names who sits before its camera: those registered by a tick, others by typing.</summary>
    private async Task SitDownAsync(Official site, string name, string position)
    {
        await site.Page.Locator("[data-test=more] button").First.ClickAsync();
        await site.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Ai đang ngồi tại điểm cầu" }).ClickAsync();
        var dialog = site.Test("site-dialog");
        await dialog.GetByLabel("Lê Thị Hoa, Công chức văn phòng").CheckAsync();
        await dialog.GetByLabel("Họ và tên").FillAsync(name);
        await dialog.GetByLabel("Chức vụ").FillAsync(position);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Thêm người ngoài danh bạ" }).ClickAsync();
        await _review.OfAsync(site.Page, "site");
        await site.Test("site-save").ClickAsync();
        await dialog.WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private async Task PanelAsync(Official official, string panel, string ready)
    {
        await official.Page.SetViewportSizeAsync(1366, 768);
        await official.ShowPanelAsync(panel);
        await official.Page.WaitForSelectorAsync(ready);
        await _review.OfAsync(official.Page, $"call-{panel}");
    }

    private async Task ShowAsync(Official official, string path, string ready, string name, string language = "vi", bool kept = true)
    {
        await official.Page.SetViewportSizeAsync(1366, 768);
        await official.Page.GotoAsync(official.Address + path);
        await official.Page.WaitForSelectorAsync(ready);
        await official.Page.WaitForFunctionAsync("() => !document.querySelector('.loading') && [...document.images].every(i => i.complete)");
        await _review.OfAsync(official.Page, name, language, kept);
    }

    private static async Task<string> MeetingAsync(Official official, string words)
    {
        var found = await official.FetchAsync("GET", $"/api/meetings?view=all&q={Uri.EscapeDataString(words)}");
        return found.EnumerateArray().Single().GetProperty("id").GetString()!;
    }

    /// <summary>The first paper of the meeting, once its pages are made.</summary>
    private static async Task<string> PaperAsync(Official official, string meeting)
    {
        var paper = default(JsonElement);
        await Eventually.TrueAsync(
            async () =>
            {
                var details = await official.FetchAsync("GET", $"/api/meetings/{meeting}");
                paper = details.GetProperty("agenda").EnumerateArray().SelectMany(i => i.GetProperty("documents").EnumerateArray()).First();
                return paper.GetProperty("status").GetString() == "ready";
            },
            TimeSpan.FromSeconds(60),
            "the paper's pages are not ready");
        return paper.GetProperty("id").GetString()!;
    }
}
