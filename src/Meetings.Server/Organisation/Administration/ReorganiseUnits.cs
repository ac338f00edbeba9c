using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;

namespace Meetings.Server.Organisation.Administration;

/// <summary>
/// Renaming, moving, merging and splitting from a day on. Each ends the old units and links them to those that take over: a name or a
/// place in the tree is never overwritten, so that papers of before keep theirs.
/// </summary>
internal sealed class ReorganiseUnits(
    MeetingsDbContext db, OrganisationDirectory directory, UnitAuthority authority, Inheritance inheritance, IAudit audit, TimeProvider time)
{
    private const int Most = 200;

    public async Task<Outcome<Reorganised>> HandleAsync(Caller caller, UnitReorganisation input, CancellationToken cancellationToken)
    {
        var tree = await directory.TreeAsync(input.On, cancellationToken);
        if (await RefusedAsync(caller, input, tree, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var into = new List<Unit>();
        foreach (var one in input.Into)
        {
            var taking = one.Existing is { } existing ? tree.Find(existing)! : NewUnits.Make(one.New! with { ValidFrom = input.On }, tree, input.From, time);
            if (taking.Refusal is { } refused)
            {
                return refused;
            }

            into.Add(taking.Value);
        }

        db.AddRange(input.Into.Zip(into).Where(pair => pair.First.Existing is null).Select(pair => pair.Second));
        foreach (var from in input.From.Distinct())
        {
            (await db.Set<Unit>().FindAsync([from], cancellationToken))!.ValidTo = input.On;
            db.AddRange(into.Index().Select(to => new UnitSuccession { FromId = from, ToId = to.Item.Id, On = input.On, IsHeir = to.Index == 0 }));
            await inheritance.CarryAsync(from, into[0], input.On, tree, cancellationToken);
        }

        audit.Note(caller, "units.reorganised", input.From[0].ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        directory.Forget();
        return new Reorganised([.. into.Select(unit => unit.Id)]);
    }

    private async Task<Refusal?> RefusedAsync(Caller caller, UnitReorganisation input, UnitTree tree, CancellationToken cancellationToken)
    {
        if (input.From.Count is 0 or > Most || input.Into.Count is 0 or > Most || input.Into.Any(one => one.Existing is null == one.New is null)
            || (input.From.Count > 1 && input.Into.Count > 1))
        {
            return Refusal.Invalid("reorganisation_shape");
        }

        var mine = await authority.OfAsync(caller, cancellationToken);
        var places = input.Into.Select(one => one.Existing ?? one.New!.ParentId);
        if (!caller.IsAdministrator && (!input.From.All(mine.Contains) || !places.All(place => place is { } id && mine.Contains(id))))
        {
            return Refusal.Forbidden();
        }

        foreach (var id in input.From)
        {
            if (tree.Find(id) is not { } unit)
            {
                return Refusal.Invalid("unit_unknown");
            }

            if (unit.ValidTo is not null)
            {
                return Refusal.Conflict("unit_already_ended");
            }

            if (input.On <= unit.ValidFrom)
            {
                return Refusal.Invalid("unit_dates");
            }
        }

        foreach (var existing in input.Into.Select(one => one.Existing).OfType<UnitId>())
        {
            if (tree.Find(existing)?.IsValid(input.On) != true)
            {
                return Refusal.Conflict("unit_successor_not_valid");
            }

            // Neither itself nor something below what ends: the heir would hang below itself.
            if (input.From.Any(from => tree.Up(existing).Any(above => above.Id == from)))
            {
                return Refusal.Conflict("unit_cycle");
            }
        }

        return null;
    }
}
