using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Administration;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Import;

/// <summary>Takes units over from a table or a preset: shown first, then all of it or nothing.</summary>
internal sealed class ImportUnits(MeetingsDbContext db, OrganisationDirectory directory, Inheritance inheritance, IAudit audit, TimeProvider time)
{
    public async Task<Outcome<ImportReport>> HandleAsync(IActor? by, ImportInput input, CancellationToken cancellationToken)
    {
        var table = CsvTable.Read(input.Csv, UnitRow.Columns, "kind", "name");
        if (table.Refusal is { } refusal)
        {
            return refusal;
        }

        var (rows, problems) = UnitRow.Read(table.Value, Today.In(time));
        var plan = UnitPlan.Make(
            rows, await db.Set<Unit>().AsNoTracking().ToListAsync(cancellationToken),
            await db.Set<UnitSuccession>().AsNoTracking().ToListAsync(cancellationToken), time);
        problems.AddRange(plan.Problems);
        var applies = input.Apply && problems.Count == 0;
        if (applies)
        {
            await ApplyAsync(by, plan, cancellationToken);
        }

        return new ImportReport(applies, [.. plan.Changes.OrderBy(change => change.Line)], plan.Unchanged, [.. problems.OrderBy(one => one.Line)], plan.Warnings);
    }

    private async Task ApplyAsync(IActor? by, UnitPlan plan, CancellationToken cancellationToken)
    {
        db.AddRange(plan.Added);
        var tracked = await db.Set<Unit>().ToDictionaryAsync(unit => unit.Id, cancellationToken);
        foreach (var unit in plan.Added)
        {
            tracked[unit.Id] = unit;
        }

        foreach (var (id, rank, place) in plan.Edited)
        {
            (tracked[id].Rank, tracked[id].Place) = (rank, place);
        }

        foreach (var (id, on) in plan.Ended)
        {
            tracked[id].ValidTo = on;
        }

        db.AddRange(plan.Links);
        var tree = new UnitTree(tracked.Values, [.. await db.Set<UnitSuccession>().AsNoTracking().ToListAsync(cancellationToken), .. plan.Links], Today.In(time));
        foreach (var link in plan.Links.Where(link => link.IsHeir))
        {
            await inheritance.CarryAsync(link.FromId, tracked[link.ToId], link.On, tree, cancellationToken);
        }

        audit.Note(by, "units.imported", "units", new { Added = plan.Added.Count, Edited = plan.Edited.Count, Ended = plan.Ended.Count });
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget();
    }
}
