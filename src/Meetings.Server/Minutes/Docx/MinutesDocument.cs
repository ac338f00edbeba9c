using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Meetings.Server.OfficialDocuments;

namespace Meetings.Server.Minutes.Docx;

/// <summary>
/// The minutes as a Word file by template 1.9 of decree 30/2020: A4, margins 35/20/25/20 mm, Times New Roman, national heading,
/// no place and date line, secretary's signature left and chair's right, recipients, annex with the attendance.
/// </summary>
internal static class MinutesDocument
{
    private static readonly Face Plain = new(14), Strong = new(14, Bold: true);

    public static byte[] Write(MinutesBody minutes)
    {
        using var stream = new MemoryStream();
        using (var file = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
        {
            var main = file.AddMainDocumentPart();
            var body = new Body();
            main.Document = new Document(body);
            PageSetup.AddStyles(main);
            var headers = PageSetup.AddHeaders(main);
            file.PackageProperties.Title = Parts.Printable(minutes.Title);
            body.Append(Head(minutes));
            body.Append(TitleOf(minutes));
            body.Append(Text(minutes));
            body.Append(Signatures(minutes));
            body.Append(Recipients(minutes));

            // The annex is a section of its own, so that its pages are numbered from 1 (annex I, part I).
            body.Append(new Paragraph(new ParagraphProperties(PageSetup.Section(headers, restart: false))));
            body.Append(AttendanceAnnex.Of(minutes));
            body.Append(PageSetup.Section(headers, restart: true));
        }

        return stream.ToArray();
    }

    private static Table Head(MinutesBody minutes) =>
        NationalHead.Of(minutes.ParentAuthority, minutes.Authority, $"Số:        /BB-{Symbol(minutes)}", placeAndDate: null);

    /// <summary>The issuer's letters in the number: UBND is certain, others the clerk writes.</summary>
    private static string Symbol(MinutesBody minutes) => minutes.Authority.StartsWith("ỦY BAN NHÂN DÂN", StringComparison.Ordinal) ? "UBND" : "";

    private static OpenXmlElement[] TitleOf(MinutesBody minutes) =>
    [
        Parts.Centred("BIÊN BẢN", Strong, before: 18),
        Parts.Centred(minutes.Title, Strong),
        Parts.Rule(OfficialPage.RuleUnderSubject(minutes.Title), OfficialPage.TextWidth),
        Parts.Centred("", new Face(8)),
    ];

    private static List<OpenXmlElement> Text(MinutesBody minutes)
    {
        var people = minutes.Attendance.Sum(u => u.People.Count);
        var text = new List<OpenXmlElement>
        {
            Labelled("Thời gian bắt đầu: ", minutes.Begin + "."),
            Labelled("Địa điểm: ", Stop(minutes.Place)),
            Labelled(
                "Thành phần tham dự: ",
                $"{OfficialText.Count(people)} đại biểu của {OfficialText.Count(minutes.Attendance.Count)} cơ quan, đơn vị (danh sách tại Phụ lục kèm theo)."),
        };
        if (minutes.Absent.Count > 0)
        {
            var excused = minutes.Absent.Count(a => a.Excused);
            text.Add(Labelled(
                "Vắng mặt: ",
                $"{OfficialText.Count(minutes.Absent.Count)} (có phép: {OfficialText.Count(excused)}; chưa rõ lý do: {OfficialText.Count(minutes.Absent.Count - excused)})."));
        }

        text.Add(Labelled("Chủ trì (chủ tọa): ", Stop(minutes.Chair)));
        text.Add(Labelled("Thư ký (người ghi biên bản): ", Stop(minutes.Secretary)));
        text.Add(Labelled("Nội dung (theo diễn biến cuộc họp):", ""));
        foreach (var item in minutes.Items)
        {
            text.AddRange(Item(item));
        }

        text.Add(Parts.Body(Parts.Run(minutes.Closing, Plain)));
        return text;
    }

    private static IEnumerable<OpenXmlElement> Item(MinutesItem item)
    {
        var number = item.Label ?? item.Number.ToString(CultureInfo.InvariantCulture);
        var when = (item.Begin, item.End) switch
        {
            ({ } begin, { } end) => $" (từ {begin} đến {end})",
            ({ } begin, null) => $" (từ {begin})",
            _ => "",
        };
        var head = Parts.Body(Parts.Run($"{number}. {item.Title}", Strong), Parts.Run(when, new Face(14, Italic: true)));
        head.ParagraphProperties!.InsertAt(new KeepNext(), 0);
        yield return head;
        foreach (var line in item.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return line is "Kết luận:" ? Parts.Body(Parts.Run(line, Strong)) : Parts.Body(Parts.Run(line, Plain));
        }
    }

    private static Table Signatures(MinutesBody minutes)
    {
        const double Half = OfficialPage.TextWidth / 2;
        var table = Parts.Table([Half, Half], ruled: false);
        table.Append(new TableRow(
            new TableRowProperties(new CantSplit()),
            Parts.Cell(Half, Signature("THƯ KÝ", minutes.Secretary)),
            Parts.Cell(Half, Signature("CHỦ TỌA", minutes.Chair))));
        return table;
    }

    private static OpenXmlElement[] Signature(string title, string person) =>
    [
        Parts.Centred(title, Strong, before: 12),
        Parts.Centred("", Plain), Parts.Centred("", Plain), Parts.Centred("", Plain), Parts.Centred("", Plain),
        Parts.Centred(OfficialText.SignatureName(person), Strong),
    ];

    private static IEnumerable<OpenXmlElement> Recipients(MinutesBody minutes)
    {
        yield return Parts.Left("Nơi nhận:", new Face(12, Bold: true, Italic: true), before: 12);
        foreach (var recipient in minutes.Recipients)
        {
            yield return Parts.Left("- " + recipient, new Face(11));
        }
    }

    private static Paragraph Labelled(string label, string text) => Parts.Body(Parts.Run(label, Strong), Parts.Run(text, Plain));

    private static string Stop(string text) => text.Length == 0 || text.EndsWith('.') ? text : text + ".";
}
