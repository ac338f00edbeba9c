using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Tests.Organisation;

public sealed class ReorganisationTests
{
    private static readonly DateOnly Day = new(2025, 7, 1);

    [Fact]
    public async Task Communes_merged_on_a_day_leave_people_sites_and_roles_to_the_new_one()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("quantri");
        var (district, dong, bien) = (OrganisationSeed.UnitOf("huyen"), OrganisationSeed.UnitOf("mydong"), OrganisationSeed.UnitOf("langbien"));
        var answer = await admin.PostAsync("/api/units/reorganise", new UnitReorganisation(Day, [dong, bien],
            [new ReorganisedUnit(New: new NewUnit("UBND xã Mỹ Quí", "xã Mỹ Quí", UnitKind.Commune, Day, district))]));
        var merged = (await answer.ReadAsync<Reorganised>()).Into.Single();

        var before = await admin.GetAsync<UnitView[]>("/api/units?asOf=2025-06-30");
        Assert.Contains(before, unit => unit.Id == dong);
        Assert.DoesNotContain(before, unit => unit.Id == merged);
        var after = await admin.GetAsync<UnitView[]>("/api/units?asOf=2025-07-01");
        Assert.DoesNotContain(after, unit => unit.Id == dong || unit.Id == bien);
        Assert.Equivalent(new[] { "UBND xã Mỹ Đông", "UBND xã Láng Biển" }, after.Single(unit => unit.Id == merged).Predecessors.Select(one => one.Name));
        Assert.Equal([merged], before.Single(unit => unit.Id == dong).Successors.Select(one => one.Id));

        await app.WithAsync<IDirectory>(async directory =>
        {
            var chair = OrganisationSeed.PersonOf("mydong.chutich");
            Assert.Equal(dong, (await directory.PeopleAsync([chair], Day.AddDays(-1), default))[chair].UnitId);
            Assert.Equal(merged, (await directory.PeopleAsync([chair], Day, default))[chair].UnitId);
            var site = OrganisationSeed.SiteOf("mydong");
            Assert.Equal("UBND xã Mỹ Quí", (await directory.SitesAsync([site], default))[site].UnitName);
            var account = OrganisationSeed.AccountOf("mydong.vanphong");
            Assert.Contains(merged, await directory.UnitsWithRoleAsync(account, UnitRole.Secretary, default));
        });
        Assert.Equal(2, (await admin.GetAsync<SiteView[]>($"/api/sites?unit={merged}")).Length);
        var found = await admin.GetAsync<DirectoryEntry[]>("/api/directory?kind=unit&q=lang%20bien");
        Assert.Equal([merged.Value], found.Select(one => one.Id)); // who looks for the old name finds the one that took over
        Assert.Equal("409 unit_already_ended", await (await admin.PostAsync("/api/units/reorganise", new UnitReorganisation(Day, [dong], [new ReorganisedUnit(merged)]))).OutcomeAsync());
    }

    [Fact]
    public async Task A_district_renamed_from_a_day_keeps_its_communes_and_its_old_name_before()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("quantri");
        var (province, district, commune) = (OrganisationSeed.UnitOf("tinh"), OrganisationSeed.UnitOf("huyen"), OrganisationSeed.UnitOf("mydong"));
        var tomorrow = new DateOnly(2026, 11, 24);
        var renamed = (await (await admin.PostAsync("/api/units/reorganise", new UnitReorganisation(tomorrow, [district],
            [new ReorganisedUnit(New: new NewUnit("UBND thị xã Tháp Mười", "thị xã Tháp Mười", UnitKind.District, tomorrow, province))]))).ReadAsync<Reorganised>()).Into.Single();

        Assert.Equal(district, (await admin.GetAsync<UnitView[]>("/api/units?asOf=2026-11-23")).Single(unit => unit.Id == commune).ParentId);
        Assert.Equal(renamed, (await admin.GetAsync<UnitView[]>("/api/units?asOf=2026-11-24")).Single(unit => unit.Id == commune).ParentId);
        var secretary = OrganisationSeed.AccountOf("huyen.thuky");
        await app.WithAsync<IDirectory>(async directory => Assert.DoesNotContain(renamed, await directory.UnitsWithRoleAsync(secretary, UnitRole.Secretary, default)));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.WithAsync<IDirectory>(async directory => Assert.Contains(renamed, await directory.UnitsWithRoleAsync(secretary, UnitRole.Secretary, default)));
        var session = await (await app.SignedInAsync("huyen.thuky")).GetAsync<SessionView>("/api/session");
        Assert.Contains(session.User!.Units, unit => unit.UnitName == "UBND thị xã Tháp Mười");
    }

    [Fact]
    public async Task A_commune_may_be_split_or_moved_and_what_makes_no_sense_is_refused()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("quantri");
        var (province, district, other, commune) = (OrganisationSeed.UnitOf("tinh"), OrganisationSeed.UnitOf("huyen"), OrganisationSeed.UnitOf("tan-hong"), OrganisationSeed.UnitOf("phudien"));
        ReorganisedUnit New(string name, UnitId? under) => new(New: new NewUnit($"UBND {name}", name, UnitKind.Commune, Day, under));
        async Task<string> Say(params object[] parts) => await (await admin.PostAsync("/api/units/reorganise", new UnitReorganisation(
            (DateOnly)parts[0], (UnitId[])parts[1], (ReorganisedUnit[])parts[2]))).OutcomeAsync();

        Assert.Equal("400 reorganisation_shape", await Say(Day, Array.Empty<UnitId>(), new[] { New("xã A", district) }));
        Assert.Equal("400 reorganisation_shape", await Say(Day, new[] { commune }, new[] { new ReorganisedUnit() }));
        Assert.Equal("400 unit_dates", await Say(new DateOnly(2020, 1, 1), new[] { commune }, new[] { New("xã A", district) }));
        Assert.Equal("409 unit_cycle", await Say(Day, new[] { district }, new[] { new ReorganisedUnit(commune) }));
        Assert.Equal("409 unit_parent_not_valid", await Say(Day, new[] { district }, new[] { New("xã A", district) }));
        Assert.Equal("409 unit_duplicate", await Say(Day, new[] { commune }, new[] { New("xã Mỹ Đông", district) }));
        var below = await app.SignedInAsync("huyen.quantri");
        Assert.Equal("403 forbidden", await (await below.PostAsync("/api/units/reorganise", new UnitReorganisation(Day, [commune], [New("xã Phú Điền", other)]))).OutcomeAsync());

        // Moved under another district with its own name.
        Assert.Equal("200", await Say(Day, new[] { commune }, new[] { New("xã Phú Điền", other) }));
        Assert.Equal("200", await Say(Day, new[] { OrganisationSeed.UnitOf("thanhmy") }, new[] { New("xã Thanh Mỹ 1", district), New("xã Thanh Mỹ 2", district) }));
        Assert.Equal(other, (await admin.GetAsync<UnitView[]>("/api/units?asOf=2025-07-01")).Single(unit => unit.Name == "UBND xã Phú Điền").ParentId);
        Assert.Contains(province, (await admin.GetAsync<UnitView[]>("/api/units?asOf=2025-07-01")).Select(unit => unit.Id));
    }
}
