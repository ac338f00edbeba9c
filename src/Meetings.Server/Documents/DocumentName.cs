using System.Globalization;
using Meetings.Server.Kernel;

namespace Meetings.Server.Documents;

/// <summary>The name of an upload is a label, never a path.</summary>
internal static class DocumentName
{
    public const int MaxLength = 200;

    private const string Unnamed = "tài liệu";

    /// <summary>The last part of what a browser sent, without characters that reorder or hide text, ending in what the file is.</summary>
    /// <param name="ending">Of the recognised format, without the dot.</param>
    public static string Clean(string? sent, string ending = "pdf")
    {
        var text = VietnameseText.Clean((sent ?? "").Replace('\n', ' '));
        text = text[(text.LastIndexOfAny(['/', '\\']) + 1)..];
        text = new string([.. text.Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal))]);
        text = text.Trim(' ', '.');
        var dotted = "." + ending;
        var stem = text.EndsWith(dotted, StringComparison.OrdinalIgnoreCase) ? text[..^dotted.Length].TrimEnd(' ', '.') : text;
        if (stem.Length == 0)
        {
            return Unnamed + dotted;
        }

        if (stem.Length > MaxLength - dotted.Length)
        {
            stem = stem[..(MaxLength - dotted.Length)];
            stem = char.IsHighSurrogate(stem[^1]) ? stem[..^1] : stem;
        }

        return stem + dotted;
    }
}
