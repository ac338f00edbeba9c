using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents;

/// <summary>Who may read which paper: first the meeting, then the item, then the paper itself. What may not be read is not found.</summary>
internal sealed class PaperAccess(MeetingsDbContext db, IMeetings meetings, IEnumerable<IPaperOwner> owners)
{
    /// <summary>The paper and what the caller is in its meeting; null when unknown, removed or not for the caller.</summary>
    public async Task<(Document Document, Standing Standing)?> SeeAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        var document = await db.Set<Document>().FirstOrDefaultAsync(d => d.Id == id && d.RemovedAt == null, cancellationToken);
        return document is not null
            && await meetings.StandingAsync(caller, document.MeetingId, cancellationToken) is { IsWaiting: false } standing
            && await MayReadAsync(caller, standing, document, cancellationToken)
            ? (document, standing)
            : null;
    }

    /// <summary>The papers of the meeting's agenda that the caller may read.</summary>
    public async Task<IReadOnlyList<Document>> ReadableAsync(
        Caller caller, Standing standing, MeetingId meeting, CancellationToken cancellationToken)
    {
        var readable = new List<Document>();
        if (standing.IsWaiting)
        {
            return readable;
        }

        foreach (var document in await OfAgenda(meeting).ToListAsync(cancellationToken))
        {
            if (await MayReadAsync(caller, standing, document, cancellationToken))
            {
                readable.Add(document);
            }
        }

        return readable;
    }

    public IQueryable<Document> OfAgenda(MeetingId meeting) => db.Set<Document>()
        .Where(d => d.MeetingId == meeting && d.RemovedAt == null && d.Owner == null).OrderBy(d => d.UploadedAt).ThenBy(d => d.Id);

    private async Task<bool> MayReadAsync(Caller caller, Standing standing, Document document, CancellationToken cancellationToken)
    {
        if (standing.MayManage || (caller.Guest is null && document.UploadedById == caller.AccountId))
        {
            return true;
        }

        if (!standing.Sees(document.AgendaItemId))
        {
            return false;
        }

        if (document.Owner is { } owner)
        {
            foreach (var keeper in owners.Where(k => k.Owns(owner)))
            {
                if (await keeper.MayReadAsync(caller, document.MeetingId, owner, cancellationToken))
                {
                    return true;
                }
            }

            return false;
        }

        return document.WithdrawnAt is null && (document.Audience.Length == 0 || Audiences.Includes(document.Audience, caller, standing.UnitId));
    }
}
