using Meetings.Server.OfficialDocuments;

namespace Meetings.Server.Invitations.Letters;

/// <summary>Giấy mời as a PDF draft by template 1.7, its type embedded: what it shows is what every printer prints.</summary>
internal static class LetterPdf
{
    private static readonly Face Plain = new(14), Strong = new(14, Bold: true);

    public static byte[] Write(LetterBody letter)
    {
        using var sheets = new PdfSheets("Giấy mời " + letter.Subject);
        Head(sheets, letter);
        sheets.Y += 8;
        foreach (var line in (string[])["GIẤY MỜI", letter.Subject])
        {
            sheets.Y += sheets.Centred(line, Strong, OfficialPage.Left, OfficialPage.TextWidth, sheets.Y);
        }

        sheets.Rule(OfficialPage.RuleUnderSubject(letter.Subject), OfficialPage.Left, OfficialPage.TextWidth, sheets.Y + 1.4);
        sheets.Y += 7;
        foreach (var (label, text) in LetterText.Of(letter))
        {
            sheets.Body((label, Strong), (text, Plain));
        }

        Closing(sheets, letter);
        return sheets.Save();
    }

    private static void Head(PdfSheets sheets, LetterBody letter)
    {
        const double RightX = OfficialPage.Left + OfficialPage.LeftColumn;
        var (left, right) = (OfficialPage.Top, OfficialPage.Top);
        if (letter.Parent is { Length: > 0 } parent)
        {
            left += sheets.Centred(parent, new Face(12), OfficialPage.Left, OfficialPage.LeftColumn, left);
        }

        var lines = letter.Authority.Split('\n');
        foreach (var line in lines)
        {
            left += sheets.Centred(line, new Face(12, Bold: true), OfficialPage.Left, OfficialPage.LeftColumn, left);
        }

        sheets.Rule(OfficialPage.RuleUnderAuthority(lines[^1]), OfficialPage.Left, OfficialPage.LeftColumn, left + 1.4);
        right += sheets.Centred(NationalHead.Nation, new Face(12, Bold: true), RightX, OfficialPage.RightColumn, right);
        right += sheets.Centred(NationalHead.Motto, new Face(13, Bold: true), RightX, OfficialPage.RightColumn, right);
        sheets.Rule(56, RightX, OfficialPage.RightColumn, right + 1.4);
        var below = Math.Max(left, right) + 5;
        sheets.Centred(letter.Number, new Face(13), OfficialPage.Left, OfficialPage.LeftColumn, below);
        sheets.Centred(letter.PlaceAndDate, new Face(13, Italic: true), RightX, OfficialPage.RightColumn, below);
        sheets.Y = below + PdfSheets.Height(new Face(13));
    }

    private static void Closing(PdfSheets sheets, LetterBody letter)
    {
        const double Half = OfficialPage.TextWidth / 2;
        var line = PdfSheets.Height(Strong);
        sheets.Keep(4 + ((letter.Capacity.Count + 5) * line));
        var top = sheets.Y + 4;
        var left = top + sheets.Left("Nơi nhận:", new Face(12, Bold: true, Italic: true), OfficialPage.Left, Half, top);
        foreach (var recipient in letter.Recipients)
        {
            left += sheets.Left("- " + recipient, new Face(11), OfficialPage.Left, Half, left);
        }

        var right = top;
        foreach (var capacity in letter.Capacity)
        {
            right += sheets.Centred(capacity, Strong, OfficialPage.Left + Half, Half, right);
        }

        sheets.Centred(letter.Signer, Strong, OfficialPage.Left + Half, Half, right + (4 * line));
    }
}
