using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;

namespace Meetings.Server.Tests.Accounts;

public sealed class SignInTests(EmptyApp app) : IClassFixture<EmptyApp>
{
    [Fact]
    public async Task A_right_password_starts_a_session_and_signing_out_ends_it()
    {
        await app.AddAccountAsync("lan", isAdministrator: true, displayName: "Nguyễn Thị Lan");
        var browser = await app.SignedInAsync("lan");

        var session = await browser.GetAsync<SessionView>("/api/session");
        Assert.Equal("Nguyễn Thị Lan", session.User!.DisplayName);
        Assert.Equal(SessionKind.Administrator, session.User.Kind);

        Assert.Equal("204", await (await browser.DeleteAsync("/api/session")).OutcomeAsync());
        Assert.Null((await browser.GetAsync<SessionView>("/api/session")).User);
    }

    [Theory]
    [InlineData("mai", "mai", "sai mật khẩu rồi")]
    [InlineData("cuc", "khong-co", MeetingsApp.TestPassword)]
    public async Task A_wrong_password_and_an_unknown_name_get_the_same_answer(string account, string userName, string password)
    {
        await app.AddAccountAsync(account);
        var answer = await app.Anonymous().PostAsync("/api/session", new SignInInput(userName, password, false));
        Assert.Equal("401 sign_in_failed", await answer.OutcomeAsync());
    }
}
