using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Meetings.Server.OfficialDocuments;

namespace Meetings.Server.Invitations.Letters;

/// <summary>Giấy mời as a Word file by template 1.7; several letters are sections of one file, each numbered from page 1.</summary>
internal static class LetterDocx
{
    private static readonly Face Plain = new(14), Strong = new(14, Bold: true);

    public static byte[] Write(IReadOnlyList<LetterBody> letters)
    {
        using var stream = new MemoryStream();
        using (var file = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = file.AddMainDocumentPart();
            var body = new Body();
            main.Document = new Document(body);
            PageSetup.AddStyles(main);
            var headers = PageSetup.AddHeaders(main);
            file.PackageProperties.Title = Parts.Printable("Giấy mời " + letters[0].Subject);
            for (var i = 0; i < letters.Count; i++)
            {
                body.Append(Of(letters[i]));
                var section = PageSetup.Section(headers, restart: true);
                body.Append(i == letters.Count - 1 ? section : new Paragraph(new ParagraphProperties(section)));
            }
        }

        return stream.ToArray();
    }

    private static List<OpenXmlElement> Of(LetterBody letter)
    {
        var all = new List<OpenXmlElement>
        {
            NationalHead.Of(letter.Parent, letter.Authority, letter.Number, letter.PlaceAndDate),
            Parts.Centred("GIẤY MỜI", Strong, before: 18),
            Parts.Centred(letter.Subject, Strong),
            Parts.Rule(OfficialPage.RuleUnderSubject(letter.Subject), OfficialPage.TextWidth),
            Parts.Centred("", new Face(8)),
        };
        all.AddRange(LetterText.Of(letter).Select(p => Parts.Body(Parts.Run(p.Label, Strong), Parts.Run(p.Text, Plain))));
        all.Add(Closing(letter));
        return all;
    }

    /// <summary>Recipients on the left at the height of the signer's capacity on the right (annex I, diagram).</summary>
    private static Table Closing(LetterBody letter)
    {
        const double Half = OfficialPage.TextWidth / 2;
        List<OpenXmlElement> left = [Parts.Left("Nơi nhận:", new Face(12, Bold: true, Italic: true), before: 12)];
        left.AddRange(letter.Recipients.Select(r => Parts.Left("- " + r, new Face(11))));
        List<OpenXmlElement> right = [.. letter.Capacity.Select((line, i) => Parts.Centred(line, Strong, before: i == 0 ? 12 : 0))];
        right.AddRange(Enumerable.Range(0, 4).Select(_ => Parts.Centred("", Plain)));
        right.Add(Parts.Centred(letter.Signer, Strong));
        var table = Parts.Table([Half, Half], ruled: false);
        table.Append(new TableRow(new TableRowProperties(new CantSplit()), Parts.Cell(Half, [.. left]), Parts.Cell(Half, [.. right])));
        return table;
    }
}

/// <summary>The paragraphs between subject and signature, the same for every kind of file.</summary>
internal static class LetterText
{
    public static IEnumerable<(string Label, string Text)> Of(LetterBody letter)
    {
        if (letter.Invited.Count == 1)
        {
            yield return ("", $"{letter.Issuer} trân trọng kính mời: {letter.Invited[0]}");
        }
        else
        {
            yield return ("", $"{letter.Issuer} trân trọng kính mời:");
            for (var i = 0; i < letter.Invited.Count; i++)
            {
                yield return ("", $"- {letter.Invited[i]}{(i == letter.Invited.Count - 1 ? "." : ";")}");
            }
        }

        yield return ("", $"Tới dự {letter.Attend}.");
        foreach (var field in letter.Fields)
        {
            yield return (field.Label, field.Text);
            foreach (var line in field.Lines)
            {
                yield return ("", line);
            }
        }

        yield return ("", letter.Closing);
    }
}
