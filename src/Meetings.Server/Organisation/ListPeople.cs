using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation;

/// <summary>People, all or of a unit, by given name.</summary>
internal static class ListPeople
{
    private const int Limit = 1000;

    public static async Task<IReadOnlyList<PersonView>> HandleAsync(
        MeetingsDbContext db, OrganisationDirectory directory, TimeProvider time, CancellationToken cancellationToken, UnitId? unit = null, string? q = null)
    {
        var day = Today.In(time);
        var query = db.Set<Person>().AsNoTracking().Include(person => person.Positions).Include(person => person.Deputies).AsSplitQuery();
        if (unit is { } of)
        {
            query = query.Where(person => person.Positions.Any(p => p.UnitId == of && p.From <= day && (p.To == null || day < p.To)));
        }

        foreach (var pattern in Search.Patterns(q ?? ""))
        {
            query = query.Where(person => EF.Functions.Like(person.SearchKey, pattern, @"\"));
        }

        var people = await query.OrderBy(person => person.Id).Take(Limit).ToListAsync(cancellationToken);
        var tree = await directory.TreeAsync(cancellationToken);
        var names = await NamesAsync(db, people, cancellationToken);
        return [.. people.OrderBy(person => person.FullName, VietnameseText.ByGivenName).Select(person => View(person, tree, names))];
    }

    /// <summary>Names of the people's deputies.</summary>
    public static async Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(
        MeetingsDbContext db, IReadOnlyCollection<Person> people, CancellationToken cancellationToken)
    {
        var deputies = people.SelectMany(person => person.Deputies).Select(deputy => deputy.DeputyId).Distinct().ToList();
        return deputies.Count == 0 ? new Dictionary<PersonId, string>()
            : await db.Set<Person>().Where(person => deputies.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
    }

    public static PersonView View(Person person, UnitTree tree, IReadOnlyDictionary<PersonId, string> names) => new(person.Id, person.FullName, person.Honorific, [.. person.Positions
        .OrderBy(position => position.Rank).ThenBy(position => position.From)
        .Select(position => new PositionView(position.UnitId, tree.Find(position.UnitId)?.Name ?? "", position.Title, position.From, position.To))],
        person.Email, person.Phone, person.DeactivatedAt is null,
        [.. person.Deputies.OrderBy(deputy => deputy.From).Select(deputy => new DeputyView(deputy.DeputyId, names.GetValueOrDefault(deputy.DeputyId, ""), deputy.From, deputy.To))]);
}

/// <summary>Sites, all or of a unit; the main site first.</summary>
internal static class ListSites
{
    public static async Task<IReadOnlyList<SiteView>> HandleAsync(
        MeetingsDbContext db, OrganisationDirectory directory, CancellationToken cancellationToken, UnitId? unit = null)
    {
        var tree = await directory.TreeAsync(cancellationToken);
        var of = unit is { } one ? tree.StandsFor(one) : [];
        var sites = await db.Set<Site>().AsNoTracking().Where(site => unit == null || of.Contains(site.UnitId)).ToListAsync(cancellationToken);
        return [.. sites.OrderByDescending(site => site.IsMain).ThenBy(site => tree.Current(site.UnitId)?.Rank)
            .ThenBy(site => site.Name, VietnameseText.InVietnamese).Select(site => View(site, tree))];
    }

    public static SiteView View(Site site, UnitTree tree) => new(
        site.Id, site.Name, tree.Current(site.UnitId)?.Id ?? site.UnitId, tree.Current(site.UnitId)?.Name ?? "", site.Capacity, site.IsMain, site.Technician, site.TechnicianPhone,
        site.Email, site.Line());
}
