using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Administration;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation.Import;

/// <summary>What a table of units changes in the tree: worked out first, shown, then applied as it stands. Pure.</summary>
internal sealed class UnitPlan
{
    private readonly List<Unit> _known;
    private readonly IReadOnlyList<UnitSuccession> _successions;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, string> _spellings = new(StringComparer.Ordinal);

    /// <param name="known">Copies: the plan sets their end.</param>
    private UnitPlan(IEnumerable<Unit> known, IReadOnlyList<UnitSuccession> successions, TimeProvider time) =>
        (_known, _successions, _time) = ([.. known], successions, time);

    public List<Unit> Added { get; } = [];

    /// <summary>New rank or place of a unit that stays.</summary>
    public List<(UnitId Unit, int Rank, string? Place)> Edited { get; } = [];

    public List<(UnitId Unit, DateOnly On)> Ended { get; } = [];

    public List<UnitSuccession> Links { get; } = [];

    public List<ImportChange> Changes { get; } = [];

    public List<ImportRemark> Problems { get; } = [];

    public List<ImportRemark> Warnings { get; } = [];

    public int Unchanged { get; private set; }

    public static UnitPlan Make(IReadOnlyList<UnitRow> rows, IEnumerable<Unit> known, IReadOnlyList<UnitSuccession> successions, TimeProvider time)
    {
        var plan = new UnitPlan(known, successions, time);
        foreach (var row in rows)
        {
            plan.Take(row);
        }

        foreach (var row in rows.Where(row => row.Predecessors.Count > 0))
        {
            plan.Link(row);
        }

        // Ends come last, from the leaves up: a district ends with the communes that were merged out of it.
        foreach (var row in rows.Where(row => row.To is not null))
        {
            plan.End(row);
        }

        return plan;
    }

    private void Take(UnitRow row)
    {
        Unit? parent = null;
        if (row.Parent.Length > 0)
        {
            var above = Named(row.Parent, row.From).ToList();
            if (above.Count != 1)
            {
                Problems.Add(ImportRemark.Of(row.Line, above.Count == 0 ? "import_parent_unknown" : "import_parent_ambiguous", ("name", row.Parent)));
                return;
            }

            parent = above[0];
        }

        if (Same(row, parent) is { } unit)
        {
            Amend(row, unit);
            return;
        }

        var tree = new UnitTree(_known, _successions, row.From);
        var made = NewUnits.Make(new NewUnit(row.Name, row.ShortName, row.Kind, row.From, parent?.Id, row.Rank ?? UnitRow.DefaultRank, row.Place), tree, [], _time);
        if (made.Refusal is { } refusal)
        {
            Problems.Add(ImportRemark.Of(row.Line, refusal));
            return;
        }

        _known.Add(made.Value);
        Added.Add(made.Value);
        Changes.Add(new ImportChange(row.Line, ImportChangeKind.Add, made.Value.Name, parent?.Name ?? ""));
    }

    private void Amend(UnitRow row, Unit unit)
    {
        var (rank, place) = (row.Rank ?? unit.Rank, row.Place ?? unit.Place);
        if (row.To is not null || (rank, place) == (unit.Rank, unit.Place))
        {
            Unchanged += row.To is null ? 1 : 0;
            return;
        }

        Edited.Add((unit.Id, rank, place));
        Changes.Add(new ImportChange(row.Line, ImportChangeKind.Edit, unit.Name, $"{rank} {place}".Trim()));
    }

    private void Link(UnitRow row)
    {
        var heir = _known.FirstOrDefault(unit => unit.ValidFrom == row.From && Spelling(unit.Name) == Spelling(row.Name));
        if (heir is null)
        {
            return; // its own line has a problem, or the unit is older than the line says: then there is nothing to inherit
        }

        foreach (var name in row.Predecessors)
        {
            var before = Predecessor(name, row.From);
            if (before is null)
            {
                Warnings.Add(ImportRemark.Of(row.Line, "import_predecessor_unknown", ("name", name)));
                continue;
            }

            if (_successions.Concat(Links).Any(link => link.FromId == before.Id && link.ToId == heir.Id))
            {
                continue;
            }

            var isFirst = !_successions.Concat(Links).Any(link => link.FromId == before.Id);
            Links.Add(new UnitSuccession { FromId = before.Id, ToId = heir.Id, On = row.From, IsHeir = isFirst });
            End(row.Line, before, row.From);
        }
    }

    private void End(UnitRow row)
    {
        var unit = _known.FirstOrDefault(one => one.Kind == row.Kind && one.ValidFrom < row.To && Spelling(one.Name) == Spelling(row.Name) && (one.ValidTo is null || one.ValidTo == row.To));
        if (unit is null)
        {
            Warnings.Add(ImportRemark.Of(row.Line, "import_predecessor_unknown", ("name", row.Name)));
            return;
        }

        End(row.Line, unit, row.To!.Value);
        // Its offices and departments end with it; what is territorial has a line of its own.
        var below = _known.Where(one => one.ParentId == unit.Id && one.ValidTo is null).ToList();
        foreach (var office in below.Where(one => !UnitTree.IsTerritorial(one.Kind)))
        {
            End(row.Line, office, row.To.Value);
        }

        if (below.FirstOrDefault(one => UnitTree.IsTerritorial(one.Kind)) is { } orphan)
        {
            Problems.Add(ImportRemark.Of(row.Line, "import_has_subunits", ("name", unit.Name), ("below", orphan.Name)));
        }
    }

    private void End(int line, Unit unit, DateOnly on)
    {
        if (unit.ValidTo is not null)
        {
            Unchanged++;
            return;
        }

        unit.ValidTo = on;
        Ended.Add((unit.Id, on));
        Changes.Add(new ImportChange(line, ImportChangeKind.End, unit.Name, $"{on:dd/MM/yyyy}"));
    }

    // The same unit: same name and kind below the same unit, not ended before.
    private Unit? Same(UnitRow row, Unit? parent) => _known.FirstOrDefault(unit => unit.Kind == row.Kind && unit.ParentId == parent?.Id
        && (unit.ValidTo is null || unit.ValidTo > row.From || unit.ValidTo == row.To) && Spelling(unit.Name) == Spelling(row.Name));

    private IEnumerable<Unit> Named(string name, DateOnly on) => _known.Where(unit =>
        (unit.ValidTo is null || unit.ValidTo > on) && Spelling(name) is var spelling
        && (Spelling(unit.Name) == spelling || Spelling(unit.ShortName) == spelling));

    private Unit? Predecessor(string text, DateOnly on)
    {
        var bracket = text.IndexOf('(', StringComparison.Ordinal);
        var (name, above) = bracket < 0 ? (text, null) : (text[..bracket].Trim(), text[(bracket + 1)..].TrimEnd(')').Trim());
        var found = _known.Where(unit => unit.ValidFrom < on && (unit.ValidTo is null || unit.ValidTo == on)
            && (Spelling(unit.ShortName) == Spelling(name) || Spelling(unit.Name) == Spelling(name))
            && (above is null || Parent(unit) is { } parent && (Spelling(parent.ShortName) == Spelling(above) || Spelling(parent.Name) == Spelling(above))))
            .ToList();
        return found.Count == 1 ? found[0] : null;
    }

    // Names are compared with every unit's: each is spelt out once.
    private string Spelling(string name) => _spellings.TryGetValue(name, out var known) ? known : _spellings[name] = Search.Spelling(name);

    private Unit? Parent(Unit unit) => _known.FirstOrDefault(one => one.Id == unit.ParentId);
}
