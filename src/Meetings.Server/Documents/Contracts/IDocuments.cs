using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;

namespace Meetings.Server.Documents.Contracts;

/// <summary>Papers of meetings, for slices that show or cite them.</summary>
public interface IDocuments
{
    Task<DocumentSummary?> FindAsync(DocumentId id, CancellationToken cancellationToken);

    Task<IReadOnlyList<DocumentSummary>> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken);
}

/// <param name="Pages">Number of pages; 0 while the paper is being prepared.</param>
public sealed record DocumentSummary(DocumentId Id, MeetingId MeetingId, AgendaItemId AgendaItemId, string Name, int Pages);
