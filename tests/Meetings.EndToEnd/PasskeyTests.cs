using Meetings.EndToEnd.Support;
using Microsoft.Playwright;

namespace Meetings.EndToEnd;

/// <summary>A passkey from its making to signing in with it, by an authenticator that Chromium plays (Web Authentication level 2, section 11).</summary>
public sealed class PasskeyTests
{
    [Fact]
    public async Task A_passkey_made_on_the_account_page_signs_in_without_name_and_password()
    {
        await using var server = new ServerProcess();
        await server.StartAsync();
        await using var secretary = await Official.SignInAsync(server, "huyen.thuky");
        var page = secretary.Page;
        var authenticator = await page.Context.NewCDPSessionAsync(page);
        await authenticator.SendAsync("WebAuthn.enable");
        await authenticator.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });

        await page.GotoAsync($"{secretary.Address}/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Thêm khóa truy cập" }).ClickAsync();
        await page.GetByLabel("Tên khóa").FillAsync("Máy tính cơ quan");
        await page.FillAsync("dialog input[autocomplete=current-password]", Official.DemoPassword);
        await page.ClickAsync("dialog .btn-primary");
        await page.GetByText("Máy tính cơ quan").WaitForAsync();

        await page.ClickAsync(".top .menu > button");
        await page.ClickAsync("[role=menuitem]:last-child");
        await page.GetByRole(AriaRole.Button, new() { Name = "Đăng nhập bằng khóa truy cập" }).ClickAsync();
        await page.WaitForSelectorAsync("form input[autocomplete=current-password]", new() { State = WaitForSelectorState.Detached });
        Assert.Equal("Trần Thị Bích Vân", (await secretary.FetchAsync("GET", "/api/session")).GetProperty("user").GetProperty("displayName").GetString());
    }
}
