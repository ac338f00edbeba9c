using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Documents.Reading;

/// <summary>That an account has opened a paper: first, last, how often, which version, and whether it took the file.</summary>
internal sealed class DocumentOpening
{
    public required DocumentId DocumentId { get; init; }

    public required AccountId AccountId { get; init; }

    public PersonId? PersonId { get; init; }

    public SiteId? SiteId { get; init; }

    /// <summary>As it was then.</summary>
    public required string Name { get; init; }

    public DateTimeOffset FirstAt { get; init; }

    public DateTimeOffset LastAt { get; set; }

    public int Times { get; set; }

    public int Version { get; set; }

    public DateTimeOffset? DownloadedAt { get; set; }
}

internal sealed class DocumentOpeningTable : IEntityTypeConfiguration<DocumentOpening>
{
    public void Configure(EntityTypeBuilder<DocumentOpening> builder)
    {
        builder.ToTable("DocumentOpenings");
        builder.HasKey(o => new { o.DocumentId, o.AccountId });
        builder.Property(o => o.Name).HasMaxLength(200);
        builder.HasOne<Document>().WithMany().HasForeignKey(o => o.DocumentId).OnDelete(DeleteBehavior.Cascade);
    }
}

/// <param name="Version">Last one seen.</param>
[WireContract]
internal sealed record OpeningView(string Name, DateTimeOffset FirstAt, DateTimeOffset LastAt, int Times, int Version, DateTimeOffset? DownloadedAt);

/// <summary>Keeps who opened what when, for the secretary's board, the reminders and the paper's own list.</summary>
internal sealed class Openings(MeetingsDbContext db, PaperAccess access, TimeProvider time) : IPaperReadings
{
    /// <summary>Turning pages is one reading; coming back later is another.</summary>
    private static readonly TimeSpan OneReading = TimeSpan.FromMinutes(10);

    public async Task<Outcome<Done>> OpenAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        if (await access.SeeAsync(caller, id, cancellationToken) is not var (document, _))
        {
            return Refusal.NotFound();
        }

        await NoteAsync(caller, document, isDownload: false, cancellationToken);
        return Done.Instance;
    }

    public async Task NoteAsync(Caller caller, Document document, bool isDownload, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var opening = await db.Set<DocumentOpening>().FindAsync([document.Id, caller.AccountId], cancellationToken);
        if (opening is null)
        {
            opening = new DocumentOpening
            {
                DocumentId = document.Id,
                AccountId = caller.AccountId,
                PersonId = caller.PersonId,
                SiteId = caller.SiteId,
                Name = caller.DisplayName,
                FirstAt = now,
                LastAt = now,
                Times = 1,
            };
            db.Add(opening);
        }
        else if (now - opening.LastAt >= OneReading)
        {
            opening.Times++;
        }

        opening.LastAt = now;
        opening.Version = document.Shown.Number;
        if (isDownload)
        {
            opening.DownloadedAt = now;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (opening.Times == 1 && !isDownload)
        {
            // Two tabs opened it in the same instant: one note is enough.
            db.Entry(opening).State = EntityState.Detached;
        }
    }

    public async Task<Outcome<IReadOnlyList<OpeningView>>> ListAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        if (await access.SeeAsync(caller, id, cancellationToken) is not var (_, standing))
        {
            return Refusal.NotFound();
        }

        if (!standing.MayManage)
        {
            return Refusal.Forbidden();
        }

        return await db.Set<DocumentOpening>().AsNoTracking().Where(o => o.DocumentId == id).OrderBy(o => o.FirstAt)
            .Select(o => new OpeningView(o.Name, o.FirstAt, o.LastAt, o.Times, o.Version, o.DownloadedAt)).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<PaperReading>?> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken) =>
        await db.Set<DocumentOpening>().AsNoTracking()
            .Where(o => db.Set<Document>().Any(d => d.Id == o.DocumentId && d.MeetingId == meeting && d.RemovedAt == null))
            .Select(o => new PaperReading(o.DocumentId, o.PersonId, o.SiteId, o.FirstAt)).ToListAsync(cancellationToken);
}
