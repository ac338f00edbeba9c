using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Formats;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents.Reading;

/// <param name="Version">The one shown.</param>
/// <param name="Latest">Greater than <paramref name="Version"/> while a newer one is being prepared or has failed.</param>
/// <param name="Problem">Refusal code that says why the latest version has no pages.</param>
/// <param name="Format">Ending of the file as it came, e.g. "docx".</param>
/// <param name="Stamped">Every page shows the reader's name and the time.</param>
/// <param name="Audience">Only for those who manage the meeting.</param>
[WireContract]
internal sealed record DocumentDetails(
    DocumentId Id,
    string Name,
    long Size,
    int Pages,
    DocumentStatus Status,
    DateTimeOffset UploadedAt,
    string UploadedBy,
    MeetingId MeetingId,
    AgendaItemId? AgendaItemId,
    int Version,
    int Latest,
    string? Problem,
    string Format,
    bool AllowsDownload,
    bool Stamped,
    bool Withdrawn,
    bool MayManage,
    IReadOnlyList<SheetView> Sheets,
    IReadOnlyList<AudienceEntry>? Audience);

/// <summary>A page. Its parts lie at /api/documents/ID/p/HASH.TIER with the tiers svg, txt, small and large, and never change.</summary>
/// <param name="Width">Points.</param>
/// <param name="Drawing">Bytes of the svg tier on the wire.</param>
/// <param name="Small">Bytes of the small image; 0 while or where there is none.</param>
/// <param name="Large">Bytes of the sharp image, likewise.</param>
[WireContract]
internal sealed record SheetView(string Hash, PageKind Kind, int Width, int Height, int Drawing, int Small, int Large)
{
    public static SheetView Of(DocumentPage page) =>
        new(page.Hash, page.Kind, page.Width, page.Height, page.Drawing, Math.Max(0, page.Small), Math.Max(0, page.Large));
}

/// <summary>All papers of a meeting the caller may read, with what they weigh: what a client fetches ahead.</summary>
/// <param name="Bytes">Of everything below: the drawings, and the small images of pages that need them.</param>
/// <param name="IsWhole">False while pages or images are still being made.</param>
[WireContract]
internal sealed record MeetingPacket(MeetingId MeetingId, long Bytes, bool IsWhole, IReadOnlyList<PacketPaper> Papers);

[WireContract]
internal sealed record PacketPaper(DocumentId Id, string Name, int Version, long Bytes, IReadOnlyList<SheetView> Sheets);

/// <summary>Tells of papers. Every request asks anew whether the caller may see the meeting and the paper.</summary>
internal sealed class ReadDocument(MeetingsDbContext db, IMeetings meetings, PaperAccess access)
{
    public async Task<Outcome<DocumentDetails>> DetailsAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        if (await access.SeeAsync(caller, id, cancellationToken) is not var (document, standing))
        {
            return Refusal.NotFound();
        }

        var (shown, newest) = (document.Shown, document.Newest);
        var pages = await PagesAsync(document, cancellationToken);
        return new DocumentDetails(
            document.Id,
            document.Name,
            shown.Size,
            shown.Pages,
            shown.Status,
            newest.UploadedAt,
            newest.UploadedBy,
            document.MeetingId,
            document.Owner is null ? document.AgendaItemId : null,
            shown.Number,
            newest.Number,
            newest.Status == DocumentStatus.Failed ? newest.Problem : null,
            shown.Format.Ending(),
            document.AllowsDownload || standing.MayManage,
            document.IsStamped,
            document.WithdrawnAt is not null,
            standing.MayManage,
            [.. pages.Select(SheetView.Of)],
            standing.MayManage ? Audiences.Read(document.Audience) : null);
    }

    public async Task<Outcome<MeetingPacket>> PacketAsync(Caller caller, MeetingId meeting, CancellationToken cancellationToken)
    {
        if (await meetings.StandingAsync(caller, meeting, cancellationToken) is not { IsWaiting: false } standing)
        {
            return Refusal.NotFound();
        }

        var papers = new List<PacketPaper>();
        var whole = true;
        foreach (var document in await access.ReadableAsync(caller, standing, meeting, cancellationToken))
        {
            if (document.WithdrawnAt is not null)
            {
                continue;
            }

            whole &= document.Newest.Status != DocumentStatus.Processing && document.Shown.Pictured == document.Shown.Pages;
            if (document.Shown.Status != DocumentStatus.Ready)
            {
                continue;
            }

            var pages = await PagesAsync(document, cancellationToken);

            // A page that occurs twice travels once.
            papers.Add(new PacketPaper(
                document.Id, document.Name, document.Shown.Number, pages.DistinctBy(p => p.Hash).Sum(p => (long)p.Weight), [.. pages.Select(SheetView.Of)]));
        }

        return new MeetingPacket(meeting, papers.Sum(p => p.Bytes), whole, papers);
    }

    private Task<List<DocumentPage>> PagesAsync(Document document, CancellationToken cancellationToken)
    {
        var version = document.Shown.Number;
        return db.Set<DocumentPage>().AsNoTracking().Where(p => p.DocumentId == document.Id && p.Version == version)
            .OrderBy(p => p.Number).ToListAsync(cancellationToken);
    }
}
