using System.Globalization;
using Meetings.Server.Kernel;

namespace Meetings.Server.Documents;

/// <summary>The name of an upload is a label, never a path.</summary>
internal static class DocumentName
{
    public const int MaxLength = 200;

    private const string Unnamed = "tài liệu.pdf";

    /// <summary>The last part of what a browser sent, without characters that reorder or hide text, ending in ".pdf".</summary>
    public static string Clean(string? sent)
    {
        var text = VietnameseText.Clean((sent ?? "").Replace('\n', ' '));
        text = text[(text.LastIndexOfAny(['/', '\\']) + 1)..];
        text = new string([.. text.Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal))]);
        text = text.Trim(' ', '.');
        var stem = text.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) ? text[..^4].TrimEnd(' ', '.') : text;
        if (stem.Length == 0)
        {
            return Unnamed;
        }

        if (stem.Length > MaxLength - 4)
        {
            stem = stem[..(MaxLength - 4)];
            stem = char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem;
        }

        return stem + ".pdf";
    }
}
