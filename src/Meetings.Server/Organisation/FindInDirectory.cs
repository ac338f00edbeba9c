using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Organisation;

/// <summary>One search over units, sites and people of today, best answers first.</summary>
internal sealed class FindInDirectory(MeetingsDbContext db, OrganisationDirectory directory, TimeProvider time)
{
    // Enough for the ranking to find the best; nobody reads further.
    private const int Candidates = 500;

    public async Task<IReadOnlyList<DirectoryEntry>> HandleAsync(
        CancellationToken cancellationToken, string? q = null, string? kind = null, UnitId? unit = null, int limit = 30)
    {
        var query = VietnameseText.Clean(q ?? "");
        var patterns = Search.Patterns(query);
        var tree = await directory.TreeAsync(cancellationToken);
        var day = Today.In(time);
        var only = Enum.TryParse<DirectoryKind>(kind, ignoreCase: true, out var parsed) ? parsed : (DirectoryKind?)null;

        var found = new List<(DirectoryEntry Entry, int Score, int Rank)>();
        if (only is null or DirectoryKind.Unit)
        {
            found.AddRange((await UnitsAsync(patterns, unit, day, cancellationToken)).Select(one => (
                new DirectoryEntry(DirectoryKind.Unit, one.Id.Value, one.Name, one.ParentId is { } parent ? tree.Find(parent)?.Name ?? "" : "", one.Id),
                Math.Min(Search.Score(query, one.Name), Search.Score(query, one.ShortName)), one.Rank)));
        }

        if (only is null or DirectoryKind.Site)
        {
            found.AddRange((await SitesAsync(patterns, unit, cancellationToken)).Select(site => (
                new DirectoryEntry(DirectoryKind.Site, site.Id.Value, site.Name, tree.Find(site.UnitId)?.Name ?? "", site.UnitId),
                Search.Score(query, site.Name), tree.Find(site.UnitId)?.Rank ?? 0)));
        }

        if (only is null or DirectoryKind.Person)
        {
            found.AddRange((await PeopleAsync(patterns, unit, day, cancellationToken)).Select(person =>
            {
                var summary = OrganisationDirectory.Summary(person, day, tree);
                var detail = string.Join(", ", new[] { summary.Position, summary.UnitName }.OfType<string>());
                return (new DirectoryEntry(DirectoryKind.Person, person.Id.Value, person.FullName, detail, summary.UnitId), Search.Score(query, person.FullName), 0);
            }));
        }

        return [.. found.OrderBy(one => one.Score).ThenBy(one => one.Entry.Kind switch { DirectoryKind.Unit => 0, DirectoryKind.Site => 1, _ => 2 })
            .ThenBy(one => one.Rank).ThenBy(one => one.Entry.Name, VietnameseText.ByGivenName).Take(Math.Clamp(limit, 1, 200)).Select(one => one.Entry)];
    }

    private async Task<List<Unit>> UnitsAsync(IReadOnlyList<string> patterns, UnitId? below, DateOnly day, CancellationToken cancellationToken)
    {
        var query = db.Set<Unit>().AsNoTracking().Where(unit => unit.ValidFrom <= day && (unit.ValidTo == null || day < unit.ValidTo)
            && (below == null || unit.ParentId == below || unit.Id == below));
        foreach (var pattern in patterns)
        {
            query = query.Where(unit => EF.Functions.Like(unit.SearchKey, pattern, @"\"));
        }

        return await query.OrderBy(unit => unit.Rank).Take(Candidates).ToListAsync(cancellationToken);
    }

    private async Task<List<Site>> SitesAsync(IReadOnlyList<string> patterns, UnitId? of, CancellationToken cancellationToken)
    {
        var query = db.Set<Site>().AsNoTracking().Where(site => of == null || site.UnitId == of);
        foreach (var pattern in patterns)
        {
            query = query.Where(site => EF.Functions.Like(site.SearchKey, pattern, @"\"));
        }

        return await query.OrderBy(one => one.Id).Take(Candidates).ToListAsync(cancellationToken);
    }

    private async Task<List<Person>> PeopleAsync(IReadOnlyList<string> patterns, UnitId? of, DateOnly day, CancellationToken cancellationToken)
    {
        var query = db.Set<Person>().AsNoTracking().Include(person => person.Positions).Where(person => of == null
            || person.Positions.Any(p => p.UnitId == of && p.From <= day && (p.To == null || day < p.To)));
        foreach (var pattern in patterns)
        {
            query = query.Where(person => EF.Functions.Like(person.SearchKey, pattern, @"\"));
        }

        return await query.OrderBy(one => one.Id).Take(Candidates).ToListAsync(cancellationToken);
    }
}
