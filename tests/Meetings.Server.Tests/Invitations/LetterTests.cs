using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Meetings.Server.Invitations.Letters;
using Meetings.Server.OfficialDocuments;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Tests.Scheduling;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace Meetings.Server.Tests.Invitations;

/// <summary>Reads both files back and holds them against template 1.7 and annex I of decree 30/2020.</summary>
public sealed class LetterTests
{
    private static readonly LetterBody Letter = new(
        null,
        "ỦY BAN NHÂN DÂN\nHUYỆN THÁP MƯỜI",
        "UBND huyện Tháp Mười",
        "UBND",
        "Tháp Mười, ngày       tháng       năm 2026",
        "Họp giao ban trực tuyến tháng 11",
        ["Ông Huỳnh Trọng Ân, Chủ tịch UBND xã Mỹ Đông", "Điểm cầu UBND thị trấn Mỹ An"],
        "họp giao ban trực tuyến tháng 11",
        [
            new LetterField("Chủ trì: ", "Ông Lý Bá Ửng, Chủ tịch UBND huyện Tháp Mười.", []),
            new LetterField("Thời gian: ", "8 giờ 00 phút, ngày 08 tháng 11 năm 2026.", []),
            new LetterField("Địa điểm: ", "họp trực tuyến tại các điểm cầu:", ["- Điểm cầu chính: Phòng họp số 1;", "- Điểm cầu thành phần (02 điểm cầu): xã Mỹ Đông; thị trấn Mỹ An."]),
            new LetterField("Nội dung:", "", [.. Enumerable.Range(1, 30).Select(i => $"{i}. Báo cáo tình hình thực hiện nhiệm vụ phát triển kinh tế - xã hội của lĩnh vực thứ {i} và những kiến nghị.")]),
        ],
        "Đề nghị đại biểu tham dự đúng thành phần, thời gian./.",
        ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        "Lý Bá Ửng",
        ["Như trên;", "Lưu: VT."]);

    [Fact]
    public void The_Word_file_is_valid_with_the_decrees_margins_sizes_and_a_section_a_letter()
    {
        using var document = WordprocessingDocument.Open(new MemoryStream(LetterDocx.Write([Letter, Letter])), false);
        Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        var main = document.MainDocumentPart!.Document!;
        var sections = main.Descendants<SectionProperties>().ToList();
        Assert.Equal(2, sections.Count);
        Assert.All(sections, s =>
        {
            var margin = s.GetFirstChild<PageMargin>()!;
            Assert.Equal(
                [35, 20, 25, 20], new[] { margin.Left!.Value, margin.Right!.Value, (uint)margin.Top!.Value, (uint)margin.Bottom!.Value }.Select(t => (int)Math.Round(t * 25.4 / 1440)));
            Assert.Equal(1, s.GetFirstChild<PageNumberType>()!.Start!.Value);
        });
        foreach (var (text, halfPoints, bold, italic) in ((string, string, bool, bool)[])
            [
                (NationalHead.Nation, "24", true, false), (NationalHead.Motto, "26", true, false), ("Số:        /GM-UBND", "26", false, false),
                ("Tháp Mười, ngày       tháng       năm 2026", "26", false, true), ("GIẤY MỜI", "28", true, false),
                ("Họp giao ban trực tuyến tháng 11", "28", true, false), ("CHỦ TỊCH", "28", true, false), ("Lý Bá Ửng", "28", true, false),
                ("Nơi nhận:", "24", true, true), ("- Lưu: VT.", "22", false, false),
            ])
        {
            var run = main.Descendants<Run>().First(r => r.InnerText == text).RunProperties!;
            Assert.Equal((text, halfPoints, bold, italic), (text, run.FontSize!.Val!.Value, run.Bold is not null, run.Italic is not null));
        }

        // Recipients on the left, the signer on the right of the same row.
        var closing = main.Descendants<TableRow>().First(r => r.InnerText.Contains("Nơi nhận:")).Elements<TableCell>().ToList();
        Assert.StartsWith("Nơi nhận:", closing[0].InnerText);
        Assert.StartsWith("TM. ỦY BAN NHÂN DÂN", closing[1].InnerText);
        Assert.EndsWith("./.", main.Descendants<Paragraph>().Select(p => p.InnerText).Last(t => t.Contains("đúng thành phần")));
    }

