using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Preparation;

/// <summary>Everything of a meeting's preparation the caller may see: managers all rows and answers, others their own.</summary>
[WireContract]
internal sealed record PreparationView(
    bool MayManage,
    bool MayAnswer,
    PreparationPlanInput Plan,
    IReadOnlyList<SubmissionView> Rows,
    IReadOnlyList<OpinionView> Opinions,
    IReadOnlyList<QuestionView> Questions);

[WireContract]
internal sealed record PreparationPlanInput(DateTimeOffset? DelegatesDue, DateTimeOffset? ReportDue, string? ReportTopic);

/// <param name="Key">"u", "s" or "p" and the id of the invited unit, site or person.</param>
/// <param name="Mine">The caller hands in for it.</param>
[WireContract]
internal sealed record SubmissionView(
    string Key,
    string Name,
    MeetingRole Role,
    bool Mine,
    IReadOnlyList<DelegateEntry> Delegates,
    DateTimeOffset? DelegatesAt,
    string? DelegatesBy,
    ReportState Report,
    DocumentId? ReportId,
    string? ReportName,
    DateTimeOffset? ReportAt,
    string? Remark);

/// <param name="Position">Position and unit, as it is to be shown.</param>
[WireContract]
internal sealed record DelegateEntry(string Name, string? Position);

[WireContract]
internal sealed record DelegatesInput(IReadOnlyList<DelegateEntry> Delegates);

/// <param name="Confirmed">Whoever hands in has said that the report holds no state secret.</param>
[WireContract]
internal sealed record ReportInput(string? Name, long Length, bool Confirmed = false);

/// <param name="Accepted">False sends the report back.</param>
[WireContract]
internal sealed record ReportDecision(bool Accepted, string? Remark);

/// <param name="Options">At least two, or none where only words are asked for.</param>
[WireContract]
internal sealed record OpinionInput(string? Question, IReadOnlyList<string>? Options, DateTimeOffset DueAt, DocumentId? DocumentId = null);

/// <param name="Counts">Answers by option; only for those who manage the meeting.</param>
/// <param name="Answers">Likewise.</param>
[WireContract]
internal sealed record OpinionView(
    string Id,
    string Question,
    IReadOnlyList<string> Options,
    DocumentId? DocumentId,
    DateTimeOffset DueAt,
    bool Open,
    int Answered,
    int? MyChoice,
    string? MyText,
    DateTimeOffset? MyAnsweredAt,
    IReadOnlyList<int>? Counts,
    IReadOnlyList<OpinionAnswerView>? Answers);

[WireContract]
internal sealed record OpinionAnswerView(string Name, string? UnitName, int? Choice, string Text, DateTimeOffset At);

[WireContract]
internal sealed record AnswerInput(int? Choice, string? Text);

[WireContract]
internal sealed record QuestionInput(AgendaItemId AgendaItemId, string? Text);

[WireContract]
internal sealed record QuestionAnswer(string? Text);

[WireContract]
internal sealed record QuestionView(
    string Id, AgendaItemId AgendaItemId, string Text, string AskedBy, string? UnitName, DateTimeOffset AskedAt, bool MayAnswer,
    string? Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt);
