using Meetings.Server.Documents.Uploads;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents;

/// <summary>A deleted draft takes its papers along.</summary>
internal sealed class ClearDocuments(MeetingsDbContext db, DocumentStore store) : IHandle<MeetingDeleted>
{
    public async Task HandleAsync(MeetingDeleted news, CancellationToken cancellationToken)
    {
        var documents = await db.Set<Document>().Where(d => d.MeetingId == news.MeetingId).ToListAsync(cancellationToken);
        var uploads = await db.Set<Upload>().Where(u => u.MeetingId == news.MeetingId).ToListAsync(cancellationToken);
        db.RemoveRange(documents);
        db.RemoveRange(uploads);
        await db.SaveChangesAsync(cancellationToken);
        documents.ForEach(store.Delete);
        uploads.ForEach(u => File.Delete(store.Incoming(u.Id)));
    }
}
