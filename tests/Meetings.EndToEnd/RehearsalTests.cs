using System.Text.RegularExpressions;
using Meetings.EndToEnd.Support;
using Microsoft.Playwright;

namespace Meetings.EndToEnd;

/// <summary>Two places try devices and line before a meeting, one by its account and one by its personal link; the secretary sees both and asks the rest.</summary>
public sealed partial class RehearsalTests
{
    [Fact]
    public async Task Two_places_try_and_the_secretary_sees_what_they_found()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var found = await secretary.FetchAsync("GET", $"/api/meetings?view=all&q={Uri.EscapeDataString("huyện Tháp Mười với 13 xã")}");
        var meeting = found.EnumerateArray().Single().GetProperty("id").GetString()!;
        var board = await secretary.FetchAsync("POST", $"/api/meetings/{meeting}/invitations/send", new { });
        var row = board.GetProperty("rows").EnumerateArray().Single(r => r.GetProperty("name").GetString() == "Điểm cầu UBND xã Mỹ Quý").GetProperty("id").GetString();
        var text = await secretary.FetchAsync("GET", $"/api/meetings/{meeting}/invitations/text?invitation={row}");
        var link = new Uri(Link().Match(text.GetRawText()).Value).PathAndQuery;

        await using var site = await Official.SignInAsync(server, "mydong.diemcau");
        await using var guest = new Official(await Browser.StartAsync(width: 390, height: 844), server.LocalUrl);
        await site.Page.GotoAsync($"{server.LocalUrl}/meetings/{meeting}");
        await site.Page.GetByRole(AriaRole.Link, new() { Name = "Kiểm tra điểm cầu", Exact = true }).ClickAsync();
        await guest.Page.GotoAsync(server.LocalUrl + link);
        await guest.Page.Locator("input[autocomplete=name]").FillAsync("Trần Văn Tám");
        await guest.Page.GetByRole(AriaRole.Button, new() { Name = "Kiểm tra điểm cầu trước cuộc họp" }).ClickAsync();
        await Task.WhenAll(TryAsync(site, "Nghe rõ"), TryAsync(guest, "Không nghe thấy"));

        // Everything was tried and measured, though after the button was pressed. How good the line is depends on the machine.
        var result = await site.Test("rehearsal-result").InnerTextAsync();
        Assert.DoesNotContain("chưa nghe thấy tiếng nói", result, StringComparison.Ordinal);
        Assert.DoesNotContain("Có phần chưa thử", result, StringComparison.Ordinal);
        Assert.DoesNotContain("Không đạt", result, StringComparison.Ordinal);
        var other = await guest.Test("rehearsal-result").InnerTextAsync();
        Assert.Contains("Không đạt.", other, StringComparison.Ordinal);
        Assert.Contains("Không nghe thấy loa", other, StringComparison.Ordinal);

        // A guest has no page of the meeting to go back to.
        Assert.Equal((1, 0), (await BackAsync(site), await BackAsync(guest)));

        await secretary.Page.GotoAsync($"{server.LocalUrl}/meetings/{meeting}/invitations");
        await secretary.Page.GetByRole(AriaRole.Link, new() { Name = "Kết quả kiểm tra điểm cầu" }).ClickAsync();
        var places = secretary.Page.Locator(".places > li");
        await places.First.WaitForAsync();
        Assert.Contains("Điểm cầu UBND xã Mỹ Quý", await places.First.InnerTextAsync(), StringComparison.Ordinal);
        await places.First.Locator("a[href^='tel:']").WaitForAsync();
        await secretary.Page.Locator(".place-good, .place-weak", new() { HasText = "Điểm cầu UBND xã Mỹ Đông" }).GetByText("Mất gói chiều đi").WaitForAsync();
    }

    /// <summary>The line first; the loudspeaker is tried while it is measured, and counts.</summary>
    private static async Task TryAsync(Official place, string heard)
    {
        await place.Page.Locator("[data-test=rehearsal] video").WaitForAsync();

        // The browser's own beep, once a second: a busy machine may miss some.
        await place.Page.GetByText("Micrô nghe rõ").WaitForAsync(new() { Timeout = 60_000 });
        await place.Page.GetByRole(AriaRole.Button, new() { Name = "Bắt đầu kiểm tra" }).ClickAsync();
        await place.Page.GetByRole(AriaRole.Button, new() { Name = "Thử loa" }).ClickAsync();
        await place.Page.GetByRole(AriaRole.Button, new() { Name = heard, Exact = true }).ClickAsync();
        await place.Test("rehearsal-result").WaitForAsync(new() { Timeout = 60_000 });
        await place.Page.GetByText("Đã gửi kết quả cho thư ký").WaitForAsync();
    }

    private static Task<int> BackAsync(Official place) => place.Page.GetByRole(AriaRole.Link, new() { Name = "Về cuộc họp" }).CountAsync();

    [GeneratedRegex(@"https?://[^\s""\\]+/g/[A-Za-z0-9_-]+")]
    private static partial Regex Link();
}
