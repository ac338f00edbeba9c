using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Tests.Organisation;

public sealed class DirectoryTests(DemoApp app) : IClassFixture<DemoApp>
{
    [Theory]
    [InlineData("tháp mười")]
    [InlineData("THAP MUOI")]
    [InlineData("muoi thap")]
    public async Task A_unit_is_found_with_and_without_diacritics_and_in_any_word_order(string typed)
    {
        var found = await FindAsync(typed, "unit");
        Assert.Contains(found, entry => entry.Name == "UBND huyện Tháp Mười");
    }

    [Fact]
    public async Task Đ_is_found_by_d_and_y_by_i()
    {
        Assert.Contains(await FindAsync("doc binh kieu", "unit"), entry => entry.Name == "UBND xã Đốc Binh Kiều");
        Assert.Contains(await FindAsync("mỹ quí", "unit"), entry => entry.Name == "UBND xã Mỹ Quý");
    }

    [Fact]
    public async Task What_has_the_typed_diacritics_comes_first()
    {
        var found = await FindAsync("quý", "person");
        Assert.EndsWith("Quý", found[0].Name, StringComparison.Ordinal);
        var folded = found.ToList().FindIndex(entry => entry.Name.EndsWith("Quí", StringComparison.Ordinal));
        var exact = found.ToList().FindLastIndex(entry => entry.Name.EndsWith("Quý", StringComparison.Ordinal));
        Assert.True(folded > exact, string.Join(", ", found.Select(entry => entry.Name)));
    }

    [Fact]
    public async Task A_person_is_found_by_position_and_place_and_shown_with_both()
    {
        var found = await FindAsync("chu tich my dong", "person");
        var chair = Assert.Single(found, entry => entry.Detail.StartsWith("Chủ tịch,", StringComparison.Ordinal));
        Assert.Equal("Chủ tịch, UBND xã Mỹ Đông", chair.Detail);
    }

    [Fact]
    public async Task People_stand_by_given_name_in_Vietnamese_order()
    {
        var client = await app.SignedInAsync("huyen.chanhvanphong");
        var people = await client.GetAsync<PersonView[]>("/api/people");
        var names = people.Select(person => person.FullName).ToList();
        Assert.Equal(names.Order(VietnameseText.ByGivenName), names);
        Assert.Equal(["Nguyễn Văn An", "Trần Thị Ánh", "Lê Ân", "Phạm Dũng", "Bùi Đạt", "Cao Đức", "Hồ Tú", "Lý Tư", "Võ Út", "Đỗ Ý"],
            new[] { "Đỗ Ý", "Lý Tư", "Cao Đức", "Lê Ân", "Võ Út", "Trần Thị Ánh", "Hồ Tú", "Bùi Đạt", "Nguyễn Văn An", "Phạm Dũng" }
                .Order(VietnameseText.ByGivenName));
    }

    [Fact]
    public async Task A_percent_sign_finds_nothing_rather_than_everything() => Assert.Empty(await FindAsync("%", null));

    [Fact]
    public async Task The_demonstration_has_the_thirteen_communes_each_with_a_site_and_two_accounts()
    {
        var client = await app.SignedInAsync("quantri");
        var units = await client.GetAsync<UnitView[]>("/api/units");
        var district = Assert.Single(units, unit => unit.Name == "UBND huyện Tháp Mười");
        var communes = units.Where(unit => unit.Kind == UnitKind.Commune && unit.ParentId == district.Id).ToList();
        Assert.Equal(13, communes.Count);
        Assert.Equal(12, units.Count(unit => unit.Kind == UnitKind.District));
        var sites = await client.GetAsync<SiteView[]>("/api/sites");
        Assert.All(communes, commune => Assert.Single(sites, site => site.UnitId == commune.Id));
        Assert.Empty(await client.GetAsync<UnitView[]>("/api/units?asOf=2020-12-31"));
    }

    [Fact]
    public async Task The_directory_contract_answers_with_places_positions_and_roles()
    {
        var on = new DateOnly(2026, 11, 23);
        await app.WithAsync<IDirectory>(async directory =>
        {
            var office = OrganisationSeed.UnitOf("vp-huyen");
            var units = await directory.UnitsAsync([office, OrganisationSeed.UnitOf("ttmyan")], default);
            Assert.Equal("Tháp Mười", units[office].Place);
            Assert.Equal("Mỹ An", units[OrganisationSeed.UnitOf("ttmyan")].Place);
            var chair = OrganisationSeed.PersonOf("mydong.chutich");
            Assert.Equal("Chủ tịch", (await directory.PeopleAsync([chair], on, default))[chair].Position);
            Assert.Contains(OrganisationSeed.UnitOf("mydong"), await directory.UnitsOfPersonAsync(chair, on, default));
            Assert.Single(await directory.SitesAsync([OrganisationSeed.SiteOf("mydong")], default));
        });
    }

    [Fact]
    public async Task A_secretary_reaches_the_departments_but_not_the_communes_and_an_administrator_both()
    {
        await app.WithAsync<IDirectory>(async directory =>
        {
            var secretary = await directory.UnitsWithRoleAsync(OrganisationSeed.AccountOf("huyen.thuky"), UnitRole.Secretary, default);
            Assert.Contains(OrganisationSeed.UnitOf("huyen"), secretary);
            Assert.Contains(OrganisationSeed.UnitOf("p-noivu"), secretary);
            Assert.DoesNotContain(OrganisationSeed.UnitOf("mydong"), secretary);
            var administrator = await directory.UnitsWithRoleAsync(OrganisationSeed.AccountOf("huyen.quantri"), UnitRole.Administrator, default);
            Assert.Contains(OrganisationSeed.UnitOf("mydong"), administrator);
            Assert.DoesNotContain(OrganisationSeed.UnitOf("tinh"), administrator);
            Assert.DoesNotContain(OrganisationSeed.UnitOf("tan-hong"), administrator);
            var all = await directory.UnitsWithRoleAsync(OrganisationSeed.AccountOf("quantri"), UnitRole.Secretary, default);
            Assert.Contains(OrganisationSeed.UnitOf("tinh"), all);
        });
    }

    [Fact]
    public async Task The_session_names_the_units_and_roles_and_the_signed_out_one_the_demo_accounts()
    {
        var session = await (await app.SignedInAsync("mydong.diemcau")).GetAsync<SessionView>("/api/session");
        Assert.Equal(SessionKind.Site, session.User!.Kind);
        Assert.Equal(new AccountUnit(OrganisationSeed.UnitOf("mydong"), "UBND xã Mỹ Đông", "siteAccount"), Assert.Single(session.User.Units));
        var signedOut = await app.Anonymous().GetAsync<SessionView>("/api/session");
        Assert.True(signedOut.Demo);
        Assert.Contains(signedOut.DemoAccounts!, account => account.UserName == "tinh.chutich");
        Assert.DoesNotContain(signedOut.DemoAccounts!, account => account.DisplayName.Length == 0 || account.Description.Length == 0);
    }

    private async Task<IReadOnlyList<DirectoryEntry>> FindAsync(string typed, string? kind) =>
        await (await app.SignedInAsync("tinh.chutich")).GetAsync<DirectoryEntry[]>($"/api/directory?q={Uri.EscapeDataString(typed)}&kind={kind}");
}
