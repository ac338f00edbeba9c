using System.Globalization;
using Meetings.Server.Invitations.Calendars;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Invitations;

/// <summary>
/// What is written to invitees: mails and notices are official Vietnamese, like the invitation itself, whichever language somebody
/// has set for the screens.
/// </summary>
internal static class MeetingWords
{
    private static readonly string[] Days = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];

    /// <summary>"08 giờ 00 phút, thứ Hai, ngày 23/11/2026"; the zone where it is not the country's.</summary>
    public static string When(MeetingPlan plan)
    {
        var local = plan.LocalStart;
        var zone = plan.Zone == "Asia/Ho_Chi_Minh" ? "" : $" ({plan.Zone})";
        return string.Create(
            CultureInfo.InvariantCulture, $"{local:HH} giờ {local:mm} phút, {Days[(int)local.DayOfWeek]}, ngày {local:dd/MM/yyyy}{zone}");
    }

    public static string Where(MeetingPlan plan) => plan.Mode switch
    {
        MeetingMode.InPerson => plan.Place ?? "",
        MeetingMode.Online => plan.Place is { Length: > 0 } place ? $"Trực tuyến; điểm cầu chính: {place}" : "Trực tuyến",
        MeetingMode.Hybrid => plan.Place is { Length: > 0 } place ? $"{place} và trực tuyến" : "Trực tiếp và trực tuyến",
        _ => throw new ArgumentOutOfRangeException(nameof(plan)),
    };

    /// <summary>"Họp đột xuất: REASON"; null for any other meeting.</summary>
    public static string? Urgent(MeetingPlan plan) => plan.UrgentReason is { } reason ? $"Họp đột xuất: {reason}" : null;

    public static string Invite(MeetingPlan plan, string host, Recipient to, string link, bool isChange, string? signed)
    {
        var lines = new List<string>
        {
            isChange ? $"{host} trân trọng thông báo thay đổi của cuộc họp:" : $"{host} trân trọng kính mời {to.Name} dự họp:",
            "",
            plan.Title,
            $"Thời gian: {When(plan)} (dự kiến {plan.Minutes} phút)",
            $"Địa điểm: {Where(plan)}",
        };
        if (Urgent(plan) is { } urgent)
        {
            lines.Add(urgent);
        }

        if (signed is not null)
        {
            lines.Add($"Giấy mời: {signed} (kèm theo)");
        }

        if (plan.Agenda.Count > 0)
        {
            lines.AddRange(["", "Nội dung:", .. plan.Agenda.OrderBy(i => i.Number).Select(i => $"{i.Label}. {i.PublicTitle} ({i.Minutes} phút)")]);
        }

        if (plan.Notes is { Length: > 0 } notes)
        {
            lines.AddRange(["", "Lưu ý: " + notes]);
        }

        lines.AddRange(["", "Trả lời (dự họp, cử người dự thay, xin vắng) và vào phòng họp bằng đường dẫn riêng này:", link]);
        lines.AddRange(["Không chuyển đường dẫn cho người khác: ai có đường dẫn thì vào họp được thay quý vị.", "Thư tự động, xin không trả lời thư này."]);
        return string.Join('\n', lines);
    }

    public static string Cancel(MeetingPlan plan, string host, bool isRemoved) => isRemoved
        ? $"{host} xin thông báo: quý vị không còn trong thành phần dự họp \"{plan.Title}\", {When(plan)}. Đường dẫn đã gửi hết hiệu lực."
        : $"{host} xin thông báo hủy cuộc họp \"{plan.Title}\", {When(plan)}.{(plan.CancelReason is { Length: > 0 } why ? $"\nLý do: {why}" : "")}";

    public static string Remind(MeetingPlan plan, Recipient to, string link, bool asksAnswer) => string.Join('\n',
    [
        $"Kính gửi {to.Name},",
        "",
        asksAnswer
            ? $"Cuộc họp \"{plan.Title}\" chưa có trả lời của quý vị."
            : $"Xin nhắc cuộc họp \"{plan.Title}\".",
        $"Thời gian: {When(plan)}",
        $"Địa điểm: {Where(plan)}",
        "",
        asksAnswer ? "Xin trả lời (dự họp, cử người dự thay, xin vắng) tại:" : "Vào phòng họp, xem tài liệu:",
        link,
    ]);

    public static string Rehearse(MeetingPlan plan, Recipient to, string link) => string.Join('\n',
    [
        $"Kính gửi {to.Name},",
        "",
        $"Đề nghị kiểm tra camera, micrô, loa và đường truyền tại điểm cầu trước cuộc họp \"{plan.Title}\".",
        $"Thời gian họp: {When(plan)}",
        "",
        "Mở đường dẫn riêng này và chọn \"Kiểm tra điểm cầu trước cuộc họp\"; mất khoảng một phút:",
        link,
    ]);

    /// <summary>The meeting as a calendar shows it.</summary>
    public static CalendarEvent Event(MeetingPlan plan, string domain, int sequence, DateTimeOffset stamp, string host, string? link) => new(
        $"{plan.Id}@{domain}",
        sequence,
        stamp,
        plan.LocalStart,
        TimeZoneInfo.FindSystemTimeZoneById(plan.Zone),
        plan.Minutes,
        plan.Title,
        Where(plan),
        string.Join('\n', ((IEnumerable<string>)[Urgent(plan) ?? "", host, .. plan.Agenda.OrderBy(i => i.Number).Select(i => $"{i.Label}. {i.PublicTitle}"), link ?? ""]).Where(l => l.Length > 0)),
        link,
        plan.Status == MeetingStatus.Cancelled)
    {
        IsUrgent = plan.IsUrgent,
    };

    public static CalendarAttendee Attendee(MailAddress mailbox, MeetingRole role, ReplyKind reply) => new(
        mailbox,
        reply switch
        {
            ReplyKind.None => "NEEDS-ACTION",
            ReplyKind.Accepted => "ACCEPTED",
            ReplyKind.Tentative => "TENTATIVE",
            ReplyKind.Declined => "DECLINED",
            ReplyKind.Delegated => "DELEGATED",
            _ => throw new ArgumentOutOfRangeException(nameof(reply)),
        },
        role == MeetingRole.Chair,
        role is MeetingRole.Observer or MeetingRole.Guest);
}
