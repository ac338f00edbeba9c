using Meetings.EndToEnd.Support;
using Microsoft.Playwright;

namespace Meetings.EndToEnd;

/// <summary>Reading papers where there is no line at all.</summary>
public sealed class OfflineTests
{
    /// <summary>No network at all: tomorrow's papers open. Withdrawn ones are gone at the next contact, and everything after signing out.</summary>
    [Fact]
    public async Task Papers_kept_on_the_device_open_without_a_network_and_go_when_withdrawn_or_signed_out()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var meeting = await Plan.MeetingAsync(secretary, "Họp đọc tài liệu", ["Lý Bá Ửng", "Huỳnh Trọng Ân"], [], Path.Combine(Machine.Root, "src/Meetings.Server/Demo/Data/papers/bao-cao-thang-10.pdf"));
        var page = secretary.Page;
        await page.GotoAsync($"{secretary.Address}/meetings/{meeting}");
        // It waits until nobody waits for an answer or a picture, and on a busy machine pictures of pages take their time.
        await page.WaitForFunctionAsync("() => navigator.serviceWorker.controller !== null", null, new() { Timeout = 150_000 });
        await page.ClickAsync("[data-test=packet] button");
        await page.WaitForSelectorAsync("[data-test=packet-complete]", new() { Timeout = 60_000 });

        // Other meetings' papers may still be on their way: this one's are complete.
        var document = (await secretary.FetchAsync("GET", $"/api/meetings/{meeting}")).GetProperty("agenda")[0].GetProperty("documents")[0].GetProperty("id").GetString();
        await secretary.Browser.Context.SetOfflineAsync(true);
        await page.GotoAsync($"{secretary.Address}/offline");
        await page.ClickAsync($".papers a[href='/documents/{document}']");
        await WaitForPageAsync(page);
        await page.ReloadAsync();
        await WaitForPageAsync(page);

        await secretary.Browser.Context.SetOfflineAsync(false);
        await secretary.FetchAsync("POST", $"/api/documents/{document}/withdraw");
        await page.GotoAsync($"{secretary.Address}/offline");
        await page.WaitForFunctionAsync(
            $"async () => !(await caches.match('/api/documents/{document}')) && ![...await Promise.all((await caches.keys()).map(async n => (await (await caches.open(n)).keys()).map(r => r.url)))].flat().some(u => u.includes('{document}'))",
            null,
            new() { Timeout = 30_000 });
        await secretary.FetchAsync("POST", $"/api/documents/{document}/release");

        await page.GotoAsync($"{secretary.Address}/");
        await page.EvaluateAsync("() => caches.open('papers-of-somebody')");
        await page.ClickAsync(".top .menu > button");
        await page.ClickAsync("[role=menuitem]:last-child");
        await page.WaitForFunctionAsync("async () => !(await caches.keys()).some(name => name.startsWith('papers-'))");
    }

    private static async Task WaitForPageAsync(IPage page) =>
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.paper img')].some(i => i.complete && i.naturalWidth > 0)");
}
