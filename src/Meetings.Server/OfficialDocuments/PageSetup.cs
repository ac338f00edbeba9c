using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Meetings.Server.OfficialDocuments;

/// <summary>Paper, margins, type and page numbers (decree 30/2020, annex I, part I).</summary>
internal static class PageSetup
{
    private const string FontName = "Times New Roman";

    public static void AddStyles(MainDocumentPart main)
    {
        var part = main.AddNewPart<StyleDefinitionsPart>();
        part.Styles = new Styles(
            new DocDefaults(
                new RunPropertiesDefault(new RunPropertiesBaseStyle(
                    new RunFonts { Ascii = FontName, HighAnsi = FontName, EastAsia = FontName, ComplexScript = FontName },
                    new Color { Val = "000000" },
                    new FontSize { Val = "28" },
                    new FontSizeComplexScript { Val = "28" },
                    new Languages { Val = "vi-VN", EastAsia = "vi-VN" })),
                new ParagraphPropertiesDefault(new ParagraphPropertiesBaseStyle())),
            new Style(new StyleName { Val = "Normal" }) { Type = StyleValues.Paragraph, StyleId = "Normal", Default = true });
    }

    /// <summary>Relationship ids: the header with the number, and the empty one of page 1.</summary>
    public static (string Numbered, string First) AddHeaders(MainDocumentPart main)
    {
        var numbered = main.AddNewPart<HeaderPart>();
        var size = new FontSize { Val = "26" };
        numbered.Header = new Header(new Paragraph(
            new ParagraphProperties(new Justification { Val = JustificationValues.Center }),
            new Run(new RunProperties(size), new FieldChar { FieldCharType = FieldCharValues.Begin }),
            new Run(new RunProperties((FontSize)size.CloneNode(true)), new FieldCode(" PAGE ") { Space = SpaceProcessingModeValues.Preserve }),
            new Run(new RunProperties((FontSize)size.CloneNode(true)), new FieldChar { FieldCharType = FieldCharValues.End })));
        var first = main.AddNewPart<HeaderPart>();
        first.Header = new Header(new Paragraph());
        return (main.GetIdOfPart(numbered), main.GetIdOfPart(first));
    }

    public static SectionProperties Section((string Numbered, string First) headers, bool restart)
    {
        var section = new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = headers.Numbered },
            new HeaderReference { Type = HeaderFooterValues.First, Id = headers.First },
            new SectionType { Val = SectionMarkValues.NextPage },
            new PageSize { Width = (uint)Parts.Twips(OfficialPage.Width), Height = (uint)Parts.Twips(OfficialPage.Height) },
            new PageMargin
            {
                Left = (uint)Parts.Twips(OfficialPage.Left),
                Right = (uint)Parts.Twips(OfficialPage.Right),
                Top = Parts.Twips(OfficialPage.Top),
                Bottom = Parts.Twips(OfficialPage.Bottom),
                Header = (uint)Parts.Twips(OfficialPage.Header),
                Footer = (uint)Parts.Twips(10),
                Gutter = 0,
            });
        if (restart)
        {
            section.Append(new PageNumberType { Start = 1 });
        }

        section.Append(new TitlePage());
        return section;
    }
}
