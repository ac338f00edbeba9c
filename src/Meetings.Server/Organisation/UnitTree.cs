using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation;

/// <summary>
/// The units and how they hang together on a day. A unit that has ended is stood for by its heir: what hangs below it, its sites and
/// its roles are the heir's from that day on, without being written anew. Pure; read it whole, a province has some hundred units.
/// </summary>
internal sealed class UnitTree(IEnumerable<Unit> units, IReadOnlyCollection<UnitSuccession> successions, DateOnly day)
{
    private readonly Dictionary<UnitId, Unit> _units = units.ToDictionary(unit => unit.Id);
    private readonly Dictionary<UnitId, UnitId> _heirs = successions.Where(one => one.IsHeir).DistinctBy(one => one.FromId).ToDictionary(one => one.FromId, one => one.ToId);
    private readonly ILookup<UnitId, UnitId> _before = successions.ToLookup(one => one.ToId, one => one.FromId);
    private readonly ILookup<UnitId, UnitId> _after = successions.ToLookup(one => one.FromId, one => one.ToId);
    private ILookup<UnitId?, Unit>? _children;
    private ILookup<UnitId, UnitId>? _forebears;

    public IReadOnlyCollection<Unit> All => _units.Values;

    /// <summary>The unit of this id, ended or not: old meetings keep their names.</summary>
    public Unit? Find(UnitId id) => _units.GetValueOrDefault(id);

    /// <summary>The unit, or whichever stands for it on the day; itself when it ended without an heir.</summary>
    public Unit? Current(UnitId id)
    {
        var unit = Find(id);
        for (var left = _heirs.Count; unit?.ValidTo <= day && left > 0 && _heirs.TryGetValue(unit.Id, out var heir) && Find(heir) is { } next; left--)
        {
            unit = next;
        }

        return unit;
    }

    public IEnumerable<Unit> Predecessors(UnitId id) => _before[id].Select(Find).OfType<Unit>();

    public IEnumerable<Unit> Successors(UnitId id) => _after[id].Select(Find).OfType<Unit>();

    /// <summary>What the unit hangs below on the day.</summary>
    public Unit? Parent(Unit unit) => unit.ParentId is { } parent ? Current(parent) : null;

    /// <summary>The unit and all those it stands for: records that name one of them are the unit's.</summary>
    public IReadOnlyList<UnitId> StandsFor(UnitId id)
    {
        _forebears ??= _heirs.Keys.Where(old => Find(old) is not null).ToLookup(old => Current(old)!.Id);
        return [id, .. _forebears[id].Where(old => old != id)];
    }

    /// <summary>The unit and everything above it, nearest first.</summary>
    public IEnumerable<Unit> Up(UnitId id)
    {
        // Bounded by the number of units, in case a cycle ever got into the table.
        var unit = Find(id);
        for (var left = _units.Count; unit is not null && left > 0; left--)
        {
            yield return unit;
            unit = Parent(unit);
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

        _children ??= _units.Values.ToLookup(unit => Parent(unit)?.Id);
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
