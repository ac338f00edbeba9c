using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace Meetings.Server.OfficialDocuments;

/// <summary>The two columns at the top of page one: issuer and number on the left, nation and motto on the right (annex I, II.1-4).</summary>
internal static class NationalHead
{
    public const string Nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Motto = "Độc lập - Tự do - Hạnh phúc";

    /// <param name="number">"Số:        /BB-UBND".</param>
    /// <param name="placeAndDate">Left out by templates without it.</param>
    public static Table Of(string? parent, string authority, string number, string? placeAndDate)
    {
        var left = new List<OpenXmlElement>();
        if (parent is { Length: > 0 })
        {
            left.Add(Parts.Centred(parent, new Face(12)));
        }

        var lines = authority.Split('\n');
        left.AddRange(lines.Select(line => Parts.Centred(line, new Face(12, Bold: true))));
        left.Add(Parts.Rule(OfficialPage.RuleUnderAuthority(lines[^1]), OfficialPage.LeftColumn));

        // 12 and 13 pt of the allowed 12-13 and 13-14: at 13 the first line is 97 mm wide and would break.
        OpenXmlElement[] right =
        [
            Parts.Centred(Nation, new Face(12, Bold: true)),
            Parts.Centred(Motto, new Face(13, Bold: true)),
            Parts.Rule(56, OfficialPage.RightColumn),
        ];
        var table = Parts.Table([OfficialPage.LeftColumn, OfficialPage.RightColumn], ruled: false);
        if (placeAndDate is null)
        {
            left.Add(Parts.Centred(number, new Face(13), before: 4));
            table.Append(Row([.. left], right));
        }
        else
        {
            // Number and date stand on one line, whatever stands above them.
            table.Append(
                Row([.. left], right),
                Row([Parts.Centred(number, new Face(13), before: 4)], [Parts.Centred(placeAndDate, new Face(13, Italic: true), before: 4)]));
        }

        return table;
    }

    private static TableRow Row(OpenXmlElement[] left, OpenXmlElement[] right) =>
        new(Parts.Cell(OfficialPage.LeftColumn, left), Parts.Cell(OfficialPage.RightColumn, right));
}
