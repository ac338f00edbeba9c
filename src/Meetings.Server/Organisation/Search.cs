using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation;

/// <summary>Finding names however they are typed: without diacritics, with y for i, words in any order.</summary>
internal static class Search
{
    /// <summary>"UBND xã Mỹ Quý" -> "ubnd xa mi qui": sources write Quý and Quí for the same place.</summary>
    public static string Key(string text) => VietnameseText.Fold(text).Replace('y', 'i');

    /// <summary>Patterns for LIKE ... ESCAPE '\', all of which a match must contain.</summary>
    public static IReadOnlyList<string> Patterns(string query) =>
        [.. Key(query).Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(8).Select(word => $"%{Escape(word)}%")];

    /// <summary>How well a name answers a query; smaller is better. What has the typed diacritics comes before what only folds to it.</summary>
    public static int Score(string query, string name)
    {
        var typed = VietnameseText.Clean(query).ToLowerInvariant();
        var exact = name.ToLowerInvariant();
        if (exact == typed)
        {
            return 0;
        }

        if (Words(exact, typed) is { } well)
        {
            return 1 + well;
        }

        var (folded, foldedQuery) = (Key(name), Key(query.Trim()));
        return folded == foldedQuery ? 4 : Words(folded, foldedQuery) is { } close ? 5 + close : 8;
    }

    // 0 at the beginning, 1 at the beginning of a word, 2 inside a word.
    private static int? Words(string name, string query) => name.IndexOf(query, StringComparison.Ordinal) switch
    {
        < 0 => null,
        0 => 0,
        var at when name[at - 1] == ' ' => 1,
        _ => 2,
    };

    private static string Escape(string word) => word.Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_");
}
