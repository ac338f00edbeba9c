using System.Globalization;
using System.Text;

namespace Meetings.Server.Kernel;

/// <summary>Folding for search and ordering by given name, as Vietnamese users expect.</summary>
public static class VietnameseText
{
    /// <summary>Lower case without diacritics, đ as d: "Đốc Binh Kiều" -> "doc binh kieu". Database lower() is wrong for Đ, so fold on save.</summary>
    public static string Fold(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            builder.Append(c switch { 'đ' or 'Đ' => 'd', _ => char.ToLowerInvariant(c) });
        }

        return builder.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>What is stored: composed form (NFC), outer white space and control characters removed.</summary>
    public static string Clean(string text) =>
        new(text.Normalize(NormalizationForm.FormC).Where(c => !char.IsControl(c) || c is '\n').ToArray().AsSpan().Trim());

    /// <summary>Vietnamese collation: đ after every d, ư after u; tone marks count last.</summary>
    public static readonly IComparer<string> InVietnamese = Comparer<string>.Create((a, b) =>
        CultureInfo.GetCultureInfo("vi-VN").CompareInfo.Compare(a, b, CompareOptions.None));

    /// <summary>Compares full names by given name first (the last word), then by the rest, in Vietnamese collation.</summary>
    public static readonly IComparer<string> ByGivenName = Comparer<string>.Create((a, b) =>
    {
        var compare = CultureInfo.GetCultureInfo("vi-VN").CompareInfo;
        var byGiven = compare.Compare(GivenName(a), GivenName(b), CompareOptions.None);
        return byGiven != 0 ? byGiven : compare.Compare(a, b, CompareOptions.None);
    });

    /// <summary>The given name: the last word of a Vietnamese full name.</summary>
    public static string GivenName(string fullName)
    {
        var trimmed = fullName.TrimEnd();
        return trimmed[(trimmed.LastIndexOf(' ') + 1)..];
    }
}
