using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation;

/// <summary>Reads of the organisation for this slice and the ones above. One unit tree a scope.</summary>
internal sealed class OrganisationDirectory(MeetingsDbContext db, IAccounts accounts, TimeProvider time) : IDirectory, IAccountRoles
{
    private UnitTree? _tree;

    public async Task<UnitTree> TreeAsync(CancellationToken cancellationToken) =>
        _tree ??= await TreeAsync(Today.In(time), cancellationToken);

    /// <summary>The tree as it stood, or will stand, on a day.</summary>
    public async Task<UnitTree> TreeAsync(DateOnly day, CancellationToken cancellationToken) => new(
        await db.Set<Unit>().AsNoTracking().ToListAsync(cancellationToken), await db.Set<UnitSuccession>().AsNoTracking().ToListAsync(cancellationToken), day);

    /// <summary>After a change of units in this scope.</summary>
    public void Forget() => _tree = null;

    public async Task<IReadOnlyDictionary<UnitId, UnitSummary>> UnitsAsync(IReadOnlyCollection<UnitId> ids, CancellationToken cancellationToken)
    {
        var tree = await TreeAsync(cancellationToken);
        return ids.Distinct().Select(tree.Find).OfType<Unit>().ToDictionary(unit => unit.Id, unit => new UnitSummary(
            unit.Id, unit.Name, unit.ShortName, unit.Kind, tree.Parent(unit)?.Id, tree.Parent(unit)?.Name,
            tree.Place(unit.Id), unit.Rank));
    }

    public async Task<IReadOnlyDictionary<PersonId, PersonSummary>> PeopleAsync(
        IReadOnlyCollection<PersonId> ids, DateOnly on, CancellationToken cancellationToken)
    {
        var tree = await TreeAsync(cancellationToken);
        var wanted = ids.Distinct().ToList();
        var people = await db.Set<Person>().AsNoTracking().Include(person => person.Positions)
            .Where(person => wanted.Contains(person.Id)).ToListAsync(cancellationToken);
        return people.ToDictionary(person => person.Id, person => Summary(person, on, tree));
    }

    public async Task<IReadOnlyDictionary<SiteId, SiteSummary>> SitesAsync(IReadOnlyCollection<SiteId> ids, CancellationToken cancellationToken)
    {
        var tree = await TreeAsync(cancellationToken);
        var wanted = ids.Distinct().ToList();
        var sites = await db.Set<Site>().AsNoTracking().Where(site => wanted.Contains(site.Id)).ToListAsync(cancellationToken);
        return sites.ToDictionary(site => site.Id, site => Summary(site, tree));
    }

    public async Task<IReadOnlyDictionary<SiteId, UnitId>> SitesOfUnitsAsync(IReadOnlyCollection<UnitId> units, CancellationToken cancellationToken) =>
        units.Count == 0 ? new Dictionary<SiteId, UnitId>()
            : await db.Set<Site>().Where(site => units.Contains(site.UnitId)).ToDictionaryAsync(site => site.Id, site => site.UnitId, cancellationToken);

    public async Task<ILookup<PersonId, PersonSummary>> DeputiesAsync(IReadOnlyCollection<PersonId> people, DateOnly on, CancellationToken cancellationToken)
    {
        var wanted = people.Distinct().ToList();
        var deputies = await db.Set<Deputy>().AsNoTracking()
            .Where(deputy => wanted.Contains(deputy.PersonId) && deputy.From <= on && (deputy.To == null || on < deputy.To)).ToListAsync(cancellationToken);
        var known = await PeopleAsync([.. deputies.Select(deputy => deputy.DeputyId)], on, cancellationToken);
        return deputies.Where(deputy => known.TryGetValue(deputy.DeputyId, out var person) && person.IsActive)
            .OrderBy(deputy => known[deputy.DeputyId].FullName, VietnameseText.ByGivenName).ToLookup(deputy => deputy.PersonId, deputy => known[deputy.DeputyId]);
    }

