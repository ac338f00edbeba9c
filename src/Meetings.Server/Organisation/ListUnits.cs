using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation;

/// <summary>The unit tree as it stood on a day, in office order.</summary>
internal static class ListUnits
{
    public static async Task<IReadOnlyList<UnitView>> HandleAsync(
        MeetingsDbContext db, TimeProvider time, CancellationToken cancellationToken, DateOnly? asOf = null)
    {
        var day = asOf ?? Today.In(time);
        var units = await db.Set<Unit>().AsNoTracking()
            .Where(unit => unit.ValidFrom <= day && (unit.ValidTo == null || day < unit.ValidTo)).ToListAsync(cancellationToken);
        var successions = (await db.Set<UnitSuccession>().AsNoTracking().ToListAsync(cancellationToken)).ToLookup(one => one.ToId, one => one.FromId);
        return [.. units.OrderBy(unit => unit.Rank).ThenBy(unit => unit.Name, VietnameseText.InVietnamese).Select(unit => View(unit, successions[unit.Id]))];
    }

    public static UnitView View(Unit unit, IEnumerable<UnitId> predecessors) => new(
        unit.Id, unit.Name, unit.ShortName, unit.Kind, unit.ParentId, unit.Rank, unit.ValidFrom, unit.ValidTo, [.. predecessors]);
}
