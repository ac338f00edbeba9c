using System.Collections.Immutable;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms;

/// <summary>Persons and the connections that carry them: each person is counted once.</summary>
internal static class Seating
{
    /// <summary>The seat of the person whose own device came in: the one they already have, or a new one.</summary>
    public static Seated Own(RoomState state, Arrived arrived)
    {
        var known = state.Seats.Values.FirstOrDefault(s => arrived.PersonId is { } person
            ? s.Person.PersonId == person
            : s.Person.Account == arrived.Account);
        return known is not null
            ? known.Person with { Conn = arrived.Conn }
            : new Seated(
                state.LastSeat + 1, arrived.Conn, arrived.Label, arrived.Position, arrived.UnitName, arrived.Role, arrived.PersonId,
                arrived.Account, SiteId: null);
    }

    /// <summary>Replaces who sits in a site's room.</summary>
    public static Outcome<Decision> SitDown(RoomState state, Connection by, ImmutableArray<Sitter> people, RoomOptions options)
    {
        if (by.Arrival.Kind != ConnectionKind.Site)
        {
            return Refusal.Forbidden("only_site_seats_people");
        }

        if (people.Length > options.MostPeopleAtSite)
        {
            return Refusal.Invalid("too_many_people", ("max", $"{options.MostPeopleAtSite}"));
        }

        var nextSeat = state.LastSeat + 1;
        var wanted = new List<Seated>();
        foreach (var person in people)
        {
            var known = wanted.Find(s => IsSame(s, person, by)) ?? state.Seats.Values.FirstOrDefault(s => IsSame(s.Person, person, by))?.Person;
            if (known is null)
            {
                wanted.Add(new Seated(
                    nextSeat++, by.Conn, person.Name, person.Position, person.UnitName ?? by.Arrival.UnitName, person.Role, person.PersonId,
                    Account: null, by.Arrival.SiteId));
            }
            else if (!wanted.Exists(s => s.Seat == known.Seat))
            {
                wanted.Add(known with { Conn = by.Conn });
            }
        }

        var now = state.SeatsOf(by.Conn).Select(s => s.Number).ToHashSet();
        var gone = now.Where(seat => !wanted.Exists(w => w.Seat == seat)).Order().ToList();
        var floor = state.Floor is { Seat: { } seat } held && held.Conn == by.Conn && gone.Contains(seat);
        return new Decision([
            .. gone.Select(seat => new Unseated(seat, by.Conn)),
            .. floor ? [new FloorGiven(by.Conn, null)] : Array.Empty<RoomEvent>(),
            .. wanted.Where(w => !now.Contains(w.Seat)),
        ]);
    }

    /// <summary>The directory knows a person by id; a name alone identifies somebody only within the same site.</summary>
    private static bool IsSame(Seated seated, Sitter person, Connection site) => person.PersonId is { } id
        ? seated.PersonId == id
        : seated.PersonId is null
            && seated.Account is null
            && seated.SiteId == site.Arrival.SiteId
            && VietnameseText.Fold(seated.Name) == VietnameseText.Fold(person.Name);
}
