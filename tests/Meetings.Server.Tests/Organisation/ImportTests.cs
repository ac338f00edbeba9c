using Meetings.Server.Demo;
using Meetings.Server.Organisation;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Organisation.Import;

namespace Meetings.Server.Tests.Organisation;

public sealed class ImportTests
{
    [Theory]
    [InlineData("xã Mỹ Hòa", "Xã Mỹ Hoà")]
    [InlineData("Mỹ Quý", "mỹ quí")]
    public void Two_spellings_of_one_name_are_alike(string one, string other) => Assert.Equal(Search.Spelling(one), Search.Spelling(other));

    [Theory]
    [InlineData("Tân Thanh", "Tân Thạnh")]
    [InlineData("Đông", "Dong")]
    [InlineData("Phú Điền", "Phú Diền")]
    public void Two_names_are_not(string one, string other) => Assert.NotEqual(Search.Spelling(one), Search.Spelling(other));

    [Fact]
    public async Task The_tree_of_2021_and_its_reform_of_2025_load_on_an_empty_server()
    {
        await using var app = await MeetingsApp.StartAsync(demo: false);
        await app.AddAccountAsync("chu.quantri", isAdministrator: true);
        var admin = await app.SignedInAsync("chu.quantri");
        Assert.Equal(["dong-thap-2021", "dong-thap-2025"], await admin.GetAsync<string[]>("/api/units/presets"));
        async Task<ImportReport> Load(string preset, bool apply) => await (await admin.PostAsync(
            "/api/units/import", new ImportInput(await admin.GetStringAsync($"/api/units/presets/{preset}"), apply))).ReadAsync<ImportReport>();

        var preview = await Load("dong-thap-2021", apply: false);
        Assert.Equal((false, 156, 0), (preview.Applied, preview.Changes.Count, preview.Problems.Count));
        Assert.Empty(await admin.GetAsync<UnitView[]>("/api/units"));
        Assert.True((await Load("dong-thap-2021", apply: true)).Applied);
        Assert.Equal((true, 0, 156), await Load("dong-thap-2021", apply: true) is var again ? (again.Applied, again.Changes.Count, again.Unchanged) : default);

        var reform = await Load("dong-thap-2025", apply: true);
        Assert.Equal([], reform.Problems);
        Assert.True(reform.Applied);
        var before = await admin.GetAsync<UnitView[]>("/api/units?asOf=2025-06-30");
        Assert.Equal((12, 143), (before.Count(unit => unit.Kind == UnitKind.District), before.Count(unit => unit.Kind == UnitKind.Commune)));
        var after = await admin.GetAsync<UnitView[]>("/api/units?asOf=2025-07-01");
        Assert.Equal((0, 102), (after.Count(unit => unit.Kind == UnitKind.District), after.Count(unit => unit.Kind == UnitKind.Commune)));
        var center = after.Single(unit => unit.Name == "UBND xã Tháp Mười");
        Assert.Equivalent(new[] { "UBND thị trấn Mỹ An", "UBND xã Mỹ An", "UBND xã Mỹ Hòa" }, center.Predecessors.Select(one => one.Name));
        // Every unit that ended, but two wards merged away before, is somebody's forebear; the new Hưng Thạnh came from Tiền Giang.
        Assert.Equal(["UBND phường 11", "UBND phường 2"], before.Where(unit => unit.Kind == UnitKind.Commune && unit.Successors.Count == 0).Select(unit => unit.Name).Order(StringComparer.Ordinal));
        Assert.Empty(after.Single(unit => unit.Name == "UBND xã Hưng Thạnh").Predecessors);
    }

