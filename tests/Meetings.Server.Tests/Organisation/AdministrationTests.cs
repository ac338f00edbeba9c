using Meetings.Server.Accounts;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Audit;
using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Tests.Organisation;

public sealed class AdministrationTests(DemoApp app) : IClassFixture<DemoApp>
{
    private static readonly DateOnly Start = new(2025, 7, 1);

    [Fact]
    public async Task A_merged_unit_is_in_the_tree_until_its_last_day_and_its_successor_names_it()
    {
        var admin = await app.SignedInAsync("quantri");
        var parent = OrganisationSeed.UnitOf("tan-hong");
        var first = await CreateAsync(admin, "UBND xã Cũ Một", "xã Cũ Một", parent, new DateOnly(2021, 1, 1));
        var merged = await CreateAsync(admin, "UBND xã Mới", "xã Mới", parent, Start);
        Assert.Equal("204", await (await admin.PostAsync($"/api/units/{first}/end", new UnitEnd(Start, [merged]))).OutcomeAsync());

        var before = await admin.GetAsync<UnitView[]>("/api/units?asOf=2025-06-30");
        Assert.Contains(before, unit => unit.Id == first);
        Assert.DoesNotContain(before, unit => unit.Id == merged);
        var after = await admin.GetAsync<UnitView[]>("/api/units?asOf=2025-07-01");
        Assert.DoesNotContain(after, unit => unit.Id == first);
        Assert.Equal([first], after.Single(unit => unit.Id == merged).Predecessors.Select(one => one.Id));
        Assert.Equal("409 unit_already_ended", await (await admin.PostAsync($"/api/units/{first}/end", new UnitEnd(Start, []))).OutcomeAsync());
        await app.WithAsync<IDirectory>(async directory =>
            Assert.Equal("Mới", (await directory.UnitsAsync([merged], default))[merged].Place));
    }

    [Fact]
    public async Task What_would_break_the_tree_is_refused_with_a_reason()
    {
        var admin = await app.SignedInAsync("quantri");
        var (district, commune) = (OrganisationSeed.UnitOf("huyen"), OrganisationSeed.UnitOf("mydong"));
        async Task<string> Edit(UnitId unit, UnitEdit edit) => await (await admin.PutAsync($"/api/units/{unit}", edit)).OutcomeAsync();
        async Task<string> New(NewUnit unit) => await (await admin.PostAsync("/api/units", unit)).OutcomeAsync();
        async Task<string> End(UnitId unit, UnitEnd end) => await (await admin.PostAsync($"/api/units/{unit}/end", end)).OutcomeAsync();

        Assert.Equal("409 unit_cycle", await Edit(district, new UnitEdit("UBND huyện Tháp Mười", "huyện Tháp Mười", 1, commune)));
        Assert.Equal("409 unit_cycle", await Edit(district, new UnitEdit("UBND huyện Tháp Mười", "huyện Tháp Mười", 1, district)));
        Assert.Equal("409 unit_duplicate", await New(new NewUnit("ubnd XÃ mỹ đông", "xã", UnitKind.Commune, Start, district)));
        Assert.Equal("409 unit_parent_not_valid", await New(new NewUnit("UBND xã X", "xã X", UnitKind.Commune, new DateOnly(2019, 1, 1), district)));
        Assert.Equal("400 name_missing", await New(new NewUnit("  ", "xã X", UnitKind.Commune, Start, district)));
        Assert.Equal("409 unit_has_subunits", await End(district, new UnitEnd(Start, [])));
        Assert.Equal("400 unit_dates", await End(commune, new UnitEnd(new DateOnly(2020, 1, 1), [])));
        Assert.Equal("409 unit_cycle", await End(commune, new UnitEnd(Start, [commune])));
        Assert.Equal("409 unit_successor_not_valid", await End(commune, new UnitEnd(Start, [UnitId.From(Guid.NewGuid())])));
        Assert.Equal("404 not_found", await Edit(UnitId.From(Guid.NewGuid()), new UnitEdit("A", "A", 1)));
    }

