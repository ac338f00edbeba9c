using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Administration;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Import;

/// <summary>
/// Takes people over from a table: a line a position. Somebody is known by name and e-mail address, or by name and a position in the same
/// unit; everything else is somebody new. Lines of units the caller does not administer are refused.
/// </summary>
internal sealed class ImportPeople(
    MeetingsDbContext db, OrganisationDirectory directory, UnitAuthority authority, IAudit audit, TimeProvider time)
{
    private static readonly IReadOnlyDictionary<string, string[]> Columns = new Dictionary<string, string[]>
    {
        ["name"] = ["ho_ten", "ho_va_ten", "full_name", "name"],
        ["honorific"] = ["xung_ho", "honorific"],
        ["title"] = ["chuc_vu", "position", "title"],
        ["unit"] = ["don_vi", "unit"],
        ["from"] = ["tu_ngay", "from", "valid_from"],
        ["to"] = ["den_ngay", "to", "valid_to"],
        ["email"] = ["thu_dien_tu", "email", "e-mail"],
        ["phone"] = ["dien_thoai", "so_dien_thoai", "phone"],
    };

    public async Task<Outcome<ImportReport>> HandleAsync(Caller caller, ImportInput input, CancellationToken cancellationToken)
    {
        var table = CsvTable.Read(input.Csv, Columns, "name", "title", "unit");
        if (table.Refusal is { } refusal)
        {
            return refusal;
        }

        var tree = await directory.TreeAsync(cancellationToken);
        var mine = await authority.OfAsync(caller, cancellationToken);
        var known = await db.Set<Person>().Include(person => person.Positions).ToListAsync(cancellationToken);
        var changes = new List<ImportChange>();
        var problems = new List<ImportRemark>();
        var unchanged = 0;
        foreach (var row in table.Value)
        {
            var line = Line(row, tree, mine);
            if (line.Refusal is { } wrong)
            {
                problems.Add(ImportRemark.Of(row.Line, wrong));
                continue;
            }

            var change = Take(line.Value, known, tree);
            if (change is null)
            {
                unchanged++;
            }
            else
            {
                changes.Add(new ImportChange(row.Line, change.Value, line.Value.FullName, $"{line.Value.Position.Title}, {tree.Find(line.Value.Position.UnitId)!.Name}"));
            }
        }

        var applies = input.Apply && problems.Count == 0;
        if (applies)
        {
            audit.Note(caller, "people.imported", "people", new { Lines = changes.Count });
            await db.SaveChangesAsync(cancellationToken);
        }

        return new ImportReport(applies, changes, unchanged, problems, []);
    }

    private Outcome<PersonLine> Line(CsvRow row, UnitTree tree, IReadOnlySet<UnitId> mine)
    {
        var (name, title, email) = (Names.Checked(row["name"]), Names.Checked(row["title"]), Names.Email(row["email"]));
        if ((name.Refusal ?? title.Refusal ?? email.Refusal) is { } refusal)
        {
            return refusal;
        }

        var honorific = VietnameseText.Fold(row["honorific"]) switch { "" => null, "ong" => "Ông", "ba" => "Bà", _ => "" };
        if (honorific == "")
        {
            return Refusal.Invalid("honorific_invalid");
        }

        if (!row.TryDate("from", out var from) || !row.TryDate("to", out var to))
        {
            return Refusal.Invalid("import_date");
        }

        var spelling = Search.Spelling(row["unit"]);
        var day = from ?? Today.In(time);
        var units = tree.All.Where(unit => unit.IsValid(day) && (Search.Spelling(unit.Name) == spelling || Search.Spelling(unit.ShortName) == spelling)).ToList();
        if (units.Count > 1)
        {
            // A short name many units have, as every district's "Phòng Nội vụ": those one may change decide.
            units = [.. units.Where(unit => mine.Contains(unit.Id))];
        }

        if (units.Count != 1)
        {
            return Refusal.Invalid(units.Count == 0 ? "import_unit_unknown" : "import_unit_ambiguous", ("name", row["unit"]));
        }

        if (!mine.Contains(units[0].Id))
        {
            return Refusal.Forbidden("position_of_other_unit");
        }

        return to is { } end && end <= day
            ? Refusal.Invalid("position_dates")
            : new PersonLine(name.Value, honorific, email.Value, Names.Optional(row["phone"]), new PositionInput(units[0].Id, title.Value, day, to), from is null);
    }

    // Null when the line says nothing new.
    private ImportChangeKind? Take(PersonLine line, List<Person> known, UnitTree tree)
    {
        var person = known.Find(one => one.FullName == line.FullName && (line.Email is not null && string.Equals(one.Email, line.Email, StringComparison.OrdinalIgnoreCase)
            || one.Positions.Any(position => position.UnitId == line.Position.UnitId)));
        var isNew = person is null;
        if (person is null)
        {
            person = new Person { Id = TypedId.New<PersonId>(time), FullName = line.FullName, Honorific = line.Honorific ?? "Ông" };
            known.Add(person);
            db.Add(person);
        }

        var position = line.Position;
        var held = person.Positions.Find(one => one.UnitId == position.UnitId && string.Equals(one.Title, position.Title, StringComparison.OrdinalIgnoreCase)
            && (line.IsUndated ? one.IsHeld(position.From) : one.From == position.From));
        var isChanged = (line.Honorific ?? person.Honorific, line.Email ?? person.Email, line.Phone ?? person.Phone) != (person.Honorific, person.Email, person.Phone);
        (person.Honorific, person.Email, person.Phone) = (line.Honorific ?? person.Honorific, line.Email ?? person.Email, line.Phone ?? person.Phone);
        if (held is null || (position.To is not null && held.To != position.To))
        {
            if (held is not null)
            {
                person.Positions.Remove(held);
            }

            var added = new Position
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                PersonId = person.Id,
                UnitId = position.UnitId,
                Title = position.Title,
                Rank = TitleRanks.Of(position.Title),
                From = held?.From ?? position.From,
                To = position.To,
            };
            person.Positions.Add(added);
            db.Entry(added).State = EntityState.Added;
            isChanged = true;
        }

        person.Index(unit => tree.Find(unit)?.ShortName ?? "");
        return isNew ? ImportChangeKind.Add : isChanged ? ImportChangeKind.Edit : null;
    }

    private sealed record PersonLine(string FullName, string? Honorific, string? Email, string? Phone, PositionInput Position, bool IsUndated);
}
