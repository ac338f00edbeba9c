using System.Globalization;
using UglyToad.PdfPig.Graphics.Colors;

namespace Meetings.Server.Documents.Rendering;

internal static class Colours
{
    /// <summary>"#rrggbb"; null for black and for what has no plain colour (patterns).</summary>
    public static string? Write(IColor? colour)
    {
        if (colour is null or PatternColor)
        {
            return null;
        }

        var (r, g, b) = colour.ToRGBValues();
        var value = (Byte(r) << 16) | (Byte(g) << 8) | Byte(b);
        return value == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"#{value:x6}");
    }

    private static int Byte(double part) => (int)Math.Round(Math.Clamp(part, 0, 1) * 255);
}
