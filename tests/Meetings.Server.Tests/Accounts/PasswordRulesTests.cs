using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;

namespace Meetings.Server.Tests.Accounts;

/// <summary>Each try has an account of its own, so one server does for all.</summary>
public sealed class PasswordRulesTests(EmptyApp app) : IClassFixture<EmptyApp>
{
    private static int _accounts;

    [Theory]
    [InlineData("ngắn quá", "400 password_too_short")]
    [InlineData("matkhau12345", "400 password_too_common")]
    [InlineData("MậtKhẩu12345", "400 password_too_common")]
    [InlineData("aaaaaaaaaaaaaa", "400 password_too_common")]
    [InlineData("nguyenlan2026", "204")]
    [InlineData("một câu dài không ai đoán ra", "204")]
    public async Task A_new_password_must_be_long_and_not_what_everybody_guesses(string next, string outcome)
    {
        var name = $"nguyen.thi.lan{Interlocked.Increment(ref _accounts)}";
        await app.AddAccountAsync(name);
        var browser = await app.SignedInAsync(name);
        Assert.Equal(outcome, await (await browser.PostAsync("/api/account/password", new ChangePasswordInput(MeetingsApp.TestPassword, next))).OutcomeAsync());
    }
}
