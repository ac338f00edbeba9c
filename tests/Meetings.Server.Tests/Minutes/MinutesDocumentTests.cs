using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Meetings.Server.Minutes;
using Meetings.Server.Minutes.Docx;

namespace Meetings.Server.Tests.Minutes;

/// <summary>Reads the written file back and holds it against template 1.9 and annex I of decree 30/2020.</summary>
public sealed class MinutesDocumentTests
{
    private readonly byte[] _file = MinutesDocument.Write(Meeting8November.Body());

    [Fact]
    public void The_file_is_valid_and_can_be_kept_for_looking_at()
    {
        using var document = Open();
        Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{e.Path?.XPath}: {e.Description}"));
        if (Environment.GetEnvironmentVariable("MEETINGS_KEEP") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, "minutes.docx"), _file);
        }
    }

    [Fact]
    public void Paper_is_A4_with_margins_35_20_25_20_and_the_number_centred_on_top_but_not_of_page_one()
    {
        using var document = Open();
        var main = document.MainDocumentPart!;
        var sections = main.Document!.Descendants<SectionProperties>().ToList();
        Assert.Equal(2, sections.Count);
        foreach (var section in sections)
        {
            var (size, margin) = (section.GetFirstChild<PageSize>()!, section.GetFirstChild<PageMargin>()!);
            Assert.Equal((210, 297), (Millimetres(size.Width!.Value), Millimetres(size.Height!.Value)));
            Assert.Equal(
                (35, 20, 25, 20),
                (Millimetres(margin.Left!.Value), Millimetres(margin.Right!.Value), Millimetres((uint)margin.Top!.Value), Millimetres((uint)margin.Bottom!.Value)));
            Assert.NotNull(section.GetFirstChild<TitlePage>());
            var header = section.Elements<HeaderReference>().Single(h => h.Type!.Value == HeaderFooterValues.Default);
            var paragraph = ((HeaderPart)main.GetPartById(header.Id!.Value!)).Header!.GetFirstChild<Paragraph>()!;
            Assert.Equal(JustificationValues.Center, paragraph.ParagraphProperties!.Justification!.Val!.Value);
            Assert.Equal(" PAGE ", paragraph.Descendants<FieldCode>().Single().Text);
            Assert.All(paragraph.Descendants<FontSize>(), s => Assert.Equal("26", s.Val!.Value));
        }

        Assert.Equal(1, sections[1].GetFirstChild<PageNumberType>()!.Start!.Value);
    }

    [Fact]
    public void All_type_is_Times_New_Roman_of_11_to_14_points()
    {
        using var document = Open();
        var fonts = document.MainDocumentPart!.StyleDefinitionsPart!.Styles!.Descendants<RunFonts>().Single();
        Assert.Equal("Times New Roman", fonts.Ascii!.Value);
        Assert.Empty(document.MainDocumentPart.Document!.Descendants<RunFonts>());
        var sizes = document.MainDocumentPart.Document.Descendants<Run>().Where(r => r.InnerText.Length > 0)
            .Select(r => int.Parse(r.RunProperties!.FontSize!.Val!.Value!)).Distinct().Order();
        Assert.Equal([22, 24, 26, 28], sizes);
    }

    [Theory]
    [InlineData("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 24, true, false)]
    [InlineData("Độc lập - Tự do - Hạnh phúc", 26, true, false)]
    [InlineData("ỦY BAN NHÂN DÂN", 24, true, false)]
    [InlineData("HUYỆN THÁP MƯỜI", 24, true, false)]
    [InlineData("BIÊN BẢN", 28, true, false)]
    [InlineData("Họp giao ban trực tuyến tháng 11", 28, true, false)]
    [InlineData("THƯ KÝ", 28, true, false)]
    [InlineData("CHỦ TỌA", 28, true, false)]
    [InlineData("Nơi nhận:", 24, true, true)]
    [InlineData("- Lưu: VT, Hồ sơ.", 22, false, false)]
    public void Each_component_has_its_size_and_style(string text, int halfPoints, bool bold, bool italic)
    {
        using var document = Open();
        var run = document.MainDocumentPart!.Document!.Descendants<Run>().First(r => r.InnerText == text);
        Assert.Equal(
            (halfPoints.ToString(), bold, italic),
            (run.RunProperties!.FontSize!.Val!.Value, run.RunProperties.Bold is not null, run.RunProperties.Italic is not null));
    }

    [Fact]
    public void The_secretary_signs_on_the_left_the_chair_on_the_right_and_no_place_and_date_stand_at_the_head()
    {
        using var document = Open();
        var body = document.MainDocumentPart!.Document!.Body!;
        var signatures = body.Elements<Table>().Single(t => t.InnerText.Contains("CHỦ TỌA"));
        var cells = signatures.Descendants<TableCell>().Select(c => c.InnerText).ToList();
        Assert.Equal(["THƯ KÝTrần Thị Bích Vân", "CHỦ TỌALý Bá Ửng"], cells);
        Assert.DoesNotContain("ngày", body.Elements<Table>().First().InnerText);
        Assert.Contains("Số:        /BB-UBND", body.InnerText);
    }

    [Fact]
    public void The_text_holds_everything_and_ends_with_the_sign()
    {
        using var document = Open();
        var text = string.Join('\n', document.MainDocumentPart!.Document!.Body!.Descendants<Paragraph>().Select(p => p.InnerText));
        foreach (var part in (string[])
            [
                "Thời gian bắt đầu: 8 giờ 02 phút, ngày 08 tháng 11 năm 2026.",
                "Thành phần tham dự: 05 đại biểu của 04 cơ quan, đơn vị (danh sách tại Phụ lục kèm theo).",
                "Vắng mặt: 02 (có phép: 00; chưa rõ lý do: 02).",
                "1. Báo cáo tháng 10 (từ 8 giờ 03 phút đến 8 giờ 33 phút)",
                "ngày 08 tháng 11 năm 2026./.",
                "DANH SÁCH ĐẠI BIỂU THAM DỰ",
                "tại điểm cầu UBND xã Mỹ Đông; mất kết nối 01 lần, 03 phút; vào họp lúc 8 giờ 12 phút",
            ])
        {
            Assert.Contains(part, text);
        }
    }

    [Fact]
    public void Pasted_control_characters_and_markup_do_not_break_the_file()
    {
        var body = Meeting8November.Body() with { Title = "Họp <b>&\u0001\uFFFE", Chair = "\uD800 lone", Closing = "x\u000B./." };
        using var document = WordprocessingDocument.Open(new MemoryStream(MinutesDocument.Write(body)), false);
        Assert.Contains("Họp <b>&", document.MainDocumentPart!.Document!.InnerText);
    }

    private WordprocessingDocument Open() => WordprocessingDocument.Open(new MemoryStream(_file), false);

    private static int Millimetres(uint twips) => (int)Math.Round(twips * 25.4 / 1440);
}
