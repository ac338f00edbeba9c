using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation.Administration;

/// <summary>
/// Carries the people of a unit that ends over to its heir: whoever held a position there holds the same one at the heir from that day.
/// Sites, roles and what hangs below need no carrying: <see cref="UnitTree.Current"/> finds the heir for them.
/// </summary>
internal sealed class Inheritance(MeetingsDbContext db, TimeProvider time)
{
    public async Task CarryAsync(UnitId from, Unit heir, DateOnly on, UnitTree tree, CancellationToken cancellationToken)
    {
        var people = await db.Set<Person>().Include(person => person.Positions)
            .Where(person => person.Positions.Any(position => position.UnitId == from && (position.To == null || position.To > on)))
            .ToListAsync(cancellationToken);
        foreach (var person in people)
        {
            foreach (var held in person.Positions.Where(position => position.UnitId == from && (position.To is null || position.To > on)).ToList())
            {
                person.Positions.Remove(held);
                if (held.From < on)
                {
                    Hold(person, held, held.UnitId, held.From, on);
                }

                Hold(person, held, heir.Id, held.From < on ? on : held.From, held.To);
            }

            person.Index(unit => unit == heir.Id ? heir.ShortName : tree.Find(unit)?.ShortName ?? "");
        }
    }

    private void Hold(Person person, Position like, UnitId unit, DateOnly from, DateOnly? to)
    {
        var position = new Position
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            PersonId = person.Id,
            UnitId = unit,
            Title = like.Title,
            Rank = like.Rank,
            From = from,
            To = to,
        };
        person.Positions.Add(position);
        db.Entry(position).State = EntityState.Added;
    }
}
