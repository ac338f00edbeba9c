using System.Globalization;
using System.Text;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.OfficialDocuments;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Preparation.Contracts;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Minutes;

/// <summary>Everything a draft is made from: the plan, the record of the room, and the names both speak of.</summary>
internal sealed record MinutesSources(
    MeetingPlan Plan,
    RoomRecord Record,
    IReadOnlyDictionary<UnitId, UnitSummary> Units,
    IReadOnlyDictionary<PersonId, PersonSummary> People,
    IReadOnlyDictionary<SiteId, SiteSummary> Sites,
    IReadOnlyDictionary<DocumentId, DocumentSummary> Documents)
{
    /// <summary>What was answered in writing before the meeting.</summary>
    public IReadOnlyList<WrittenOpinion> Opinions { get; init; } = [];
}

/// <summary>Composes the draft: a pure function, so the same record always gives the same minutes.</summary>
internal static class ComposeMinutes
{
    /// <summary>Nothing to say in minutes about a cough.</summary>
    private const int ShortestSpeech = 10;

    public static MinutesBody From(MinutesSources sources)
    {
        var (plan, record) = (sources.Plan, sources.Record);
        var clock = new MeetingClock(plan.Zone);
        var begin = clock.Local(record.BegunAt ?? record.OpenedAt);
        var end = clock.Local(record.ClosedAt ?? record.OpenedAt);
        var host = sources.Units.GetValueOrDefault(plan.HostUnitId);
        var above = host?.ParentId is { } parent ? sources.Units.GetValueOrDefault(parent) : null;
        var (parentAuthority, authority) = host is null ? (null, "") : OfficialText.Authority(host, above);
        return new MinutesBody(
            plan.Title,
            authority,
            parentAuthority,
            plan.Place ?? host?.Name ?? "",
            OfficialText.ClockAndDate(begin),
            OfficialText.ClockAndDate(end),
            Officer(sources, plan.ChairId, "chair"),
            Officer(sources, plan.SecretaryId, "secretary"),
            ComposeAttendance.Present(sources, clock),
            ComposeAttendance.Absent(sources),
            Items(sources, clock),
            Closing(plan.Kind, record, clock, end),
            ["Như thành phần tham dự;", "Lưu: VT, Hồ sơ."]);
    }

    /// <summary>The planned one; when none was planned, who held the role in the room.</summary>
    private static string Officer(MinutesSources sources, PersonId? planned, string role)
    {
        if (planned is { } id && sources.People.TryGetValue(id, out var person))
        {
            return OfficialText.Person(person);
        }

        var there = sources.Record.Attendees.FirstOrDefault(a => a.Role == role);
        return there is null ? "" : OfficialText.Person(null, there.Name, there.Position, there.UnitName);
    }

    private static List<MinutesItem> Items(MinutesSources sources, MeetingClock clock)
    {
        var items = sources.Plan.Agenda.OrderBy(i => i.Number).Select(i => Item(sources, clock, i)).ToList();
        var next = items.Count == 0 ? 1 : int.Parse(sources.Plan.Agenda[^1].Label.Split('.')[0], CultureInfo.InvariantCulture) + 1;
        items.AddRange(ComposeOpinions.Items(sources, items.Count + 1, ref next));
        var other = ItemText(sources, clock, null);
        if (other.Length > 0)
        {
            items.Add(new MinutesItem(items.Count + 1, "Nội dung khác", null, null, other, $"{next}"));
        }

        return items;
    }

    private static MinutesItem Item(MinutesSources sources, MeetingClock clock, PlannedItem item)
    {
        var stretches = sources.Record.Items.Where(i => i.ItemId == item.Id).ToList();
        var text = new StringBuilder();
        var presenter = item.PresenterId is { } id && sources.People.TryGetValue(id, out var person) ? OfficialText.Person(person) : item.PresenterText;
        if (!string.IsNullOrEmpty(presenter))
        {
            text.Append("Trình bày: ").Append(presenter).Append('.');
        }

        Append(text, ItemText(sources, clock, item.Id));
        if (stretches.Count == 0)
        {
            // An item nobody called may still have been spoken of; then what was said stands for itself.
            return new MinutesItem(
                item.Number, item.Title, null, null, HasTraces(sources.Record, item.Id) ? text.ToString() : "Nội dung chưa được xem xét tại cuộc họp.",
                item.Label, item.Id);
        }

        var ended = stretches.Max(s => s.EndedAt) ?? sources.Record.ClosedAt;
        return new MinutesItem(
            item.Number,
            item.Title,
            OfficialText.Clock(clock.Local(stretches.Min(s => s.BegunAt))),
            ended is { } at ? OfficialText.Clock(clock.Local(at)) : null,
            text.ToString(),
            item.Label,
            item.Id);
    }