    [Fact]
    public async Task The_reform_loads_over_the_demonstration_and_its_people_go_on()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("quantri");
        var csv = await admin.GetStringAsync("/api/units/presets/dong-thap-2025");
        var report = await (await admin.PostAsync("/api/units/import", new ImportInput(csv, Apply: true))).ReadAsync<ImportReport>();
        Assert.Equal([], report.Problems);
        await app.WithAsync<IDirectory>(async directory =>
        {
            var chair = OrganisationSeed.PersonOf("mydong.chutich");
            Assert.Equal("UBND xã Mỹ Quí", (await directory.PeopleAsync([chair], new DateOnly(2025, 7, 1), default))[chair].UnitName);
        });
    }

    [Fact]
    public async Task A_table_with_errors_names_every_line_and_changes_nothing()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("quantri");
        const string Table = "Cấp;Tên;Trực thuộc;Từ ngày;Thứ tự\n"
            + "xã;UBND xã Mới;UBND huyện Tháp Mười;01/07/2025;5\n"
            + "làng;UBND làng Lạ;UBND huyện Tháp Mười;;\n"
            + "xã;;UBND huyện Tháp Mười;;\n"
            + "xã;UBND xã Khác;UBND huyện Không Có;;\n"
            + "xã;UBND xã Nữa;UBND huyện Tháp Mười;31/02/2025;\n"
            + "xã;UBND xã Chót;UBND huyện Tháp Mười;;nhất\n";
        var report = await (await admin.PostAsync("/api/units/import", new ImportInput(Table, Apply: true))).ReadAsync<ImportReport>();
        Assert.False(report.Applied);
        Assert.Equal(["3 import_kind", "4 name_missing", "5 import_parent_unknown", "6 import_date", "7 import_rank"], report.Problems.Select(one => $"{one.Line} {one.Code}"));
        Assert.Equal("UBND xã Mới", report.Changes.Single().Name);
        Assert.DoesNotContain(await admin.GetAsync<UnitView[]>("/api/units"), unit => unit.Name == "UBND xã Mới");
        Assert.Equal("400 csv_column_missing", await (await admin.PostAsync("/api/units/import", new ImportInput("a,b\n1,2\n"))).OutcomeAsync());
        Assert.Equal("400 csv_empty", await (await admin.PostAsync("/api/units/import", new ImportInput(""))).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await (await app.SignedInAsync("huyen.quantri")).PostAsync("/api/units/import", new ImportInput(Table))).OutcomeAsync());
    }

    [Fact]
    public async Task What_is_exported_says_nothing_new_when_imported()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("quantri");
        foreach (var part in (string[])["units", "people"])
        {
            var bytes = await admin.GetByteArrayAsync($"/api/{part}/export");
            Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]); // spreadsheets take it for UTF-8 only so
            var csv = System.Text.Encoding.UTF8.GetString(bytes);
            var report = await (await admin.PostAsync($"/api/{part}/import", new ImportInput(csv, Apply: true))).ReadAsync<ImportReport>();
            Assert.Equal((0, 0), (report.Changes.Count, report.Problems.Count));
            Assert.True(report.Unchanged > 40);
        }
    }

    [Fact]
    public async Task People_come_from_a_table_into_the_units_one_administers()
    {
        await using var app = await MeetingsApp.StartAsync();
        var admin = await app.SignedInAsync("huyen.quantri");
        const string Table = "Họ và tên,Xưng hô,Chức vụ,Đơn vị,Từ ngày,Thư điện tử,Điện thoại\n"
            + "Lê Thị Thu An,Bà,Công chức Văn phòng - Thống kê,xã Mỹ Đông,01/03/2024,an@mydong.example,0912 000 111\n"
            + "Lê Thị Thu An,Bà,Văn thư,xã Mỹ Đông,01/03/2024,an@mydong.example,\n";
        var preview = await (await admin.PostAsync("/api/people/import", new ImportInput(Table))).ReadAsync<ImportReport>();
        Assert.Equal([ImportChangeKind.Add, ImportChangeKind.Edit], preview.Changes.Select(one => one.Kind));
        Assert.DoesNotContain(await admin.GetAsync<PersonView[]>("/api/people"), one => one.FullName == "Lê Thị Thu An");
        Assert.True((await (await admin.PostAsync("/api/people/import", new ImportInput(Table, Apply: true))).ReadAsync<ImportReport>()).Applied);
        var person = (await admin.GetAsync<PersonView[]>("/api/people")).Single(one => one.FullName == "Lê Thị Thu An");
        Assert.Equal((2, "an@mydong.example", "0912 000 111"), (person.Positions.Count, person.Email, person.Phone));

        var wrong = await (await admin.PostAsync("/api/people/import", new ImportInput(
            "ho_ten,xung_ho,chuc_vu,don_vi,email\nA,GS,B,xã Mỹ Đông,\nA,Ông,B,xã Không Có,\nA,Ông,B,tỉnh Đồng Tháp,\nA,Ông,B,xã Mỹ Đông,khong-phai\n", Apply: true))).ReadAsync<ImportReport>();
        Assert.Equal(["2 honorific_invalid", "3 import_unit_unknown", "4 position_of_other_unit", "5 email_invalid"], wrong.Problems.Select(one => $"{one.Line} {one.Code}"));
    }

    [Fact]
    public void A_cell_that_would_be_a_formula_is_made_harmless() =>
        Assert.DoesNotContain("\n=cmd", CsvTable.Write(["a"], [["=cmd|'/C calc'!A0"]]).Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
}
