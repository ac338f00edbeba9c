using System.Text.Json;
using Meetings.Server.Hosting;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Demo;

/// <summary>A meeting of meetings.json. Keys name rows of the other data files; the day counts from the first start's day.</summary>
/// <param name="Time">Wall clock in Vietnam; left out for the meeting that is always starting now.</param>
internal sealed record DemoMeetingRow(
    string Key,
    string Title,
    MeetingKind Kind,
    MeetingMode Mode,
    string Host,
    string Chair,
    string Secretary,
    MeetingStatus Status,
    int Minutes,
    int Day,
    TimeOnly? Time,
    string? Place,
    string? Notes,
    string? CancelReason,
    IReadOnlyList<DemoItemRow> Agenda,
    IReadOnlyList<string>? Units,
    IReadOnlyList<string>? Sites,
    IReadOnlyList<string>? People,
    IReadOnlyList<string>? Technicians,
    IReadOnlyList<string>? Observers,
    DemoRecordRow? Record)
{
    public static IReadOnlyList<DemoMeetingRow> Read()
    {
        using var stream = DemoData.Open("meetings.json");
        return JsonSerializer.Deserialize<List<DemoMeetingRow>>(stream, WireJson.Options)!;
    }
}

/// <param name="Paper">A file of Demo/Data/papers.</param>
internal sealed record DemoItemRow(
    string Title, AgendaItemKind Kind, int Minutes, string? Presenter, string? PresenterText, string? Paper, string? PaperName);

/// <summary>What happened in a meeting of the past; minutes count from its start, items from 0.</summary>
internal sealed record DemoRecordRow(
    IReadOnlyList<DemoPresentRow> Present,
    IReadOnlyList<int[]> Items,
    IReadOnlyList<DemoSpeechRow> Speeches,
    IReadOnlyList<DemoNoteRow> Notes,
    IReadOnlyList<DemoConclusionRow> Conclusions,
    int End);

internal sealed record DemoPresentRow(string Person, string? Role, string? Site, int From, int[]? Lost);

internal sealed record DemoSpeechRow(string Person, int At, int Seconds);

internal sealed record DemoNoteRow(int Item, string Text);

internal sealed record DemoConclusionRow(int Item, string Text, string Unit, int Days);
