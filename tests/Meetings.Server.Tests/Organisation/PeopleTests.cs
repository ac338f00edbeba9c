using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Tests.Organisation;

public sealed class PeopleTests
{
    private static readonly DateOnly Today = new(2026, 11, 23);

    [Fact]
    public async Task People_keep_their_own_address_and_deputies_and_nothing_else()
    {
        await using var app = await MeetingsApp.StartAsync();
        var chair = await app.SignedInAsync("mydong.chutich");
        var deputy = OrganisationSeed.PersonOf("mydong.vanphong");
        async Task<string> Edit(ProfileInput input) => await (await chair.PutAsync("/api/profile", input)).OutcomeAsync();
        Assert.Equal("400 email_invalid", await Edit(new ProfileInput("khong-phai", null)));
        Assert.Equal("400 deputy_self", await Edit(new ProfileInput(null, null, Deputies: [new DeputyInput(OrganisationSeed.PersonOf("mydong.chutich"), Today)])));
        Assert.Equal("400 deputy_dates", await Edit(new ProfileInput(null, null, Deputies: [new DeputyInput(deputy, Today, Today)])));
        Assert.Equal("204", await Edit(new ProfileInput("chutich@mydong.example", "0912 345 678", Deputies: [new DeputyInput(deputy, Today)])));
        Assert.Equal("204", await Edit(new ProfileInput("chutich@mydong.example", "0912 345 678", Deputies: [new DeputyInput(deputy, Today, Today.AddDays(7))])));
        var profile = (await chair.GetAsync<ProfileView>("/api/profile")).Person!;
        Assert.Equal(("chutich@mydong.example", "0912 345 678"), (profile.Email, profile.Phone));
        Assert.Equal(Today.AddDays(7), Assert.Single(profile.Deputies).To);
        await app.WithAsync<IDirectory>(async directory =>
        {
            var self = OrganisationSeed.PersonOf("mydong.chutich");
            Assert.Equal([deputy], (await directory.DeputiesAsync([self], Today, default))[self].Select(one => one.Id));
            Assert.Empty((await directory.DeputiesAsync([self], Today.AddDays(7), default))[self]);
        });
        var site = await app.SignedInAsync("mydong.diemcau");
        Assert.Equal("204", await (await site.PutAsync("/api/profile", new ProfileInput("phonghop@mydong.example", "0277 111", Technician: "Lê Văn Kỹ"))).OutcomeAsync());
        Assert.Equal("Lê Văn Kỹ", (await site.GetAsync<ProfileView>("/api/profile")).Site!.Technician);
    }

    [Fact]
    public async Task Who_leaves_is_signed_out_and_found_no_more_and_may_return()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("huyen.quantri");
        var gone = await app.SignedInAsync("mydong.chutich");
        var (id, other) = (OrganisationSeed.PersonOf("mydong.chutich"), OrganisationSeed.PersonOf("mydong.vanphong"));
        Assert.Equal("200", await (await admin.GetAsync($"/api/people/{id}/engagements")).OutcomeAsync());
        Assert.Equal("400 person_unknown", await (await admin.PostAsync($"/api/people/{id}/leave", new PersonLeaves(id))).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await admin.PostAsync($"/api/people/{OrganisationSeed.PersonOf("tinh.chutich")}/leave", new PersonLeaves())).OutcomeAsync());
        Assert.Equal("204", await (await admin.PostAsync($"/api/people/{id}/leave", new PersonLeaves(other))).OutcomeAsync());
        Assert.Null((await gone.GetAsync<SessionView>("/api/session")).User);
        var name = (await admin.GetAsync<PersonView[]>("/api/people")).Single(one => one.Id == id);
        Assert.False(name.IsActive);
        Assert.DoesNotContain(await admin.GetAsync<DirectoryEntry[]>($"/api/directory?kind=person&q={Uri.EscapeDataString(name.FullName)}"), one => one.Id == id.Value);
        await app.WithAsync<IDirectory>(async directory => Assert.False((await directory.PeopleAsync([id], Today, default))[id].IsActive));
        Assert.Equal("204", await (await admin.PostAsync($"/api/people/{id}/return", new { })).OutcomeAsync());
        await app.SignedInAsync("mydong.chutich");
    }

    [Fact]
    public async Task A_sites_administrator_pairs_and_revokes_its_devices()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("huyen.quantri");
        var unit = OrganisationSeed.UnitOf("mydong");
        var made = await (await admin.PostAsync("/api/sites", new SiteInput("Phòng họp số 2", unit, 12, false))).ReadAsync<Made>();
        Assert.Empty(await admin.GetAsync<SiteDeviceSummary[]>($"/api/sites/{made.Id:N}/devices"));
        var code = await (await admin.PostAsync($"/api/sites/{made.Id:N}/devices", new DeviceInput("Máy tính để bàn"))).ReadAsync<PairingCode>();
        var machine = app.Anonymous();
        var session = await (await machine.PostAsync("/api/device", new PairInput(code.Code))).ReadAsync<SessionView>();
        Assert.Equal(made.Id, session.User!.SiteId!.Value.Value);
        Assert.Equal("403 forbidden", await (await admin.GetAsync($"/api/sites/{OrganisationSeed.SiteOf("tinh")}/devices")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await admin.DeleteAsync($"/api/sites/{OrganisationSeed.SiteOf("mydong")}/devices/{code.Id}")).OutcomeAsync());
        Assert.Equal("204", await (await admin.DeleteAsync($"/api/sites/{made.Id:N}/devices/{code.Id}")).OutcomeAsync());
        Assert.Null((await machine.GetAsync<SessionView>("/api/session")).User);
    }
}
