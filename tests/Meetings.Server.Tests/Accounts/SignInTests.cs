using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;

namespace Meetings.Server.Tests.Accounts;

public sealed class SignInTests
{
    [Fact]
    public async Task A_right_password_starts_a_session_and_signing_out_ends_it()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        await app.AddAccountAsync("lan", isAdministrator: true, displayName: "Nguyễn Thị Lan");
        var browser = await app.SignedInAsync("lan");

        var session = await browser.GetAsync<SessionView>("/api/session");
        Assert.Equal("Nguyễn Thị Lan", session.User!.DisplayName);
        Assert.Equal(SessionKind.Administrator, session.User.Kind);

        Assert.Equal("204", await (await browser.DeleteAsync("/api/session")).OutcomeAsync());
        Assert.Null((await browser.GetAsync<SessionView>("/api/session")).User);
    }

    [Theory]
    [InlineData("lan", "sai mật khẩu rồi")]
    [InlineData("khong-co", MeetingsApp.TestPassword)]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer(string userName, string password)
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        await app.AddAccountAsync("lan");
        var answer = await app.Anonymous().PostAsync("/api/session", new SignInInput(userName, password, false));
        Assert.Equal("401 sign_in_failed", await answer.OutcomeAsync());
    }
}
