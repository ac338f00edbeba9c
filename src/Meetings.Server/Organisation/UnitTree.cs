using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation;

/// <summary>The units and how they hang together. Pure; read it whole, a province has some hundred units.</summary>
internal sealed class UnitTree(IEnumerable<Unit> units)
{
    private readonly Dictionary<UnitId, Unit> _units = units.ToDictionary(unit => unit.Id);
    private ILookup<UnitId?, Unit>? _children;

    public IReadOnlyCollection<Unit> All => _units.Values;

    public Unit? Find(UnitId id) => _units.GetValueOrDefault(id);

    /// <summary>The unit and everything above it, nearest first.</summary>
    public IEnumerable<Unit> Up(UnitId id)
    {
        // Bounded by the number of units, in case a cycle ever got into the table.
        var unit = Find(id);
        for (var left = _units.Count; unit is not null && left > 0; left--)
        {
            yield return unit;
            unit = unit.ParentId is { } parent ? Find(parent) : null;
        }
    }

    /// <summary>The unit and everything below it.</summary>
    public IEnumerable<Unit> Subtree(UnitId id) => Down(id, _ => true);

    /// <summary>
    /// What a role at a unit reaches: an administrator's the whole subtree; any other the unit with its departments and offices,
    /// which work under the same seal, but no subordinate commune or district, which have their own secretaries.
    /// </summary>
    public IEnumerable<Unit> Reach(UnitId id, UnitRole role) =>
        role == UnitRole.Administrator ? Subtree(id) : Down(id, unit => !IsTerritorial(unit.Kind));

    /// <summary>Whether hanging the unit below that parent would close a circle.</summary>
    public bool WouldClose(UnitId unit, UnitId parent) => Up(parent).Any(above => above.Id == unit);

    /// <summary>Place name of documents: its own, else that of the nearest unit above that has one.</summary>
    public string Place(UnitId id) => Up(id).Select(unit => unit.Place).FirstOrDefault(place => place is not null) ?? "";

    public static bool IsTerritorial(UnitKind kind) => kind is UnitKind.Province or UnitKind.District or UnitKind.Commune;

    private IEnumerable<Unit> Down(UnitId id, Func<Unit, bool> enters)
    {
        if (Find(id) is not { } root)
        {
            yield break;
        }

        _children ??= _units.Values.ToLookup(unit => unit.ParentId);
        var seen = new HashSet<UnitId> { id };
        var open = new Stack<Unit>([root]);
        while (open.TryPop(out var unit))
        {
            yield return unit;
            foreach (var child in _children[unit.Id].Where(child => enters(child) && seen.Add(child.Id)))
            {
                open.Push(child);
            }
        }
    }
}
