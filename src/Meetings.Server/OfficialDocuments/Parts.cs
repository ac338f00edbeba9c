using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Meetings.Server.OfficialDocuments;

/// <summary>Letters of one look. Sizes in points.</summary>
internal readonly record struct Face(double Size = 14, bool Bold = false, bool Italic = false);

/// <summary>Small builders of WordprocessingML (ECMA-376 part 1, section 17).</summary>
internal static class Parts
{
    /// <summary>Twips (twentieths of a point) of a length in millimetres.</summary>
    public static int Twips(double millimetres) => (int)Math.Round(millimetres * 1440 / 25.4);

    public static Run Run(string text, Face face)
    {
        var properties = new RunProperties();
        if (face.Bold)
        {
            properties.Append(new Bold());
        }

        if (face.Italic)
        {
            properties.Append(new Italic());
        }

        var halfPoints = (face.Size * 2).ToString(CultureInfo.InvariantCulture);
        properties.Append(new FontSize { Val = halfPoints }, new FontSizeComplexScript { Val = halfPoints });
        return new Run(properties, new Text(Printable(text)) { Space = SpaceProcessingModeValues.Preserve });
    }

    /// <summary>Centred, no indent, no space around: heads and signatures.</summary>
    public static Paragraph Centred(string text, Face face, int before = 0, int after = 0) =>
        new(new ParagraphProperties(Spacing(before, after), new Indentation { FirstLine = "0" }, new Justification { Val = JustificationValues.Center }), Run(text, face));

    public static Paragraph Left(string text, Face face, int before = 0, int after = 0) =>
        new(new ParagraphProperties(Spacing(before, after), new Indentation { FirstLine = "0" }, new Justification { Val = JustificationValues.Left }), Run(text, face));

    /// <summary>A paragraph of the text: justified, first line set in by 12.7 mm, 6 pt between paragraphs.</summary>
    public static Paragraph Body(params Run[] runs)
    {
        var paragraph = new Paragraph(new ParagraphProperties(
            new SpacingBetweenLines { Before = "0", After = "120", Line = "276", LineRule = LineSpacingRuleValues.Auto },
            new Indentation { FirstLine = Twips(12.7).ToString(CultureInfo.InvariantCulture) },
            new Justification { Val = JustificationValues.Both }));
        paragraph.Append(runs);
        return paragraph;
    }

    /// <summary>A solid rule of that length, centred in a column of that width, close under the line before it.</summary>
    public static Paragraph Rule(double lengthMm, double columnMm)
    {
        var indent = Twips(Math.Max(0, (columnMm - lengthMm) / 2)).ToString(CultureInfo.InvariantCulture);
        return new Paragraph(new ParagraphProperties(
            new ParagraphBorders(new TopBorder { Val = BorderValues.Single, Size = 6, Space = 0, Color = "000000" }),
            new SpacingBetweenLines { Before = "80", After = "0", Line = "120", LineRule = LineSpacingRuleValues.Exact },
            new Indentation { Left = indent, Right = indent, FirstLine = "0" }));
    }

    public static TableCell Cell(double widthMm, params OpenXmlElement[] content)
    {
        var cell = new TableCell(new TableCellProperties(new TableCellWidth { Width = Twips(widthMm).ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa }));
        cell.Append(content);
        return cell;
    }

    public static Table Table(IReadOnlyList<double> columnsMm, bool ruled)
    {
        var properties = new TableProperties(
            new TableWidth { Width = Twips(columnsMm.Sum()).ToString(CultureInfo.InvariantCulture), Type = TableWidthUnitValues.Dxa });
        if (ruled)
        {
            properties.Append(new TableBorders(
                Border<TopBorder>(), Border<LeftBorder>(), Border<BottomBorder>(), Border<RightBorder>(), Border<InsideHorizontalBorder>(), Border<InsideVerticalBorder>()));
        }

        properties.Append(new TableLayout { Type = TableLayoutValues.Fixed });
        var margin = ruled ? (short)Twips(1.2) : (short)0;
        properties.Append(new TableCellMarginDefault(
            new TableCellLeftMargin { Width = margin, Type = TableWidthValues.Dxa }, new TableCellRightMargin { Width = margin, Type = TableWidthValues.Dxa }));
        var grid = new TableGrid();
        foreach (var column in columnsMm)
        {
            grid.Append(new GridColumn { Width = Twips(column).ToString(CultureInfo.InvariantCulture) });
        }

        return new Table(properties, grid);
    }

    private static T Border<T>()
        where T : BorderType, new() => new() { Val = BorderValues.Single, Size = 4, Space = 0, Color = "000000" };

    private static SpacingBetweenLines Spacing(int before, int after) => new()
    {
        Before = (before * 20).ToString(CultureInfo.InvariantCulture),
        After = (after * 20).ToString(CultureInfo.InvariantCulture),
        Line = "240",
        LineRule = LineSpacingRuleValues.Auto,
    };

    /// <summary>XML 1.0 cannot hold control characters; a pasted one must not make the file unreadable.</summary>
    public static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Where(r => r.Value >= 0x20 && r.Value is not (0xFFFE or 0xFFFF)).Select(r => r.ToString()));
}
