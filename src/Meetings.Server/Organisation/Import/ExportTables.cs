using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Import;

/// <summary>The tables that <see cref="ImportUnits"/> and <see cref="ImportPeople"/> take, as they stand on a day.</summary>
internal static class ExportTables
{
    public static async Task<IResult> UnitsAsync(OrganisationDirectory directory, TimeProvider time, CancellationToken cancellationToken, DateOnly? asOf = null)
    {
        var day = asOf ?? Today.In(time);
        var tree = await directory.TreeAsync(day, cancellationToken);
        var rows = tree.All.Where(unit => unit.IsValid(day)).OrderBy(unit => tree.Up(unit.Id).Count()).ThenBy(unit => unit.Rank).Select(unit => (string[])
        [
            UnitRow.Word(unit.Kind), unit.Name, unit.ShortName, unit.Place ?? "", tree.Parent(unit)?.Name ?? "", $"{unit.Rank}", $"{unit.ValidFrom:yyyy-MM-dd}",
            unit.ValidTo is { } to ? $"{to:yyyy-MM-dd}" : "", string.Join("; ", tree.Predecessors(unit.Id).Select(one => tree.Parent(one) is { } above ? $"{one.ShortName} ({above.ShortName})" : one.ShortName)),
        ]);
        return File("don-vi", day, ["cap", "ten", "ten_ngan", "dia_danh", "truc_thuoc", "thu_tu", "tu_ngay", "den_ngay", "ke_thua"], rows);
    }

    public static async Task<IResult> PeopleAsync(
        MeetingsDbContext db, OrganisationDirectory directory, TimeProvider time, CancellationToken cancellationToken)
    {
        var tree = await directory.TreeAsync(cancellationToken);
        var people = await db.Set<Person>().AsNoTracking().Include(person => person.Positions).Where(person => person.DeactivatedAt == null).ToListAsync(cancellationToken);
        var rows = people.OrderBy(person => person.FullName, VietnameseText.ByGivenName).SelectMany(person => person.Positions.OrderBy(position => position.From).Select(position => (string[])
        [
            person.FullName, person.Honorific, position.Title, tree.Find(position.UnitId)?.Name ?? "", $"{position.From:yyyy-MM-dd}",
            position.To is { } to ? $"{to:yyyy-MM-dd}" : "", person.Email ?? "", person.Phone ?? "",
        ]));
        return File("can-bo", Today.In(time), ["ho_ten", "xung_ho", "chuc_vu", "don_vi", "tu_ngay", "den_ngay", "thu_dien_tu", "dien_thoai"], rows);
    }

    private static IResult File(string name, DateOnly day, string[] header, IEnumerable<string[]> rows) =>
        Results.File(System.Text.Encoding.UTF8.GetBytes(CsvTable.Write(header, rows)), "text/csv; charset=utf-8", $"{name}-{day:yyyy-MM-dd}.csv");
}
