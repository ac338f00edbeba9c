using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using Meetings.Server.OfficialDocuments;

namespace Meetings.Server.Minutes.Docx;

/// <summary>The annex: everybody present by unit, then who was missed (template 2.1).</summary>
internal static class AttendanceAnnex
{
    private static readonly double[] Columns = [11, 47, 40, 21, 36];

    private static readonly Face Cell = new(13), Head = new(13, Bold: true);

    public static IEnumerable<OpenXmlElement> Of(MinutesBody minutes)
    {
        yield return Parts.Centred("Phụ lục", new Face(14, Bold: true));
        yield return Parts.Centred("DANH SÁCH ĐẠI BIỂU THAM DỰ", new Face(14, Bold: true));
        yield return Parts.Centred($"(Kèm theo Biên bản {OfficialText.InsideSentence(minutes.Title)})", new Face(14, Italic: true), after: 10);
        yield return Present(minutes);
        if (minutes.Absent.Count == 0)
        {
            yield break;
        }

        yield return Parts.Left("Vắng mặt:", new Face(14, Bold: true), before: 12, after: 4);
        foreach (var absence in minutes.Absent)
        {
            var unit = absence.Unit.Length > 0 && absence.Unit != absence.Name ? $", {absence.Unit}" : "";
            yield return Parts.Left($"- {absence.Name}{unit} ({(absence.Excused ? "có phép" : "chưa rõ lý do")}).", new Face(14));
        }
    }

    private static Table Present(MinutesBody minutes)
    {
        var table = Parts.Table(Columns, ruled: true);
        var head = Row(true, Head, "TT", "Họ và tên", "Chức vụ", "Vai trò", "Ghi chú");
        head.PrependChild(new TableRowProperties(new CantSplit(), new TableHeader()));
        table.Append(head);
        var number = 0;
        foreach (var unit in minutes.Attendance)
        {
            table.Append(new TableRow(new TableRowProperties(new CantSplit()), Spanned(unit.Unit)));
            foreach (var person in unit.People)
            {
                var row = Row(false, Cell, OfficialText.Count(++number), person.Name, person.Position ?? "", person.Role, Notes(person));
                row.PrependChild(new TableRowProperties(new CantSplit()));
                table.Append(row);
            }
        }

        return table;
    }

    private static string Notes(MinutesPerson person)
    {
        List<string> notes = [];
        if (person.Note is { Length: > 0 } note)
        {
            notes.Add(note);
        }

        if (person.From is { Length: > 0 } from)
        {
            notes.Add($"vào họp lúc {from}");
        }

        if (person.To is { Length: > 0 } to)
        {
            notes.Add($"rời họp lúc {to}");
        }

        return string.Join("; ", notes);
    }

    private static TableRow Row(bool centred, Face face, params string[] texts)
    {
        var row = new TableRow();
        for (var i = 0; i < texts.Length; i++)
        {
            row.Append(Parts.Cell(Columns[i], centred || i == 0 ? Parts.Centred(texts[i], face, 1, 1) : Parts.Left(texts[i], face, 1, 1)));
        }

        return row;
    }

    private static TableCell Spanned(string text)
    {
        var cell = Parts.Cell(Columns.Sum(), Parts.Left(text, Head, 1, 1));
        cell.TableCellProperties!.Append(new GridSpan { Val = Columns.Length });
        return cell;
    }
}