    [Fact]
    public async Task A_units_administrator_works_below_that_unit_and_nowhere_else()
    {
        var admin = await app.SignedInAsync("huyen.quantri");
        async Task<string> NewUnder(string parent) => await (await admin.PostAsync("/api/units", new NewUnit(
            $"Tổ công tác {parent}", "Tổ công tác", UnitKind.Other, Start, OrganisationSeed.UnitOf(parent)))).OutcomeAsync();
        Assert.Equal("200", await NewUnder("mydong"));
        Assert.Equal("403 forbidden", await NewUnder("tinh"));
        Assert.Equal("403 forbidden", await NewUnder("tp-sa-dec"));
        Assert.Equal("403 forbidden", await (await admin.PostAsync("/api/units", new NewUnit("Gốc", "Gốc", UnitKind.Other, Start))).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await (await app.SignedInAsync("huyen.thuky")).PostAsync(
            "/api/units", new NewUnit("Tổ", "Tổ", UnitKind.Other, Start, OrganisationSeed.UnitOf("huyen")))).OutcomeAsync());
    }

    [Fact]
    public async Task A_person_has_dated_positions_and_only_those_of_ones_own_units_may_be_changed()
    {
        var admin = await app.SignedInAsync("quantri");
        var district = await app.SignedInAsync("huyen.quantri");
        var here = new PositionInput(OrganisationSeed.UnitOf("mydong"), "Phó Chủ tịch", new DateOnly(2022, 1, 1));
        var above = new PositionInput(OrganisationSeed.UnitOf("tinh"), "Ủy viên", new DateOnly(2022, 1, 1));
        var made = await (await admin.PostAsync("/api/people", new PersonInput("  Đỗ Thị Kiều Oanh ", "Bà", [above, here]))).ReadAsync<Made>();
        async Task<string> Put(HttpClient who, PersonInput person) => await (await who.PutAsync($"/api/people/{made.Id:N}", person)).OutcomeAsync();

        Assert.Equal("204", await Put(district, new PersonInput("Đỗ Thị Kiều Oanh", "Bà", [above, here with { To = Start }])));
        Assert.Equal("403 position_of_other_unit", await Put(district, new PersonInput("Đỗ Thị Kiều Oanh", "Bà", [here])));
        Assert.Equal("400 position_dates", await Put(admin, new PersonInput("Đỗ Thị Kiều Oanh", "Bà", [here with { To = here.From }])));
        Assert.Equal("409 position_outside_unit", await Put(admin, new PersonInput("Đỗ Thị Kiều Oanh", "Bà", [here with { From = new DateOnly(2020, 1, 1) }])));
        Assert.Equal("409 position_duplicate", await Put(admin, new PersonInput("Đỗ Thị Kiều Oanh", "Bà", [here, here with { From = Start }])));
        Assert.Equal("400 honorific_invalid", await Put(admin, new PersonInput("Đỗ Thị Kiều Oanh", "GS", [here])));
        Assert.Equal("400 name_missing", await Put(admin, new PersonInput(" ", "Bà", [here])));

        await app.WithAsync<IDirectory>(async directory =>
        {
            var id = PersonId.From(made.Id);
            Assert.Contains(here.UnitId, await directory.UnitsOfPersonAsync(id, Start.AddDays(-1), default));
            Assert.DoesNotContain(here.UnitId, await directory.UnitsOfPersonAsync(id, Start, default));
            Assert.Equal("Đỗ Thị Kiều Oanh", (await directory.PeopleAsync([id], Start, default))[id].FullName);
        });
    }

    [Fact]
    public async Task A_site_has_a_name_of_its_own_in_its_unit_and_a_sensible_capacity()
    {
        var admin = await app.SignedInAsync("huyen.quantri");
        async Task<string> New(string name, string unit, int seats) => await (await admin.PostAsync(
            "/api/sites", new SiteInput(name, OrganisationSeed.UnitOf(unit), seats, false))).OutcomeAsync();
        Assert.Equal("200", await New("Hội trường UBND xã Phú Điền", "phudien", 120));
        Assert.Equal("409 site_duplicate", await New("hội trường ubnd xã phú điền", "phudien", 120));
        Assert.Equal("400 site_capacity", await New("Phòng họp số 2", "phudien", 0));
        Assert.Equal("403 forbidden", await New("Phòng họp số 2", "tinh", 10));
    }

    [Fact]
    public async Task Addresses_and_lines_are_kept_for_those_who_invite()
    {
        var admin = await app.SignedInAsync("huyen.quantri");
        var position = new PositionInput(OrganisationSeed.UnitOf("mydong"), "Văn thư", new DateOnly(2022, 1, 1));
        async Task<string> Person(string email) => await (await admin.PostAsync("/api/people", new PersonInput("Võ Thị Hạnh", "Bà", [position], email))).OutcomeAsync();
        foreach (var wrong in (string[])["hanh", "hanh@", "a b@c.vn", "Hạnh <hanh@c.vn>", "hanh@c.vn\r\nBcc: x@y.vn", "hanh@c.vn,x@y.vn"])
        {
            Assert.Equal("400 email_invalid", await Person(wrong));
        }

        Assert.Equal("200", await Person("hanh.vanthu@mydong.example"));
        var site = new SiteInput("Phòng họp không giấy", OrganisationSeed.UnitOf("mydong"), 20, false, Email: "phonghop@mydong.example", Line: new SiteLine(2000, 512));
        Assert.Equal("400 site_line", await (await admin.PostAsync("/api/sites", site with { Line = new SiteLine(-1, 0) })).OutcomeAsync());
        var made = await (await admin.PostAsync("/api/sites", site)).ReadAsync<Made>();
        await app.WithAsync<IDirectory>(async directory =>
        {
            var known = (await directory.SitesAsync([SiteId.From(made.Id)], default))[SiteId.From(made.Id)];
            Assert.Equal(("phonghop@mydong.example", new SiteLine(2000, 512)), (known.Email!, known.Line!));
        });
    }

    [Fact]
    public async Task A_new_account_gets_its_password_by_a_link_that_works_once()
    {
        var admin = await app.SignedInAsync("huyen.quantri");
        var role = new AccountRole(OrganisationSeed.UnitOf("langbien"), UnitRole.Official);
        var input = new AccountInput("langbien.taichinh", "Công chức Tài chính", [role], OrganisationSeed.PersonOf("langbien.taichinh"));
        var made = await (await admin.PostAsync("/api/accounts", input)).ReadAsync<AccountMade>();
        var token = made.Link.Split("token=")[1];
        var answer = await app.Anonymous().PostAsync("/api/setup", new SetupInput(token, "lúa vàng đầy đồng"));
        Assert.Equal(OrganisationSeed.PersonOf("langbien.taichinh"), (await answer.ReadAsync<SessionView>()).User!.PersonId);
        await app.SignedInAsync("langbien.taichinh", "lúa vàng đầy đồng");
        Assert.Equal("404 setup_link_invalid", await (await app.Anonymous().PostAsync("/api/setup", new SetupInput(token, "lúa vàng đầy đồng 2"))).OutcomeAsync());
        Assert.Equal("409 user_name_taken", await (await admin.PostAsync("/api/accounts", input with { UserName = "LANGBIEN.chutich", PersonId = null })).OutcomeAsync());
        Assert.Equal("409 person_has_account", await (await admin.PostAsync("/api/accounts", input with { UserName = "khac" })).OutcomeAsync());
        Assert.Equal("400 user_name_invalid", await (await admin.PostAsync("/api/accounts", input with { UserName = "có dấu", PersonId = null })).OutcomeAsync());
    }

    [Fact]
    public async Task A_units_administrator_cannot_reach_above_through_accounts()
    {
        var admin = await app.SignedInAsync("huyen.quantri");
        var here = new AccountRole(OrganisationSeed.UnitOf("mydong"), UnitRole.Official);
        async Task<string> New(AccountInput input) => await (await admin.PostAsync("/api/accounts", input)).OutcomeAsync();
        Assert.Equal("403 forbidden", await New(new AccountInput("leo.thang", "Leo thang", [here], IsAdministrator: true)));
        Assert.Equal("403 forbidden", await New(new AccountInput("leo.thang", "Leo thang", [new AccountRole(OrganisationSeed.UnitOf("tinh"), UnitRole.Secretary)])));
        Assert.Equal("403 forbidden", await New(new AccountInput("leo.thang", "Leo thang", [here], OrganisationSeed.PersonOf("tinh.chutich"))));
        Assert.Equal("403 forbidden", await New(new AccountInput("leo.thang", "Leo thang", [here], SiteId: OrganisationSeed.SiteOf("tinh"))));
        foreach (var above in (string[])["quantri", "tinh.chutich"])
        {
            var id = OrganisationSeed.AccountOf(above);
            Assert.Equal("404 not_found", await (await admin.PostAsync($"/api/accounts/{id}/link", new { })).OutcomeAsync());
            Assert.Equal("404 not_found", await (await admin.PostAsync($"/api/accounts/{id}/signout", new { })).OutcomeAsync());
            Assert.Equal("404 not_found", await (await admin.PutAsync($"/api/accounts/{id}", new AccountInput("x", "x", [here]))).OutcomeAsync());
        }

        var list = await admin.GetAsync<AccountView[]>("/api/accounts");
        Assert.Contains(list, account => account.UserName == "mydong.chutich");
        Assert.DoesNotContain(list, account => account.UserName is "quantri" or "tinh.chutich");
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_taken_away()
    {
        await using var own = await MeetingsApp.StartAsync();
        var admin = await own.SignedInAsync("quantri");
        var id = OrganisationSeed.AccountOf("quantri");
        Assert.Equal("409 last_administrator", await (await admin.PutAsync($"/api/accounts/{id}", new AccountInput("quantri", "Quản trị", [], IsAdministrator: false))).OutcomeAsync());
        Assert.Equal("409 last_administrator", await (await admin.PutAsync($"/api/accounts/{id}", new AccountInput("quantri", "Quản trị", [], IsAdministrator: true, IsActive: false))).OutcomeAsync());
    }

    [Fact]
    public async Task Signing_an_account_out_and_taking_a_role_away_hold_at_once()
    {
        await using var own = await MeetingsApp.StartAsync();
        var admin = await own.SignedInAsync("quantri");
        var secretary = await own.SignedInAsync("huyen.quantri");
        var id = OrganisationSeed.AccountOf("huyen.quantri");
        var less = new AccountInput("huyen.quantri", "Quản trị huyện", [], OrganisationSeed.PersonOf("huyen.quantri"));
        Assert.Equal("200", await (await secretary.GetAsync("/api/accounts")).OutcomeAsync());
        Assert.Equal("200", await (await admin.PutAsync($"/api/accounts/{id}", less)).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await secretary.GetAsync("/api/accounts")).OutcomeAsync());
        Assert.Equal("204", await (await admin.PostAsync($"/api/accounts/{id}/signout", new { })).OutcomeAsync());
        Assert.Equal("401 not_signed_in", await (await secretary.GetAsync("/api/units")).OutcomeAsync());
    }

    [Fact]
    public async Task Every_change_is_in_the_audit_trail_which_nobody_can_change()
    {
        await using var own = await MeetingsApp.StartAsync();
        var admin = await own.SignedInAsync("quantri");
        var unit = await CreateAsync(admin, "Ban chỉ đạo chuyển đổi số", "Ban chỉ đạo CĐS", OrganisationSeed.UnitOf("huyen"), Start);
        await admin.PutAsync($"/api/units/{unit}", new UnitEdit("Ban chỉ đạo CĐS huyện", "Ban chỉ đạo CĐS", 5));
        var trail = await admin.GetAsync<AuditEntryView[]>($"/api/audit?target={unit}");
        Assert.Equal(["unit.edited", "unit.created"], trail.Select(entry => entry.Action));
        Assert.All(trail, entry => Assert.Equal("Quản trị hệ thống", entry.AccountName));
        Assert.Contains("Ban chỉ đạo chuyển đổi số", trail[1].Details!, StringComparison.Ordinal);
        Assert.Equal("403 forbidden", await (await (await own.SignedInAsync("huyen.quantri")).GetAsync("/api/audit")).OutcomeAsync());
        await own.WithAsync<MeetingsDbContext>(async db =>
        {
            await Assert.ThrowsAsync<SqliteException>(() => db.Database.ExecuteSqlRawAsync("DELETE FROM AuditEntries"));
            await Assert.ThrowsAsync<SqliteException>(() => db.Database.ExecuteSqlRawAsync("UPDATE AuditEntries SET AccountName = 'x'"));
        });
    }

    private static async Task<UnitId> CreateAsync(HttpClient admin, string name, string shortName, UnitId parent, DateOnly from)
    {
        var made = await (await admin.PostAsync("/api/units", new NewUnit(name, shortName, UnitKind.Commune, from, parent))).ReadAsync<Made>();
        return UnitId.From(made.Id);
    }
}
