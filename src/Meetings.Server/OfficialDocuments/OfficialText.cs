using System.Globalization;
using Meetings.Server.Organisation.Contracts;

namespace Meetings.Server.OfficialDocuments;

/// <summary>Wording and dates of official documents (decree 30/2020, annex I).</summary>
internal static class OfficialText
{
    /// <summary>"ngày 05 tháng 3 năm 2020": days below 10 and the months 1 and 2 take a leading zero (annex I, II.4b).</summary>
    public static string Date(DateOnly day) =>
        string.Create(CultureInfo.InvariantCulture, $"ngày {day.Day:00} tháng {(day.Month < 3 ? "0" : "")}{day.Month} năm {day.Year}");

    public static string Clock(DateTime local) => string.Create(CultureInfo.InvariantCulture, $"{local.Hour} giờ {local.Minute:00} phút");

    public static string ClockAndDate(DateTime local) => $"{Clock(local)}, {Date(DateOnly.FromDateTime(local))}";

    /// <summary>Numbers below 10 take a leading zero.</summary>
    public static string Count(int number) => number.ToString("00", CultureInfo.InvariantCulture);

    /// <summary>"05 phút"; a shorter stretch is "dưới 01 phút".</summary>
    public static string Minutes(int seconds) => seconds < 60 ? "dưới 01 phút" : Count((int)Math.Round(seconds / 60.0)) + " phút";

    /// <summary>"Chủ tịch UBND huyện Tháp Mười", "Trưởng phòng Nội vụ huyện Tháp Mười", "Chuyên viên tổng hợp, Văn phòng ...".</summary>
    public static string? PositionAndUnit(string? position, string? unit)
    {
        if (string.IsNullOrWhiteSpace(position) || string.IsNullOrWhiteSpace(unit))
        {
            return string.IsNullOrWhiteSpace(position) ? unit : position;
        }

        // "Chánh Văn phòng" of "Văn phòng HĐND": what both say is said once.
        var (left, right) = (position.Split(' '), unit.Split(' '));
        for (var shared = Math.Min(left.Length, right.Length); shared > 0; shared--)
        {
            if (left.TakeLast(shared).SequenceEqual(right.Take(shared), StringComparer.OrdinalIgnoreCase))
            {
                return string.Join(' ', [.. left, .. right[shared..]]);
            }
        }

        string[] heads = ["Chủ tịch", "Phó Chủ tịch", "Giám đốc", "Phó Giám đốc"];
        return heads.Contains(position) ? $"{position} {unit}" : $"{position}, {unit}";
    }

    /// <summary>"Ông Lý Bá Ửng, Chủ tịch UBND huyện Tháp Mười".</summary>
    public static string Person(string? honorific, string name, string? position, string? unit)
    {
        var full = string.IsNullOrEmpty(honorific) ? name : $"{honorific} {name}";
        return PositionAndUnit(position, unit) is { Length: > 0 } what ? $"{full}, {what}" : full;
    }

    public static string Person(PersonSummary person) => Person(person.Honorific, person.FullName, person.Position, person.UnitName);

    /// <summary>"Họp giao ban ..." as "họp giao ban ...": a title continued inside a sentence.</summary>
    public static string InsideSentence(string title)
    {
        string[] common = ["Họp", "Hội nghị", "Phiên họp", "Tập huấn", "Cuộc họp"];
        return common.Any(c => title.StartsWith(c + " ", StringComparison.Ordinal)) ? char.ToLowerInvariant(title[0]) + title[1..] : title;
    }

    /// <summary>The name alone, as it stands under a signature.</summary>
    public static string SignatureName(string person)
    {
        var name = person.Split(',')[0].Trim();
        return name.StartsWith("Ông ", StringComparison.Ordinal) || name.StartsWith("Bà ", StringComparison.Ordinal)
            ? name[(name.IndexOf(' ', StringComparison.Ordinal) + 1)..]
            : name;
    }

    /// <summary>
    /// The two lines at the top left: a People's Committee stands alone, spelled out in two lines; a department stands under its
    /// committee in short form.
    /// </summary>
    public static (string? Parent, string Authority) Authority(UnitSummary unit, UnitSummary? parent)
    {
        const string Committee = "UBND ";
        if (unit.Name.StartsWith(Committee, StringComparison.Ordinal))
        {
            return (null, "ỦY BAN NHÂN DÂN\n" + Upper(unit.Name[Committee.Length..]));
        }

        var name = parent is not null && unit.Name.EndsWith(" " + parent.ShortName, StringComparison.Ordinal)
            ? unit.Name[..^(parent.ShortName.Length + 1)]
            : unit.Name;
        return (unit.ParentName is { } above ? Upper(above) : null, Upper(name));
    }

    private static string Upper(string text) => text.ToUpper(CultureInfo.GetCultureInfo("vi-VN"));
}
