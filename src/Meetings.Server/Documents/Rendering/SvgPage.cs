using System.Globalization;
using System.Text;

namespace Meetings.Server.Documents.Rendering;

/// <summary>
/// Writes a page as SVG of real text: 1-3 kB compressed, sharp at any size, readable by a screen reader. It holds nothing but
/// escaped text, boxes and lines that we write ourselves; no link, script, image or style of the file gets through.
/// </summary>
internal static class SvgPage
{
    public static string Write(double width, double height, IReadOnlyList<Shape> shapes, IReadOnlyList<Shape> pictures, IReadOnlyList<TextRun> runs)
    {
        var svg = new StringBuilder(4096);
        svg.Append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ").Append(N(width)).Append(' ').Append(N(height))
            .Append("\" width=\"").Append(N(width)).Append("\" height=\"").Append(N(height)).Append("\">");
        var styles = runs.GroupBy(r => r.Style).OrderByDescending(g => g.Count()).Select(g => g.Key).ToList();
        WriteStyles(svg, styles);
        svg.Append("<path fill=\"#fff\" d=\"M0 0H").Append(N(width)).Append('V').Append(N(height)).Append("H0z\"/>");
        WriteShapes(svg, shapes);
        foreach (var picture in pictures)
        {
            svg.Append("<path fill=\"#e9ecef\" stroke=\"#adb5bd\" d=\"").Append(picture.Path).Append("\"/>");
        }

        foreach (var run in runs)
        {
            WriteRun(svg, run, styles.IndexOf(run.Style));
        }

        return svg.Append("</svg>").ToString();
    }

    private static void WriteStyles(StringBuilder svg, List<TextStyle> styles)
    {
        svg.Append("<style>text{white-space:pre}");
        for (var i = 0; i < styles.Count; i++)
        {
            var style = styles[i];
            svg.Append('.').Append(Class(i)).Append("{font:")
                .Append(style.Italic ? "italic " : "").Append(style.Bold ? "700 " : "").Append(N(style.Size)).Append("px ")
                .Append(style.Family switch
                {
                    FontFamily.Serif => "'Times New Roman','Liberation Serif',Tinos,serif",
                    FontFamily.Sans => "Arial,'Liberation Sans',Arimo,sans-serif",
                    FontFamily.Mono => "'Courier New','Liberation Mono',Cousine,monospace",
                    _ => "serif",
                });
            if (style.Colour is { } colour)
            {
                svg.Append(";fill:").Append(colour);
            }

            svg.Append('}');
        }

        svg.Append("</style>");
    }

    private static void WriteShapes(StringBuilder svg, IReadOnlyList<Shape> shapes)
    {
        // In drawing order, neighbours of one look in one path: a table is two or three elements.
        for (var i = 0; i < shapes.Count;)
        {
            var look = (shapes[i].Stroke, shapes[i].Colour);
            if (look.Stroke > 0)
            {
                svg.Append("<path fill=\"none\" stroke=\"").Append(look.Colour ?? "#000").Append('"');
                if (look.Stroke != 1)
                {
                    svg.Append(" stroke-width=\"").Append(N(look.Stroke)).Append('"');
                }
            }
            else
            {
                svg.Append("<path");
                if (look.Colour is { } colour)
                {
                    svg.Append(" fill=\"").Append(colour).Append('"');
                }
            }

            svg.Append(" d=\"");
            for (; i < shapes.Count && (shapes[i].Stroke, shapes[i].Colour) == look; i++)
            {
                svg.Append(shapes[i].Path);
            }

            svg.Append("\"/>");
        }
    }

    private static void WriteRun(StringBuilder svg, TextRun run, int style)
    {
        var (x, y) = (N(run.X), N(run.Y));
        svg.Append("<text class=\"").Append(Class(style)).Append("\" x=\"").Append(x).Append("\" y=\"").Append(y).Append('"');
        if (run.Width > 0.5 && run.Text.Length > 1)
        {
            svg.Append(" textLength=\"").Append(N(run.Width)).Append("\" lengthAdjust=\"spacingAndGlyphs\"");
        }

        if (Math.Abs(run.Angle) > 0.2)
        {
            svg.Append(" transform=\"rotate(").Append(N(run.Angle)).Append(' ').Append(x).Append(' ').Append(y).Append(")\"");
        }

        svg.Append('>');
        Printable.AppendEscaped(svg, run.Text);
        svg.Append("</text>");
    }

    private static string Class(int index) => index < 26 ? ((char)('a' + index)).ToString() : string.Create(CultureInfo.InvariantCulture, $"z{index}");

    private static string N(double value) => Shape.N(value);
}
