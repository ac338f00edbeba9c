using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Administration;

/// <summary>People and their dated positions.</summary>
internal sealed class ChangePeople(
    MeetingsDbContext db, OrganisationDirectory directory, UnitAuthority authority, PutDeputies deputies, IAudit audit, TimeProvider time)
{
    public async Task<Outcome<Made>> CreateAsync(Caller caller, PersonInput input, CancellationToken cancellationToken)
    {
        var person = new Person { Id = TypedId.New<PersonId>(time), FullName = "", Honorific = "" };
        if (input.Positions.Count == 0 && !caller.IsAdministrator)
        {
            return Refusal.Forbidden();
        }

        if ((await ApplyAsync(caller, person, input, cancellationToken)).Refusal is { } refusal)
        {
            return refusal;
        }

        db.Add(person);
        audit.Note(caller, "person.created", person.Id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        return new Made(person.Id.Value);
    }

    public async Task<Outcome<Done>> EditAsync(Caller caller, PersonId id, PersonInput input, CancellationToken cancellationToken)
    {
        var person = await db.Set<Person>().Include(one => one.Positions).Include(one => one.Deputies).FirstOrDefaultAsync(one => one.Id == id, cancellationToken);
        if (person is null)
        {
            return Refusal.NotFound();
        }

        // Whoever administers one of the person's units may edit the person, but only the positions there.
        var mine = await authority.OfAsync(caller, cancellationToken);
        if (!caller.IsAdministrator && !person.Positions.Any(position => mine.Contains(position.UnitId)))
        {
            return Refusal.Forbidden();
        }

        if ((await ApplyAsync(caller, person, input, cancellationToken)).Refusal is { } refusal)
        {
            return refusal;
        }

        audit.Note(caller, "person.edited", id.ToString(), input);
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    private async Task<Outcome<Done>> ApplyAsync(Caller caller, Person person, PersonInput input, CancellationToken cancellationToken)
    {
        var name = Names.Checked(input.FullName);
        if (name.Refusal is { } unnamed)
        {
            return unnamed;
        }

        var email = Names.Email(input.Email);
        if (email.Refusal is { } unreachable)
        {
            return unreachable;
        }

        if (input.Honorific is not ("Ông" or "Bà"))
        {
            return Refusal.Invalid("honorific_invalid");
        }

        var tree = await directory.TreeAsync(cancellationToken);
        var wanted = new List<PositionInput>();
        foreach (var position in input.Positions)
        {
            var title = Names.Checked(position.Title);
            if ((title.Refusal ?? Refused(position, tree)) is { } refusal)
            {
                return refusal;
            }

            wanted.Add(position with { Title = title.Value });
        }

        if (wanted.Index().Any(one => wanted.Skip(one.Index + 1).Any(other => Overlap(one.Item, other))))
        {
            return Refusal.Conflict("position_duplicate");
        }

        var had = person.Positions.ToDictionary(position => new PositionInput(position.UnitId, position.Title, position.From, position.To));
        var mine = await authority.OfAsync(caller, cancellationToken);
        var touched = had.Keys.Except(wanted).Concat(wanted.Except(had.Keys));
        if (touched.Any(position => !mine.Contains(position.UnitId)))
        {
            return Refusal.Forbidden("position_of_other_unit");
        }

        person.FullName = name.Value;
        if (await deputies.PutAsync(person, input.Deputies, cancellationToken) is { } unfit)
        {
            return unfit;
        }

        person.Honorific = input.Honorific;
        person.Email = email.Value;
        person.Phone = Names.Optional(input.Phone);
        foreach (var gone in had.Where(one => !wanted.Contains(one.Key)))
        {
            person.Positions.Remove(gone.Value);
        }

        foreach (var added in wanted.Where(one => !had.ContainsKey(one)))
        {
            var position = new Position
            {
                Id = Guid.CreateVersion7(time.GetUtcNow()),
                PersonId = person.Id,
                UnitId = added.UnitId,
                Title = added.Title,
                Rank = TitleRanks.Of(added.Title),
                From = added.From,
                To = added.To,
            };
            person.Positions.Add(position);
            db.Entry(position).State = EntityState.Added;
        }

        person.Index(unit => tree.Find(unit)?.ShortName ?? "");
        return Done.Instance;
    }

    private static Refusal? Refused(PositionInput position, UnitTree tree)
    {
        if (tree.Find(position.UnitId) is not { } unit)
        {
            return Refusal.Invalid("unit_unknown");
        }

        if (position.To is { } to && to <= position.From)
        {
            return Refusal.Invalid("position_dates");
        }

        return position.From < unit.ValidFrom || (unit.ValidTo is { } end && (position.To is null || position.To > end))
            ? Refusal.Conflict("position_outside_unit", ("unit", unit.Name))
            : null;
    }

    private static bool Overlap(PositionInput a, PositionInput b) =>
        a.UnitId == b.UnitId && string.Equals(a.Title, b.Title, StringComparison.OrdinalIgnoreCase)
        && (a.To is null || b.From < a.To) && (b.To is null || a.From < b.To);
}
