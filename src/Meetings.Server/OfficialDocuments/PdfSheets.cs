using System.Globalization;
using PdfSharp.Drawing;
using PdfSharp.Pdf;

namespace Meetings.Server.OfficialDocuments;

/// <summary>
/// Official pages as PDF: flowing text between the margins, justified, page numbers centred on top from page two (annex I, part I).
/// Positions are millimetres from the upper left corner; the caller flows from top to bottom.
/// </summary>
internal sealed class PdfSheets : IDisposable
{
    /// <summary>Of the type size: single spacing of Times, and the 1.15 of running text.</summary>
    private const double Single = 1.15, Running = 1.15 * 1.15;

    private readonly PdfDocument _document = new();
    private XGraphics _page;

    public PdfSheets(string title)
    {
        OfficialFonts.Use();
        _document.Info.Title = Parts.Printable(title);
        _page = NewPage();
    }

    /// <summary>Where the next line begins.</summary>
    public double Y { get; set; } = OfficialPage.Top;

    public byte[] Save()
    {
        _page.Dispose();
        using var stream = new MemoryStream();
        _document.Save(stream, closeStream: false);
        return stream.ToArray();
    }

    public void Dispose() => _document.Dispose();

    /// <summary>Keeps that much together: begins a new page when it no longer fits.</summary>
    public void Keep(double height)
    {
        if (Y + height > OfficialPage.Height - OfficialPage.Bottom)
        {
            _page.Dispose();
            _page = NewPage();
            Y = OfficialPage.Top;
        }
    }

    /// <summary>Lines centred in a column, broken where they must be. Answers the height used and leaves <see cref="Y"/> alone.</summary>
    public double Centred(string text, Face face, double x, double width, double y)
    {
        var lines = Lines(text, face, width);
        foreach (var (run, index) in lines.Select((line, index) => (line, index)))
        {
            Draw(run, face, x + ((width - Measure(run, face)) / 2), y + (index * Height(face, Single)));
        }

        return lines.Count * Height(face, Single);
    }

    public double Left(string text, Face face, double x, double width, double y)
    {
        var lines = Lines(text, face, width);
        foreach (var (line, index) in lines.Select((line, index) => (line, index)))
        {
            Draw(line, face, x, y + (index * Height(face, Single)));
        }

        return lines.Count * Height(face, Single);
    }

    public void Rule(double length, double x, double width, double y) =>
        _page.DrawLine(new XPen(XColors.Black, 0.75), Points(x + ((width - length) / 2)), Points(y), Points(x + ((width + length) / 2)), Points(y));

    /// <summary>A paragraph of the text: justified, first line set in by 12.7 mm, 6 pt after it, over as many pages as it needs.</summary>
    public void Body(params (string Text, Face Face)[] runs)
    {
        const double Indent = 12.7;
        var lines = Break(runs, OfficialPage.TextWidth, Indent);
        for (var i = 0; i < lines.Count; i++)
        {
            var height = Height(runs[0].Face, Running);
            Keep(height);
            Justify(lines[i], i == 0 ? Indent : 0, isLast: i == lines.Count - 1);
            Y += height;
        }

        Y += 6 * 25.4 / 72;
    }

    public static double Height(Face face, double spacing = Single) => face.Size * spacing * 25.4 / 72;

    private void Justify(List<Word> line, double indent, bool isLast)
    {
        var natural = line.Sum(w => w.Width) + line.Skip(1).Sum(w => w.Space);
        var extra = isLast || line.Count < 2 ? 0 : (OfficialPage.TextWidth - indent - natural) / (line.Count - 1);
        var x = OfficialPage.Left + indent;
        foreach (var (word, index) in line.Select((word, index) => (word, index)))
        {
            x += index == 0 ? 0 : word.Space + extra;
            Draw(word.Text, word.Face, x, Y);
            x += word.Width;
        }
    }

    /// <summary>A text that fits keeps its spaces: they are the gap for a number or day to be filled in.</summary>
    private List<string> Lines(string text, Face face, double width) => Measure(Parts.Printable(text), face) <= width
        ? [Parts.Printable(text)]
        : Break([(text, face)], width, 0).ConvertAll(line => string.Join(' ', line.Select(word => word.Text)));

    private List<List<Word>> Break((string Text, Face Face)[] runs, double width, double indent)
    {
        var lines = new List<List<Word>> { new() };
        var left = width - indent;
        foreach (var (text, face) in runs)
        {
            var space = Measure(" ", face);
            foreach (var word in Parts.Printable(text).Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(w => Pieces(w, face, width - indent)))
            {
                var wide = Measure(word, face);
                var needed = lines[^1].Count == 0 ? wide : space + wide;
                if (needed > left && lines[^1].Count > 0)
                {
                    lines.Add([]);
                    (left, needed) = (width, wide);
                }

                lines[^1].Add(new Word(word, face, wide, space));
                left -= needed;
            }
        }

        return lines;
    }

    /// <summary>A word longer than a line, such as a pasted address, is cut.</summary>
    private IEnumerable<string> Pieces(string word, Face face, double width)
    {
        while (Measure(word, face) > width)
        {
            var length = word.Length;
            while (length > 1 && Measure(word[..length], face) > width)
            {
                length = Math.Max(1, length - Math.Max(1, length / 8));
            }

            yield return word[..length];
            word = word[length..];
        }

        yield return word;
    }

    private void Draw(string text, Face face, double x, double y) =>
        _page.DrawString(text, FontOf(face), XBrushes.Black, new XPoint(Points(x), Points(y) + (face.Size * 0.93)));

    private double Measure(string text, Face face) => _page.MeasureString(text, FontOf(face)).Width * 25.4 / 72;

    private static XFont FontOf(Face face) => new(
        OfficialFonts.Family,
        face.Size,
        (face.Bold ? XFontStyleEx.Bold : XFontStyleEx.Regular) | (face.Italic ? XFontStyleEx.Italic : XFontStyleEx.Regular),
        new XPdfFontOptions(PdfFontEncoding.Unicode));

    private XGraphics NewPage()
    {
        var page = _document.AddPage();
        (page.Width, page.Height) = (XUnit.FromMillimeter(OfficialPage.Width), XUnit.FromMillimeter(OfficialPage.Height));
        var graphics = XGraphics.FromPdfPage(page);
        if (_document.PageCount > 1)
        {
            var (number, face) = (_document.PageCount.ToString(CultureInfo.InvariantCulture), new Face(13));
            var width = graphics.MeasureString(number, FontOf(face)).Width * 25.4 / 72;
            graphics.DrawString(
                number, FontOf(face), XBrushes.Black,
                new XPoint(Points(OfficialPage.Left + ((OfficialPage.TextWidth - width) / 2)), Points(OfficialPage.Header) + (face.Size * 0.93)));
        }

        return graphics;
    }

    private static double Points(double millimetres) => millimetres * 72 / 25.4;

    private readonly record struct Word(string Text, Face Face, double Width, double Space);
}
