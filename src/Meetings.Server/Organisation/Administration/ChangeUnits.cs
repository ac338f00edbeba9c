using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Administration;

/// <summary>New units, their names and place in the tree, and their end.</summary>
internal sealed class ChangeUnits(
    MeetingsDbContext db, OrganisationDirectory directory, UnitAuthority authority, Inheritance inheritance, IAudit audit, TimeProvider time)
{
    public async Task<Outcome<Made>> CreateAsync(Caller caller, NewUnit input, CancellationToken cancellationToken)
    {
        var tree = await directory.TreeAsync(cancellationToken);
        if (input.ParentId is { } parent
            ? !await authority.CoversAsync(caller, parent, cancellationToken)
            : !caller.IsAdministrator)
        {
            return Refusal.Forbidden();
        }

        var made = NewUnits.Make(input, tree, [], time);
        if (made.Refusal is { } refusal)
        {
            return refusal;
        }

        var unit = made.Value;
        db.Add(unit);
        audit.Note(caller, "unit.created", unit.Id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget();
        return new Made(unit.Id.Value);
    }

    public async Task<Outcome<Done>> EditAsync(Caller caller, UnitId id, UnitEdit input, CancellationToken cancellationToken)
    {
        var (name, shortName) = (Names.Checked(input.Name), Names.Checked(input.ShortName));
        if ((name.Refusal ?? shortName.Refusal) is { } unnamed)
        {
            return unnamed;
        }

        if (await db.Set<Unit>().FindAsync([id], cancellationToken) is not { } unit)
        {
            return Refusal.NotFound();
        }

        var tree = await directory.TreeAsync(cancellationToken);
        if (!await authority.CoversAsync(caller, id, cancellationToken)
            || (input.ParentId is { } target && !await authority.CoversAsync(caller, target, cancellationToken)))
        {
            return Refusal.Forbidden();
        }

        var parent = input.ParentId ?? unit.ParentId;
        if (parent != unit.ParentId && tree.WouldClose(id, parent!.Value))
        {
            return Refusal.Conflict("unit_cycle");
        }

        if (NewUnits.IsTaken(tree, name.Value, parent, id, unit.ValidFrom))
        {
            return Refusal.Conflict("unit_duplicate", ("name", name.Value));
        }

        unit.Name = name.Value;
        unit.ShortName = shortName.Value;
        unit.Rank = input.Rank;
        unit.ParentId = parent;
        unit.Place = input.Place is null && unit.Place is null ? null : NewUnits.Place(input.Place, shortName.Value, unit.Kind);
        unit.Index();
        await ReindexPeopleAsync(unit, tree, cancellationToken);
        audit.Note(caller, "unit.edited", id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget();
        return Done.Instance;
    }

    public async Task<Outcome<Done>> EndAsync(Caller caller, UnitId id, UnitEnd input, CancellationToken cancellationToken)
    {
        if (await db.Set<Unit>().FindAsync([id], cancellationToken) is not { } unit)
        {
            return Refusal.NotFound();
        }

        if (!await authority.CoversAsync(caller, id, cancellationToken))
        {
            return Refusal.Forbidden();
        }

        var tree = await directory.TreeAsync(cancellationToken);
        if (EndRefused(unit, input, tree) is { } refusal)
        {
            return refusal;
        }

        unit.ValidTo = input.On;
        foreach (var (at, successor) in input.Successors.Distinct().Index())
        {
            db.Add(new UnitSuccession { FromId = id, ToId = successor, On = input.On, IsHeir = at == 0 });
        }

        if (input.Successors is [var heir, ..])
        {
            await inheritance.CarryAsync(id, tree.Find(heir)!, input.On, tree, cancellationToken);
        }

        audit.Note(caller, "unit.ended", id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget();
        return Done.Instance;
    }

    private static Refusal? EndRefused(Unit unit, UnitEnd input, UnitTree tree)
    {
        if (unit.ValidTo is not null)
        {
            return Refusal.Conflict("unit_already_ended");
        }

        if (input.On <= unit.ValidFrom)
        {
            return Refusal.Invalid("unit_dates");
        }

        if (input.Successors.Contains(unit.Id))
        {
            return Refusal.Conflict("unit_cycle");
        }

        if (input.Successors.Any(successor => tree.Find(successor)?.IsValid(input.On) != true))
        {
            return Refusal.Conflict("unit_successor_not_valid");
        }

        var living = tree.All.Count(child => tree.Parent(child)?.Id == unit.Id && (child.ValidTo is null || child.ValidTo > input.On));
        return living > 0 ? Refusal.Conflict("unit_has_subunits", ("count", $"{living}")) : null;
    }

    // Their search keys hold the unit's short name.
    private async Task ReindexPeopleAsync(Unit renamed, UnitTree tree, CancellationToken cancellationToken)
    {
        var people = await db.Set<Person>().Include(person => person.Positions)
            .Where(person => person.Positions.Any(position => position.UnitId == renamed.Id)).ToListAsync(cancellationToken);
        foreach (var person in people)
        {
            person.Index(unit => unit == renamed.Id ? renamed.ShortName : tree.Find(unit)?.ShortName ?? "");
        }
    }
}
