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
            found.AddRange(Units(tree, query, unit, day).Select(one => (
                new DirectoryEntry(DirectoryKind.Unit, one.Id.Value, one.Name, tree.Parent(one)?.Name ?? "", one.Id),
                Math.Min(Search.Score(query, one.Name), Search.Score(query, one.ShortName)), one.Rank)));
        }

        if (only is null or DirectoryKind.Site)
        {
            found.AddRange((await SitesAsync(patterns, unit is { } of ? tree.StandsFor(of) : null, cancellationToken))
                .Select(site => (Site: site, Unit: tree.Current(site.UnitId))).Select(one => (
                new DirectoryEntry(DirectoryKind.Site, one.Site.Id.Value, one.Site.Name, one.Unit?.Name ?? "", one.Unit?.Id),
                Search.Score(query, one.Site.Name), one.Unit?.Rank ?? 0)));
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

    // Also by the name of a unit it stands for: who looks for the old commune finds the one that took over.
    private static IEnumerable<Unit> Units(UnitTree tree, string query, UnitId? below, DateOnly day)
    {
        var words = Search.Key(query).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return tree.All.Where(unit => unit.IsValid(day) && (below == null || unit.Id == below || tree.Parent(unit)?.Id == below)
            && tree.Predecessors(unit.Id).Prepend(unit).Any(known => words.All(word => known.SearchKey.Contains(word, StringComparison.Ordinal))));
    }

    private async Task<List<Site>> SitesAsync(IReadOnlyList<string> patterns, IReadOnlyList<UnitId>? of, CancellationToken cancellationToken)
    {
        var query = of is null ? db.Set<Site>().AsNoTracking() : db.Set<Site>().AsNoTracking().Where(site => of.Contains(site.UnitId));
        foreach (var pattern in patterns)
        {
            query = query.Where(site => EF.Functions.Like(site.SearchKey, pattern, @"\"));
        }

        return await query.OrderBy(one => one.Id).Take(Candidates).ToListAsync(cancellationToken);
    }

    private async Task<List<Person>> PeopleAsync(IReadOnlyList<string> patterns, UnitId? of, DateOnly day, CancellationToken cancellationToken)
    {
        var query = db.Set<Person>().AsNoTracking().Include(person => person.Positions).Where(person => person.DeactivatedAt == null && (of == null
            || person.Positions.Any(p => p.UnitId == of && p.From <= day && (p.To == null || day < p.To))));
        foreach (var pattern in patterns)
        {
            query = query.Where(person => EF.Functions.Like(person.SearchKey, pattern, @"\"));
        }

        return await query.OrderBy(one => one.Id).Take(Candidates).ToListAsync(cancellationToken);
    }
}
