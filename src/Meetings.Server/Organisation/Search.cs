using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation;

/// <summary>Finding names however they are typed: without diacritics, with y for i, words in any order.</summary>
internal static class Search
{
    /// <summary>"UBND xã Mỹ Quý" -> "ubnd xa mi qui": sources write Quý and Quí for the same place.</summary>
    public static string Key(string text) => VietnameseText.Fold(text).Replace('y', 'i');

    /// <summary>
    /// Two spellings of one name are alike, two names are not: case, y or i, and where a tone mark stands ("hòa", "hoà") do not matter; the
    /// marks themselves do ("Tân Thanh" is not "Tân Thạnh").
    /// </summary>
    public static string Spelling(string name)
    {
        var spelling = new System.Text.StringBuilder(name.Length + 8);
        foreach (var word in VietnameseText.Clean(name).ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = word.Normalize(System.Text.NormalizationForm.FormD);
            var marks = parts.Where(IsMark).Order().ToArray();
            spelling.Append([.. parts.Where(c => !IsMark(c)).Select(c => c == 'y' ? 'i' : c)]).Append(marks).Append(' ');
        }

        return spelling.ToString();

        static bool IsMark(char c) => System.Globalization.CharUnicodeInfo.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark;
    }

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
