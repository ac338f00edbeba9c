using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.Organisation;

/// <summary>The unit tree as it stood on a day, in office order.</summary>
internal static class ListUnits
{
    public static async Task<IReadOnlyList<UnitView>> HandleAsync(
        OrganisationDirectory directory, TimeProvider time, CancellationToken cancellationToken, DateOnly? asOf = null)
    {
        var day = asOf ?? Today.In(time);
        var tree = await directory.TreeAsync(day, cancellationToken);
        return [.. tree.All.Where(unit => unit.IsValid(day)).OrderBy(unit => unit.Rank).ThenBy(unit => unit.Name, VietnameseText.InVietnamese)
            .Select(unit => View(unit, tree))];
    }

    public static UnitView View(Unit unit, UnitTree tree) => new(
        unit.Id, unit.Name, unit.ShortName, unit.Kind, tree.Parent(unit)?.Id, unit.Rank, unit.ValidFrom, unit.ValidTo, unit.Place,
        [.. tree.Predecessors(unit.Id).Select(Kin)], [.. tree.Successors(unit.Id).Select(Kin)]);

    private static UnitKin Kin(Unit unit) => new(unit.Id, unit.Name);
}