    [Fact]
    public void The_Pdf_embeds_its_type_and_places_everything_where_the_decree_wants_it()
    {
        var bytes = LetterPdf.Write(Letter);
        if (Environment.GetEnvironmentVariable("MEETINGS_KEEP") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, "letter.pdf"), bytes);
        }

        using var pdf = PdfDocument.Open(bytes);
        Assert.Equal(3, pdf.NumberOfPages);
        var first = pdf.GetPage(1);
        Assert.Equal((210, 297), ((int)Math.Round(Millimetres(first.Width)), (int)Math.Round(Millimetres(first.Height))));
        Assert.All(first.Letters, l => Assert.Contains("LiberationSerif", l.FontName!.Replace(" ", "")));
        Assert.All(pdf.GetPages().SelectMany(p => p.Letters), l => Assert.Contains(Math.Round(l.PointSize, 1), new[] { 11.0, 12.0, 13.0, 14.0 }));

        // No letter outside the margins; the text reaches the right one.
        foreach (var page in pdf.GetPages())
        {
            var body = page.Letters.Where(l => l.Value.Trim().Length > 0 && Top(page, l) > 20).ToList();
            Assert.InRange(body.Min(l => Millimetres(l.BoundingBox.Left)), 34.5, 36);
            Assert.InRange(body.Max(l => Millimetres(l.BoundingBox.Right)), 188, 190.5);
            Assert.InRange(body.Max(l => Top(page, l)), 30, 277.5);
        }

        AssertPlaced(first, NationalHead.Nation, 12, bold: true, centre: 142.5);
        AssertPlaced(first, NationalHead.Motto, 13, bold: true, centre: 142.5);
        AssertPlaced(first, "HUYỆN THÁP MƯỜI", 12, bold: true, centre: 65);
        AssertPlaced(first, "GIẤY MỜI", 14, bold: true, centre: 112.5);

        // Room for the number that the document system gives.
        var number0 = Find(first, "Số:/GM-UBND");
        Assert.True(Millimetres(number0[3].BoundingBox.Left - number0[2].BoundingBox.Right) > 7);
        var last = pdf.GetPage(3);
        AssertPlaced(last, "CHỦ TỊCH", 14, bold: true, centre: 151.25);
        AssertPlaced(last, "Lý Bá Ửng", 14, bold: true, centre: 151.25);
        Assert.InRange(Find(last, "Nơi nhận:").Min(l => Millimetres(l.BoundingBox.Left)), 34.5, 36);
        Assert.Equal(Top(last, Find(last, "Nơi nhận:")[0]), Top(last, Find(last, "TM. ỦY")[0]), 1.5);

        // The page number: not on page one, then centred in the top margin.
        Assert.DoesNotContain(first.Letters, l => Top(first, l) < 20);
        var number = Assert.Single(pdf.GetPage(2).Letters, l => Top(pdf.GetPage(2), l) < 20);
        Assert.Equal(("2", 13.0), (number.Value, Math.Round(number.PointSize)));
        Assert.InRange(Millimetres(number.BoundingBox.Centroid.X), 111, 114);
    }

    [Fact]
    public void A_pasted_word_longer_than_a_line_stays_on_the_page()
    {
        using var pdf = PdfDocument.Open(LetterPdf.Write(Letter with { Closing = new string('w', 300) + "\u0001./.", Subject = "Họp\u0000 <b>" }));
        Assert.All(pdf.GetPages().SelectMany(p => p.Letters), l => Assert.True(Millimetres(l.BoundingBox.Right) < 191));
    }

    [Theory]
    [InlineData("Chủ tịch", true, "TM. ỦY BAN NHÂN DÂN|CHỦ TỊCH")]
    [InlineData("Phó Chủ tịch", true, "TM. ỦY BAN NHÂN DÂN|KT. CHỦ TỊCH|PHÓ CHỦ TỊCH")]
    [InlineData("Chánh Văn phòng", false, "CHÁNH VĂN PHÒNG")]
    [InlineData(null, true, "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ")]
    public void The_signer_stands_with_the_right_authority(string? position, bool committee, string lines) => Assert.Equal(
        lines,
        string.Join('|', ComposeLetter.Capacity(position is null ? null : new PersonSummary(default, "A", "Ông", position, null, null, 1), committee)));

    [Fact]
    public async Task Managers_download_a_draft_for_all_or_for_each()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp giao ban", Plans.Unit("ttmyan"), Plans.Person("mydong.chutich"), Plans.Site("mydong")));
        using var each = WordprocessingDocument.Open(new MemoryStream(await secretary.GetByteArrayAsync($"/api/meetings/{id}/invitations/letter.docx?each=true")), false);
        Assert.Equal(3, each.MainDocumentPart!.Document!.Descendants<SectionProperties>().Count());
        var all = await secretary.GetByteArrayAsync($"/api/meetings/{id}/invitations/letter.pdf");
        using var pdf = PdfDocument.Open(all);
        var text = string.Concat(pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.Value));
        Assert.Contains("ỦYBANNHÂNDÂN", text.Replace(" ", ""));
        Assert.Contains("9giờ00phút,ngày24tháng11năm2026", text.Replace(" ", ""));
        Assert.Contains("LýBáỬng,ChủtịchUBNDhuyệnThápMười", text.Replace(" ", ""));
        Assert.Equal("403 forbidden", await (await (await app.SignedInAsync("mydong.chutich")).GetAsync($"/api/meetings/{id}/invitations/letter.pdf")).OutcomeAsync());
    }

    private static void AssertPlaced(Page page, string text, double size, bool bold, double centre)
    {
        var letters = Find(page, text);
        Assert.All(letters, l => Assert.Equal((size, bold), (Math.Round(l.PointSize, 1), l.FontName!.Contains("Bold"))));
        var middle = (letters.Min(l => Millimetres(l.BoundingBox.Left)) + letters.Max(l => Millimetres(l.BoundingBox.Right))) / 2;
        Assert.InRange(middle, centre - 1, centre + 1);
    }

    private static List<Letter> Find(Page page, string text)
    {
        var letters = page.Letters.Where(l => l.Value.Trim().Length > 0).ToList();
        var wanted = text.Replace(" ", "");
        var at = string.Concat(letters.Select(l => l.Value)).IndexOf(wanted, StringComparison.Ordinal);
        Assert.True(at >= 0, $"\"{text}\" is not on the page");
        return letters.Skip(at).Take(wanted.Length).ToList();
    }

    private static double Top(Page page, Letter letter) => Millimetres(page.Height - letter.StartBaseLine.Y);

    private static double Millimetres(double points) => points * 25.4 / 72;
}
