using System.Text;

namespace Meetings.Server.Documents.Rendering;

/// <summary>Text of a stranger's file, made fit for XML: composed (NFC), without control characters and lone surrogates.</summary>
internal static class Printable
{
    public static string Of(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes turns a lone surrogate into U+FFFD; XML 1.0 section 2.2 forbids the rest of what is dropped here.
            if (rune.Value >= 0x20 && rune.Value is not (>= 0x7F and <= 0x9F) && rune.Value is not (0xFFFE or 0xFFFF)
                && Rune.GetUnicodeCategory(rune) is not System.Globalization.UnicodeCategory.PrivateUse)
            {
                builder.Append(rune.ToString());
            }
        }

        return builder.ToString().Normalize(NormalizationForm.FormC);
    }

    public static void AppendEscaped(StringBuilder to, string text)
    {
        foreach (var c in text)
        {
            switch (c)
            {
                case '&': to.Append("&amp;"); break;
                case '<': to.Append("&lt;"); break;
                case '>': to.Append("&gt;"); break;
                case '"': to.Append("&quot;"); break;
                default: to.Append(c); break;
            }
        }
    }
}
