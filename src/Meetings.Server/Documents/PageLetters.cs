using System.Globalization;
using Meetings.Server.Documents.Rendering;

namespace Meetings.Server.Documents;

/// <summary>What is known of each page, packed into three short columns.</summary>
internal static class PageLetters
{
    private const string KindLetters = "tms";

    public static string Kinds(IEnumerable<RenderedPage> pages) => string.Concat(pages.Select(p => KindLetters[(int)p.Kind]));

    public static string Sizes(IEnumerable<RenderedPage> pages) =>
        string.Join(' ', pages.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Width}x{p.Height}")));

    public static List<RenderedPage> Pages(Document document)
    {
        var sizes = document.Sizes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [.. document.Kinds.Select((letter, i) =>
        {
            var parts = sizes[i].Split('x');
            return new RenderedPage(
                (PageKind)KindLetters.IndexOf(letter, StringComparison.Ordinal),
                int.Parse(parts[0], CultureInfo.InvariantCulture),
                int.Parse(parts[1], CultureInfo.InvariantCulture));
        })];
    }
}
