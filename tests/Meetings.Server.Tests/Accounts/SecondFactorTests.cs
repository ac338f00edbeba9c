using System.Text;
using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Accounts.SecondFactor;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Accounts;

public sealed class SecondFactorTests
{
    /// <summary>RFC 6238 appendix B, the SHA-1 column.</summary>
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Encoding.ASCII.GetBytes("12345678901234567890"), seconds / 30, 8));

    /// <summary>RFC 4648 section 10.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Secrets_are_written_in_base_32(string text, string base32) => Assert.Equal(base32, Totp.Base32(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public async Task The_app_is_asked_after_the_password_and_a_code_works_once()
    {
        await using var app = await MeetingsApp.StartAsync();
        var (secret, recovery) = await EnrolAsync(app, "huyen.thuky");
        string Code(int steps = 0) => Totp.Code(secret, app.Clock.GetUtcNow().ToUnixTimeSeconds() / 30 + steps, 6);
        app.Clock.Advance(TimeSpan.FromMinutes(2));

        var browser = app.Anonymous();
        var half = await HalfwayAsync(app, browser, "huyen.thuky");
        Assert.Null(half.User);
        Assert.Equal((true, false), (half.SecondStep!.Totp, half.SecondStep.Passkey));
        Assert.Null((await browser.GetAsync<SessionView>("/api/session")).User);
        async Task<string> Second(string code) => await (await browser.PostAsync("/api/session/second", new SecondFactorInput(half.SecondStep.Ticket, code))).OutcomeAsync();
        Assert.Equal("400 code_wrong", await Second(Code(2)));
        Assert.Equal("400 code_wrong", await Second(Code(-2)));
        Assert.Equal("200", await Second(Code(1)));
        Assert.Equal("huyen.thuky", (await UserNameAsync(app, browser)));
        Assert.Equal("400 code_wrong", await Second(Code(1))); // the same code, and one before it
        Assert.Equal("400 code_wrong", await Second(Code()));
        Assert.Equal("200", await Second(recovery[0].ToLowerInvariant()));
        Assert.Equal("400 code_wrong", await Second(recovery[0]));
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("400 ticket_expired", await Second(Code()));
    }

    [Fact]
    public async Task A_thousand_guesses_of_the_code_are_slowed_down()
    {
        await using var app = await MeetingsApp.StartAsync();
        await EnrolAsync(app, "huyen.thuky");
        var browser = app.Anonymous();
        var ticket = (await HalfwayAsync(app, browser, "huyen.thuky")).SecondStep!.Ticket;
        var answers = new List<string>();
        for (var guess = 0; guess < 20; guess++)
        {
            answers.Add(await (await browser.PostAsync("/api/session/second", new SecondFactorInput(ticket, $"{guess:000000}"))).OutcomeAsync());
        }

        Assert.InRange(answers.Count(answer => answer == "400 code_wrong"), 1, GuessingDelay.FreeTries + 1);
        Assert.Contains("429 too_many_attempts", answers);
    }

    [Fact]
    public async Task What_guards_an_account_changes_only_with_its_password()
    {
        await using var app = await MeetingsApp.StartAsync();
        var browser = await app.SignedInAsync("huyen.thuky");
        var password = PasswordOf(app, "huyen.thuky");
        Assert.Equal("400 password_wrong", await (await browser.PostAsync("/api/account/totp", new PasswordAgain("sai mật khẩu"))).OutcomeAsync());
        Assert.Equal("400 password_wrong", await (await browser.PostAsync("/api/account/passkeys/options", new PasswordAgain("sai mật khẩu"))).OutcomeAsync());
        Assert.Equal("409 second_factor_first", await (await browser.PostAsync("/api/account/recovery", new PasswordAgain(password))).OutcomeAsync());
        var start = await (await browser.PostAsync("/api/account/totp", new PasswordAgain(password))).ReadAsync<TotpStart>();
        Assert.StartsWith("otpauth://totp/Meetings:huyen.thuky?secret=", start.Uri, StringComparison.Ordinal);
        Assert.Contains("<svg", start.Qr, StringComparison.Ordinal);
        Assert.Equal("400 code_wrong", await (await browser.PostAsync("/api/account/totp/confirm", new TotpConfirm(start.Ticket, "000000"))).OutcomeAsync());
        var other = await app.SignedInAsync("huyen.chutich");
        Assert.Equal("400 ticket_expired", await (await other.PostAsync("/api/account/totp/confirm", new TotpConfirm(start.Ticket, "000000"))).OutcomeAsync());
        Assert.False((await browser.GetAsync<SecurityView>("/api/account/security")).Totp);
    }

    [Fact]
    public async Task An_administrator_without_a_second_factor_can_only_make_one()
    {
        await using var app = await MeetingsApp.StartAsync(settings: ("Meetings:RequireSecondFactor", "true"));
        var admin = await app.SignedInAsync("quantri");
        Assert.True((await admin.GetAsync<SessionView>("/api/session")).User!.MustEnrol);
        Assert.Equal("403 second_factor_required", await (await admin.GetAsync("/api/units")).OutcomeAsync());
        Assert.Equal("403 second_factor_required", await (await admin.PostAsync("/api/accounts", new { })).OutcomeAsync());
        await EnrolAsync(app, "quantri", admin);
        Assert.Equal("200", await (await admin.GetAsync("/api/units")).OutcomeAsync());
        Assert.Equal("409 last_second_factor", await (await admin.PostAsync("/api/account/totp/remove", new PasswordAgain(PasswordOf(app, "quantri")))).OutcomeAsync());
        var others = await app.SignedInAsync("huyen.thuky");
        Assert.False((await others.GetAsync<SessionView>("/api/session")).User!.MustEnrol);
    }

    [Fact]
    public async Task Keys_and_codes_are_not_readable_in_the_database()
    {
        await using var app = await MeetingsApp.StartAsync(keepFolder: true);
        var (secret, recovery) = await EnrolAsync(app, "huyen.thuky");
        await app.StopAsync();
        var files = Directory.GetFiles(app.DataFolder, "*.db*", SearchOption.AllDirectories).Select(File.ReadAllBytes).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            Assert.Equal(-1, file.AsSpan().IndexOf(secret));
            Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Totp.Base32(secret))));
            Assert.Equal(-1, file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(recovery[0].Replace("-", "", StringComparison.Ordinal))));
        }

        Directory.Delete(app.DataFolder, recursive: true);
    }

    private static string PasswordOf(MeetingsApp app, string userName) =>
        app.Services.GetService<IDemoAccounts>()!.List.Single(account => account.UserName == userName).Password;

    private static async Task<string?> UserNameAsync(MeetingsApp app, HttpClient browser)
    {
        var id = (await browser.GetAsync<SessionView>("/api/session")).User!.AccountId;
        return await app.WithAsync<IAccounts, string?>(async accounts => (await accounts.FindAsync(id, default))?.UserName);
    }

    private static async Task<SessionView> HalfwayAsync(MeetingsApp app, HttpClient browser, string userName) =>
        await (await browser.PostAsync("/api/session", new SignInInput(userName, PasswordOf(app, userName)))).ReadAsync<SessionView>();

    private static async Task<(byte[] Secret, IReadOnlyList<string> Recovery)> EnrolAsync(MeetingsApp app, string userName, HttpClient? browser = null)
    {
        browser ??= await app.SignedInAsync(userName);
        var start = await (await browser.PostAsync("/api/account/totp", new PasswordAgain(PasswordOf(app, userName)))).ReadAsync<TotpStart>();
        var secret = FromBase32(start.Secret);
        var code = Totp.Code(secret, app.Clock.GetUtcNow().ToUnixTimeSeconds() / 30, 6);
        var codes = await (await browser.PostAsync("/api/account/totp/confirm", new TotpConfirm(start.Ticket, code))).ReadAsync<RecoveryCodesView>();
        Assert.Equal(10, codes.Codes.Distinct().Count());
        return (secret, codes.Codes);
    }

    private static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>();
        int bits = 0, value = 0;
        foreach (var letter in text)
        {
            value = value << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(value >> bits));
            }
        }

        return [.. bytes];
    }
}
