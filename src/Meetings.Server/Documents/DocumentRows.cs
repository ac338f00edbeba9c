using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents;

/// <summary>Answers other slices about papers.</summary>
internal sealed class DocumentRows(MeetingsDbContext db, PaperAccess access) : IDocuments, IMeetingPapers
{
    /// <summary>Also finds a removed paper: a record may still name it.</summary>
    public async Task<DocumentSummary?> FindAsync(DocumentId id, CancellationToken cancellationToken) =>
        await db.Set<Document>().AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancellationToken) is { } document ? Summary(document) : null;

    public async Task<bool> MayReadAsync(Caller caller, DocumentId id, CancellationToken cancellationToken) =>
        await access.SeeAsync(caller, id, cancellationToken) is not null;

    async Task<IReadOnlyList<DocumentSummary>> IDocuments.OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken) =>
        (await OfAsync(meeting, cancellationToken)).ConvertAll(Summary);

    async Task<ILookup<AgendaItemId, DocumentView>> IMeetingPapers.OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken) =>
        (await OfAsync(meeting, cancellationToken)).ToLookup(d => d.AgendaItemId, d => d.View());

    public async Task<ILookup<AgendaItemId, DocumentView>> ReadableAsync(
        MeetingId meeting, Caller caller, Standing standing, CancellationToken cancellationToken) =>
        (await access.ReadableAsync(caller, standing, meeting, cancellationToken)).ToLookup(d => d.AgendaItemId, d => d.View());

    public async Task<IReadOnlyDictionary<MeetingId, int>> CountAsync(
        IReadOnlyCollection<MeetingId> meetings, CancellationToken cancellationToken) =>
        await db.Set<Document>().Where(d => d.RemovedAt == null && d.WithdrawnAt == null && d.Owner == null && meetings.Contains(d.MeetingId))
            .GroupBy(d => d.MeetingId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);

    private Task<List<Document>> OfAsync(MeetingId meeting, CancellationToken cancellationToken) =>
        access.OfAgenda(meeting).AsNoTracking().ToListAsync(cancellationToken);

    private static DocumentSummary Summary(Document document) => new(
        document.Id, document.MeetingId, document.AgendaItemId, document.Name, document.Shown.Status == DocumentStatus.Ready ? document.Shown.Pages : 0);
}
