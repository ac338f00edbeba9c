using Meetings.Server.Kernel;

namespace Meetings.Server.Preparation.Contracts;

/// <summary>What was answered in writing before a meeting (phiếu lấy ý kiến).</summary>
public interface IWrittenOpinions
{
    /// <summary>In the order in which they were asked; forms nobody answered among them.</summary>
    Task<IReadOnlyList<WrittenOpinion>> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken);
}

/// <param name="DocumentId">The paper it is about.</param>
/// <param name="Options">What could be chosen; empty where only words were asked for.</param>
public sealed record WrittenOpinion(string Question, DocumentId? DocumentId, IReadOnlyList<string> Options, IReadOnlyList<WrittenAnswer> Answers);

/// <param name="Choice">Index into the options.</param>
/// <param name="Text">Empty where nothing was written.</param>
public sealed record WrittenAnswer(string Name, UnitId? UnitId, int? Choice, string Text);
