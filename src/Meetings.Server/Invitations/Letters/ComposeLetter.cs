using System.Globalization;
using Meetings.Server.Kernel;
using Meetings.Server.OfficialDocuments;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations.Letters;

/// <summary>What a letter is composed of.</summary>
/// <param name="Sites">Names of the invited sites (điểm cầu thành phần).</param>
internal sealed record LetterSources(
    MeetingPlan Plan, UnitSummary Host, UnitSummary? Parent, PersonSummary? Chair, IReadOnlyList<string> Sites, IReadOnlyDictionary<PersonId, PersonSummary> People);

/// <summary>From plan to letter. Pure; the wording is that of template 1.7 and of decision 45/2018/QĐ-TTg on what an invitation states.</summary>
internal static class ComposeLetter
{
    private const string Committee = "ỦY BAN NHÂN DÂN";

    public static LetterBody Of(LetterSources sources, IReadOnlyList<Recipient> invited)
    {
        var plan = sources.Plan;
        var (parent, authority) = OfficialText.Authority(sources.Host, sources.Parent);
        var isCommittee = authority.StartsWith(Committee, StringComparison.Ordinal);
        return new LetterBody(
            parent,
            authority,
            sources.Host.Name,
            isCommittee ? "UBND" : authority.StartsWith("VĂN PHÒNG", StringComparison.Ordinal) ? "VP" : "",
            string.Create(CultureInfo.InvariantCulture, $"{sources.Host.Place}, ngày       tháng       năm {plan.LocalStart.Year}"),
            plan.Title,
            [.. invited.Select(to => Named(to, sources.People))],
            OfficialText.InsideSentence(plan.Title),
            Fields(sources),
            Closing(plan),
            Capacity(sources.Chair, isCommittee),
            sources.Chair?.FullName ?? "",
            ["Như trên;", "Lưu: VT."]);
    }

    /// <summary>"TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH" (annex I, II.7a); the clerk of another body completes its own.</summary>
    internal static IReadOnlyList<string> Capacity(PersonSummary? chair, bool isCommittee) => (isCommittee, chair?.Position) switch
    {
        (true, "Chủ tịch") => [$"TM. {Committee}", "CHỦ TỊCH"],
        (true, "Phó Chủ tịch") => [$"TM. {Committee}", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        (_, { Length: > 0 } position) => [position.ToUpper(CultureInfo.GetCultureInfo("vi-VN"))],
        _ => ["QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ"],
    };

    private static List<LetterField> Fields(LetterSources sources)
    {
        var plan = sources.Plan;
        var fields = new List<LetterField>();
        if (sources.Chair is { } chair)
        {
            fields.Add(new LetterField("Chủ trì: ", OfficialText.Person(chair) + ".", []));
        }

        fields.Add(new LetterField("Thời gian: ", OfficialText.ClockAndDate(plan.LocalStart) + ".", []));
        fields.Add(Venue(sources));
        if (plan.UrgentReason is { } reason)
        {
            fields.Add(new LetterField("Lý do họp đột xuất: ", reason.TrimEnd('.') + ".", []));
        }

        if (plan.Agenda.Count > 0)
        {
            fields.Add(new LetterField(
                "Nội dung:", "", [.. plan.Agenda.OrderBy(i => i.Number).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Label}. {i.PublicTitle.TrimEnd('.')}."))]));
        }

        return fields;
    }

    private static LetterField Venue(LetterSources sources)
    {
        var (plan, sites) = (sources.Plan, sources.Sites);
        if (plan.Mode == MeetingMode.InPerson)
        {
            return new LetterField("Địa điểm: ", $"{plan.Place ?? sources.Host.Name}.", []);
        }

        var lines = new List<string>();
        if (plan.Place is { Length: > 0 } place)
        {
            lines.Add($"- Điểm cầu chính: {place}{(sites.Count > 0 ? ";" : ".")}");
        }

        if (sites.Count > 0)
        {
            lines.Add($"- Điểm cầu thành phần ({OfficialText.Count(sites.Count)} điểm cầu): {string.Join("; ", sites)}.");
        }

        return new LetterField("Địa điểm: ", lines.Count == 0 ? "họp trực tuyến." : "họp trực tuyến tại các điểm cầu:", lines);
    }

    private static string Closing(MeetingPlan plan)
    {
        var notes = plan.Notes is { Length: > 0 } given ? given.ReplaceLineEndings(" ").Trim().TrimEnd('.') + ". " : "";
        var online = plan.Mode == MeetingMode.InPerson
            ? ""
            : "Đường dẫn vào họp và trả lời được gửi riêng đến từng đại biểu, điểm cầu; đề nghị thử kết nối trước giờ họp 60 phút. ";
        return $"{notes}{online}Đề nghị đại biểu tham dự đúng thành phần, thời gian; trường hợp vắng mặt báo cáo người chủ trì và cử người dự thay./.";
    }

    private static string Named(Recipient to, IReadOnlyDictionary<PersonId, PersonSummary> people) =>
        to.PersonId is { } id && people.TryGetValue(id, out var person) ? OfficialText.Person(person) : to.Name;
}