    public async Task NoteLineAsync(SiteId site, SiteLine line, CancellationToken cancellationToken)
    {
        if (Site.IsPlausible(line) && await db.Set<Site>().FindAsync([site], cancellationToken) is { } known)
        {
            known.Put(line);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    public async Task<IReadOnlyDictionary<UnitId, UnitContacts>> ContactsAsync(
        IReadOnlyCollection<UnitId> units, DateOnly on, CancellationToken cancellationToken)
    {
        if (units.Count == 0)
        {
            return new Dictionary<UnitId, UnitContacts>();
        }

        var tree = await TreeAsync(cancellationToken);
        var wanted = units.Distinct().ToList();
        var people = await db.Set<Person>().AsNoTracking().Include(person => person.Positions)
            .Where(person => person.DeactivatedAt == null && person.Positions.Any(position => wanted.Contains(position.UnitId))).ToListAsync(cancellationToken);
        var members = people.SelectMany(person => person.Positions.Where(position => position.IsHeld(on)).Select(position => position.UnitId).Distinct()
            .Select(unit => (Unit: unit, Person: person))).ToLookup(member => member.Unit, member => Summary(member.Person, on, tree));
        var forebears = wanted.SelectMany(tree.StandsFor).Distinct().ToList();
        var sites = (await db.Set<Site>().AsNoTracking().Where(site => forebears.Contains(site.UnitId)).ToListAsync(cancellationToken))
            .Select(site => Summary(site, tree)).ToLookup(site => site.UnitId);
        return wanted.ToDictionary(unit => unit, unit => new UnitContacts([.. members[unit]], [.. sites[unit]]));
    }

    private static SiteSummary Summary(Site site, UnitTree tree) => new(
        site.Id, site.Name, tree.Current(site.UnitId)?.Id ?? site.UnitId, tree.Current(site.UnitId)?.Name ?? "", site.Capacity, site.IsMain, site.Email, site.Line(),
        site.Technician, site.TechnicianPhone);

    public async Task<IReadOnlySet<UnitId>> UnitsOfPersonAsync(PersonId person, DateOnly on, CancellationToken cancellationToken)
    {
        var positions = await db.Set<Position>().AsNoTracking().Where(position => position.PersonId == person).ToListAsync(cancellationToken);
        return positions.Where(position => position.IsHeld(on)).Select(position => position.UnitId).ToHashSet();
    }

    public async Task<IReadOnlySet<UnitId>> UnitsWithRoleAsync(AccountId account, UnitRole role, CancellationToken cancellationToken)
    {
        var tree = await TreeAsync(cancellationToken);
        if (await accounts.FindAsync(account, cancellationToken) is not { IsActive: true } known)
        {
            return new HashSet<UnitId>();
        }

        if (known.IsAdministrator)
        {
            return tree.All.Select(unit => unit.Id).ToHashSet();
        }

        var held = await db.Set<UnitRoleGrant>().AsNoTracking().Where(grant => grant.AccountId == account && grant.Role == role)
            .Select(grant => grant.UnitId).ToListAsync(cancellationToken);
        return held.Select(unit => tree.Current(unit)?.Id ?? unit).Distinct().SelectMany(unit => tree.Reach(unit, role))
            .SelectMany(unit => tree.StandsFor(unit.Id)).ToHashSet();
    }

    public async Task<IReadOnlyList<AccountUnit>> OfAsync(AccountId account, CancellationToken cancellationToken)
    {
        var tree = await TreeAsync(cancellationToken);
        var grants = await db.Set<UnitRoleGrant>().AsNoTracking().Where(grant => grant.AccountId == account).ToListAsync(cancellationToken);
        return [.. grants.Select(grant => (Unit: tree.Current(grant.UnitId), grant.Role)).Where(held => held.Unit is not null).Distinct()
            .OrderBy(held => held.Unit!.Rank).ThenBy(held => held.Role).Select(grant => new AccountUnit(
            grant.Unit!.Id, grant.Unit.Name, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(grant.Role.ToString())))];
    }

    public static PersonSummary Summary(Person person, DateOnly on, UnitTree tree)
    {
        var position = person.PositionOn(on);
        return new PersonSummary(
            person.Id, person.FullName, person.Honorific, position?.Title, position?.UnitId,
            position is null ? null : tree.Find(position.UnitId)?.Name, position?.Rank ?? int.MaxValue, person.Email, person.DeactivatedAt is null);
    }
}