    private static bool HasTraces(RoomRecord record, AgendaItemId item) =>
        record.Notes.Any(n => n.ItemId == item) || record.Conclusions.Any(c => c.ItemId == item)
        || record.Speeches.Any(s => s.ItemId == item) || record.MarkedChat.Any(c => c.ItemId == item);

    private static string ItemText(MinutesSources sources, MeetingClock clock, AgendaItemId? item)
    {
        var record = sources.Record;
        var text = new StringBuilder();
        var shown = record.DocumentsShown.Where(d => d.ItemId == item).Select(d => sources.Documents.GetValueOrDefault(d.DocumentId)?.Name)
            .Where(n => n is not null).Distinct().ToList();
        if (shown.Count > 0)
        {
            Append(text, $"Tài liệu trình chiếu: {string.Join("; ", shown)}.");
        }

        var speakers = record.Speeches.Where(s => s.ItemId == item).GroupBy(s => (s.Name, s.Position, s.UnitName))
            .Select(g => (Who: g.Key, First: g.Min(s => s.From), Seconds: g.Sum(s => s.Seconds), HadFloor: g.Any(s => s.HadFloor)))
            .Where(s => s.HadFloor || s.Seconds >= ShortestSpeech).OrderBy(s => s.First).ToList();
        if (speakers.Count > 0)
        {
            Append(text, "Phát biểu:");
            foreach (var (who, first, seconds, _) in speakers)
            {
                var honorific = sources.People.Values.FirstOrDefault(p => p.FullName == who.Name && p.UnitName == who.UnitName)?.Honorific;
                Append(text, $"- {OfficialText.Person(honorific, who.Name, who.Position, who.UnitName)} "
                    + $"(từ {OfficialText.Clock(clock.Local(first))}, {OfficialText.Minutes(seconds)}).");
            }
        }

        foreach (var note in record.Notes.Where(n => n.ItemId == item))
        {
            Append(text, note.Text);
        }

        var chat = record.MarkedChat.Where(c => c.ItemId == item).OrderBy(c => c.At).ToList();
        if (chat.Count > 0)
        {
            Append(text, "Ý kiến bằng tin nhắn:");
            chat.ForEach(c => Append(text, $"- {c.Name}: {c.Text}"));
        }

        AppendConclusions(text, record.Conclusions.Where(c => c.ItemId == item).ToList());
        return text.ToString();
    }

    private static void AppendConclusions(StringBuilder text, List<RecordedConclusion> conclusions)
    {
        if (conclusions.Count == 0)
        {
            return;
        }

        Append(text, "Kết luận:");
        foreach (var conclusion in conclusions)
        {
            var line = new StringBuilder("- ").Append(conclusion.Text.TrimEnd('.', ' '));
            List<string> duties = [];
            if (conclusion.UnitName is { Length: > 0 } unit)
            {
                duties.Add($"đơn vị chủ trì: {unit}");
            }

            if (conclusion.Due is { } due)
            {
                duties.Add($"thời hạn: {OfficialText.Date(due)}");
            }

            line.Append(duties.Count > 0 ? $" ({string.Join("; ", duties)})." : ".");
            Append(text, line.ToString());
        }
    }

    private static string Closing(MeetingKind kind, RoomRecord record, MeetingClock clock, DateTime end)
    {
        var what = kind switch
        {
            MeetingKind.Session => "Phiên họp",
            MeetingKind.Review or MeetingKind.Rollout => "Hội nghị",
            MeetingKind.Training => "Lớp tập huấn",
            MeetingKind.Briefing or MeetingKind.Thematic or MeetingKind.Urgent or MeetingKind.Other => "Cuộc họp",
            _ => "Cuộc họp",
        };
        var pauses = record.Pauses.Select(p => p.To is { } to
            ? $"từ {OfficialText.Clock(clock.Local(p.From))} đến {OfficialText.Clock(clock.Local(to))}"
            : $"từ {OfficialText.Clock(clock.Local(p.From))}").ToList();
        var paused = pauses.Count > 0 ? $"{what} tạm dừng {OfficialText.Count(pauses.Count)} lần ({string.Join("; ", pauses)}). " : "";
        return $"{paused}{what} kết thúc vào {OfficialText.ClockAndDate(end)}./.";
    }

    private static void Append(StringBuilder text, string line)
    {
        if (line.Length > 0)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(line);
        }
    }
}

/// <summary>Instants as the wall clock at the meeting's place.</summary>
internal sealed class MeetingClock(string zone)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc;

    public DateTime Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, _zone).DateTime;
}
