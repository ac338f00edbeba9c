using System.Net;
using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Accounts;

public sealed class SessionTests
{
    [Fact]
    public async Task Guessing_at_the_door_is_slowed_and_the_right_password_works_after_the_wait()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        await app.AddAccountAsync("lan");
        var browser = app.Anonymous();
        for (var i = 0; i < GuessingDelay.FreeTries; i++)
        {
            Assert.Equal("401 sign_in_failed", await (await browser.PostAsync("/api/session", new SignInInput("lan", "sai mật khẩu"))).OutcomeAsync());
        }

        var right = new SignInInput("lan", MeetingsApp.TestPassword);
        Assert.Equal("429 too_many_attempts", await (await browser.PostAsync("/api/session", right)).OutcomeAsync());
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("200", await (await browser.PostAsync("/api/session", right)).OutcomeAsync());
    }

    [Fact]
    public async Task The_cookie_is_unreadable_to_scripts_and_never_sent_from_other_sites()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        await app.AddAccountAsync("lan");
        using var answer = await app.Anonymous().PostAsync("/api/session", new SignInInput("lan", MeetingsApp.TestPassword));
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_other_browsers_session_and_tells_the_live_connections()
    {
        var told = new Told();
        await using var app = await MeetingsApp.StartAsync(demo: false, services: services => services.AddSingleton<IHandle<SignedOutEverywhere>>(told));
        var account = await app.AddAccountAsync("lan");
        var (here, there) = (await app.SignedInAsync("lan"), await app.SignedInAsync("lan"));
        Assert.Equal("204", await (await here.DeleteAsync("/api/sessions")).OutcomeAsync());
        Assert.Null((await there.GetAsync<SessionView>("/api/session")).User);
        Assert.Null((await here.GetAsync<SessionView>("/api/session")).User);
        Assert.Equal([account], told.Accounts);
    }

    [Fact]
    public async Task A_changed_password_keeps_this_session_and_ends_the_others()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        await app.AddAccountAsync("lan");
        var (here, there) = (await app.SignedInAsync("lan"), await app.SignedInAsync("lan"));
        Assert.Equal("204", await (await here.PostAsync("/api/account/password", new ChangePasswordInput(MeetingsApp.TestPassword, "nắng tốt dưa"))).OutcomeAsync());
        Assert.NotNull((await here.GetAsync<SessionView>("/api/session")).User);
        Assert.Null((await there.GetAsync<SessionView>("/api/session")).User);
        await app.SignedInAsync("lan", "nắng tốt dưa");
    }

    [Fact]
    public async Task A_deactivated_account_is_out_at_its_next_request_and_cannot_come_back()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        await app.AddAccountAsync("lan");
        var browser = await app.SignedInAsync("lan");
        await app.WithAsync<UserManager<Account>>(async accounts =>
        {
            var account = (await accounts.FindByNameAsync("lan"))!;
            account.IsActive = false;
            await accounts.UpdateAsync(account);
        });
        Assert.Equal("401 not_signed_in", await (await browser.GetAsync("/api/units")).OutcomeAsync());
        var again = await app.Anonymous().PostAsync("/api/session", new SignInInput("lan", MeetingsApp.TestPassword));
        Assert.Equal("401 sign_in_failed", await again.OutcomeAsync());
    }

    [Fact]
    public async Task A_session_survives_a_restart_of_the_server()
    {
        await using var first = await MeetingsApp.StartAsync(demo: false);
        await first.AddAccountAsync("lan");
        using var answer = await first.Anonymous().PostAsync("/api/session", new SignInInput("lan", MeetingsApp.TestPassword));
        var cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        await first.StopAsync();
        await using var second = await MeetingsApp.StartAsync(demo: false, dataFolder: first.DataFolder);
        var browser = second.CreateDefaultClient();
        browser.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.NotNull((await browser.GetAsync<SessionView>("/api/session")).User);
    }

    [Fact]
    public async Task The_first_administrators_link_works_once()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        var token = await FirstLinkAsync(app);
        var browser = app.Anonymous();
        Assert.True((await browser.GetAsync<SetupView>($"/api/setup?token={token}")).Valid);
        Assert.Equal("400 password_too_short", await (await browser.PostAsync("/api/setup", new SetupInput(token, "ngắn", "quantri", "Quản trị"))).OutcomeAsync());
        var made = await browser.PostAsync("/api/setup", new SetupInput(token, "một câu dài không ai đoán ra", "quantri", "Quản trị"));
        Assert.True((await made.ReadAsync<SessionView>()).User!.IsAdministrator);
        Assert.False((await browser.GetAsync<SetupView>($"/api/setup?token={token}")).Valid);
        var again = await app.Anonymous().PostAsync("/api/setup", new SetupInput(token, "một câu dài không ai đoán ra", "khac", "Khác"));
        Assert.Equal("404 setup_link_invalid", await again.OutcomeAsync());
        await using var scope = app.Services.CreateAsyncScope();
        var notice = scope.ServiceProvider.GetServices<Meetings.Server.Hosting.IStartNotice>().OfType<FirstAdministratorNotice>().Single();
        Assert.Empty(await notice.LinesAsync("http://localhost", default));
    }

    [Fact]
    public async Task Of_two_at_once_one_becomes_the_first_administrator()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        var token = await FirstLinkAsync(app);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            app.Anonymous().PostAsync("/api/setup", new SetupInput(token, "một câu dài không ai đoán ra", $"quantri{i}", "Quản trị"))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_setup_link_expires()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        var token = await FirstLinkAsync(app);
        app.Clock.Advance(OneTimeLinks.Lifetime);
        Assert.False((await app.Anonymous().GetAsync<SetupView>($"/api/setup?token={token}")).Valid);
    }

    [Fact]
    public async Task Outside_demo_mode_there_is_no_account_and_no_hint_of_one()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        var session = await app.Anonymous().GetAsync<SessionView>("/api/session");
        Assert.False(session.Demo);
        Assert.Null(session.DemoAccounts);
        var answer = await app.Anonymous().PostAsync("/api/session", new SignInInput("quantri", "thapmuoi2021"));
        Assert.Equal("401 sign_in_failed", await answer.OutcomeAsync());
    }

    private static Task<string> FirstLinkAsync(MeetingsApp app) => app.WithAsync<OneTimeLinks, string>(links => links.MakeAsync(null, default));

    private sealed class Told : IHandle<SignedOutEverywhere>
    {
        public List<AccountId> Accounts { get; } = [];

        public Task HandleAsync(SignedOutEverywhere news, CancellationToken cancellationToken)
        {
            Accounts.Add(news.AccountId);
            return Task.CompletedTask;
        }
    }
}
