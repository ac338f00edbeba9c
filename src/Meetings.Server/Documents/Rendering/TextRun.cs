using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace Meetings.Server.Documents.Rendering;

/// <summary>How a stretch of text looks. Sizes are points; the colour is "#rrggbb" or null for black.</summary>
internal readonly record struct TextStyle(FontFamily Family, bool Bold, bool Italic, double Size, string? Colour);

internal enum FontFamily
{
    Serif,
    Sans,
    Mono,
}

/// <summary>A stretch of text on one baseline, in page points with the origin at the top left.</summary>
/// <param name="Width">Along the baseline: the browser's font may be wider or narrower, the stretch may not.</param>
/// <param name="Angle">Clockwise degrees.</param>
internal sealed record TextRun(string Text, double X, double Y, double Width, double Angle, TextStyle Style);

/// <summary>Joins the letters of a page to runs: as long as possible (bytes), but never across a gap wider than a word space (columns).</summary>
internal static class TextRuns
{
    /// <summary>In type sizes: from here on a gap is a space, from there on it separates cells.</summary>
    private const double SpaceGap = 0.16, CellGap = 0.75;

    public static List<TextRun> Of(IEnumerable<Letter> letters, double pageHeight)
    {
        var runs = new List<TextRun>();
        var open = new OpenRun();
        foreach (var letter in letters)
        {
            if (string.IsNullOrWhiteSpace(letter.Value))
            {
                open.SawSpace = true;
                continue;
            }

            if (!open.Takes(letter))
            {
                open.CloseInto(runs, pageHeight);
                open = new OpenRun();
            }

            open.Add(letter);
        }

        open.CloseInto(runs, pageHeight);
        return runs;
    }

    public static TextStyle StyleOf(Letter letter)
    {
        var name = letter.FontName ?? "";
        var size = Math.Round(letter.PointSize > 0 ? letter.PointSize : 12, 1);
        return new TextStyle(
            FamilyOf(name),
            letter.FontDetails.IsBold || Has(name, "bold") || Has(name, "black") || Has(name, "heavy"),
            letter.FontDetails.IsItalic || Has(name, "italic") || Has(name, "oblique"),
            size,
            Colours.Write(letter.Color));
    }

    public static FontFamily FamilyOf(string name)
    {
        string[] mono = ["mono", "courier", "consol", "typewriter"];
        string[] sans = ["sans", "arial", "helvetica", "calibri", "tahoma", "verdana", "segoe", "roboto", "inter", "carlito", "gothic"];
        return mono.Any(m => Has(name, m)) ? FontFamily.Mono : sans.Any(s => Has(name, s)) ? FontFamily.Sans : FontFamily.Serif;
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private sealed class OpenRun
    {
        private readonly StringBuilder _text = new();
        private TextStyle _style;
        private PdfPoint _start;
        private PdfPoint _end;
        private double _cos;
        private double _sin;

        public bool SawSpace { get; set; }

        public bool Takes(Letter letter)
        {
            if (_text.Length == 0)
            {
                return true;
            }

            if (StyleOf(letter) != _style)
            {
                return false;
            }

            // Along and across the baseline, so that turned text is joined as well.
            var (dx, dy) = (letter.StartBaseLine.X - _end.X, letter.StartBaseLine.Y - _end.Y);
            var along = (dx * _cos) + (dy * _sin);
            var across = (dy * _cos) - (dx * _sin);
            return Math.Abs(across) < 0.12 * _style.Size && along > -0.35 * _style.Size && along < CellGap * _style.Size;
        }

        public void Add(Letter letter)
        {
            if (_text.Length == 0)
            {
                _style = StyleOf(letter);
                _start = letter.StartBaseLine;
                var (dx, dy) = (letter.EndBaseLine.X - _start.X, letter.EndBaseLine.Y - _start.Y);
                var length = Math.Sqrt((dx * dx) + (dy * dy));
                (_cos, _sin) = length > 0.001 ? (dx / length, dy / length) : (1, 0);
            }
            else
            {
                var gap = ((letter.StartBaseLine.X - _end.X) * _cos) + ((letter.StartBaseLine.Y - _end.Y) * _sin);
                if (gap > SpaceGap * _style.Size || (SawSpace && gap > 0.02 * _style.Size))
                {
                    _text.Append(' ');
                }
            }

            SawSpace = false;
            _text.Append(letter.Value);
            _end = letter.EndBaseLine;
        }

        public void CloseInto(List<TextRun> runs, double pageHeight)
        {
            if (_text.Length == 0)
            {
                return;
            }

            var (dx, dy) = (_end.X - _start.X, _end.Y - _start.Y);
            runs.Add(new TextRun(
                Printable.Of(_text.ToString()),
                _start.X,
                pageHeight - _start.Y,
                Math.Sqrt((dx * dx) + (dy * dy)),
                -Math.Atan2(_sin, _cos) * 180 / Math.PI,
                _style));
        }
    }
}
