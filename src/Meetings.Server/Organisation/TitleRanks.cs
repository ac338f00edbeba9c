using System.Text.Json;

namespace Meetings.Server.Organisation;

/// <summary>Order of precedence of positions, from title-ranks.json: leaders come before their deputies, whatever the alphabet says.</summary>
internal static class TitleRanks
{
    private const int Unknown = 900;

    private static readonly IReadOnlyList<(string Title, int Rank)> Ranks = Read();

    /// <summary>The rank of the longest listed title that this one begins with.</summary>
    public static int Of(string title) => Ranks
        .Where(known => title.StartsWith(known.Title, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(known => known.Title.Length)
        .Select(known => known.Rank)
        .FirstOrDefault(Unknown);

    private static List<(string Title, int Rank)> Read()
    {
        using var stream = typeof(TitleRanks).Assembly.GetManifestResourceStream("Meetings.Server.Organisation.title-ranks.json")!;
        return [.. JsonSerializer.Deserialize<string[]>(stream)!.Select((title, index) => (title, (index + 1) * 10))];
    }
}
