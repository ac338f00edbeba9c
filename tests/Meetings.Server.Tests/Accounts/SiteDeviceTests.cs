using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Demo;

namespace Meetings.Server.Tests.Accounts;

public sealed class SiteDeviceTests
{
    [Fact]
    public async Task A_device_paired_once_stays_signed_in_until_it_is_revoked()
    {
        await using var app = await MeetingsApp.StartAsync();
        var site = OrganisationSeed.AccountOf("mydong.diemcau");
        var by = new Caller(OrganisationSeed.AccountOf("quantri"), "Quản trị", null, null, true, null);
        Task<T> Devices<T>(Func<ISiteDevices, Task<T>> work) => app.WithAsync<ISiteDevices, T>(work);
        var code = (await Devices(devices => devices.AddAsync(by, site, "Máy phòng họp", default))).Value;
        Assert.Matches("^[0-9]{10}$", code.Code);

        var machine = app.Anonymous();
        Assert.Equal("404 pairing_code_wrong", await (await machine.PostAsync("/api/device", new PairInput("0123456789"))).OutcomeAsync());
        var answer = await machine.PostAsync("/api/device", new PairInput($"{code.Code[..5]} {code.Code[5..]}"));
        Assert.Equal(SessionKind.Site, (await answer.ReadAsync<SessionView>()).User!.Kind);
        Assert.Contains("expires=", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("404 pairing_code_wrong", await (await app.Anonymous().PostAsync("/api/device", new PairInput(code.Code))).OutcomeAsync());

        // A month later, without anybody signing in again: twice as long as a person's cookie lasts.
        for (var part = 0; part < 3; part++)
        {
            app.Clock.Advance(TimeSpan.FromDays(10));
            Assert.NotNull((await machine.GetAsync<SessionView>("/api/session")).User);
        }

        var known = Assert.Single(await Devices(devices => devices.ListAsync(site, default)));
        Assert.Equal(("Máy phòng họp", app.Clock.GetUtcNow()), (known.Name, known.SeenAt!.Value));
        Assert.False((await Devices(devices => devices.RevokeAsync(by, site, known.Id, default))).IsRefused);
        Assert.Null((await machine.GetAsync<SessionView>("/api/session")).User);
    }

    [Fact]
    public async Task A_pairing_code_ends_and_is_not_guessed()
    {
        await using var app = await MeetingsApp.StartAsync();
        var site = OrganisationSeed.AccountOf("mydong.diemcau");
        var by = new Caller(OrganisationSeed.AccountOf("quantri"), "Quản trị", null, null, true, null);
        var code = await app.WithAsync<ISiteDevices, PairingCode>(async devices => (await devices.AddAsync(by, site, "Máy", default)).Value);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        var machine = app.Anonymous();
        Assert.Equal("404 pairing_code_wrong", await (await machine.PostAsync("/api/device", new PairInput(code.Code))).OutcomeAsync());
        var answers = new List<string>();
        for (var guess = 0; guess < 12; guess++)
        {
            answers.Add(await (await machine.PostAsync("/api/device", new PairInput($"{guess:0000000000}"))).OutcomeAsync());
        }

        Assert.Contains("429 too_many_attempts", answers);
    }
}
