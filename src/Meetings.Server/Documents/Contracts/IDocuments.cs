using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;

namespace Meetings.Server.Documents.Contracts;

/// <summary>Papers of meetings, for slices that show or cite them.</summary>
public interface IDocuments
{
    /// <summary>Also finds a removed paper.</summary>
    Task<DocumentSummary?> FindAsync(DocumentId id, CancellationToken cancellationToken);

    /// <summary>The papers of the agenda.</summary>
    Task<IReadOnlyList<DocumentSummary>> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken);

    Task<bool> MayReadAsync(Caller caller, DocumentId id, CancellationToken cancellationToken);
}

/// <param name="Pages">Number of pages; 0 while the paper is being prepared.</param>
public sealed record DocumentSummary(DocumentId Id, MeetingId MeetingId, AgendaItemId AgendaItemId, string Name, int Pages);
