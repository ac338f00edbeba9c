using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Documents.Formats;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents.Uploads;

/// <summary>Makes a paper, or a new version of one, of a file that has come whole: recognised by its bytes, opened once in a child.</summary>
internal sealed class TakeInDocument(
    MeetingsDbContext db, DocumentStore store, DocumentQueue queue, PageMaker maker, INews news, IAudit audit, TimeProvider time)
{
    public async Task<Outcome<DocumentView>> RunAsync(Caller caller, Upload upload, CancellationToken cancellationToken)
    {
        var incoming = store.Incoming(upload.Id);
        var (format, problem) = await Task.Run(
            () =>
            {
                using var file = File.OpenRead(incoming);
                return FileFormats.Recognise(file);
            },
            cancellationToken);
        if (format is not { } kind)
        {
            return Refusal.Invalid(problem!);
        }

        if (kind.IsOffice() && maker.WhyNoOffice is { } missing)
        {
            return Refusal.Conflict(missing);
        }

        var pages = kind.IsOffice() ? 0 : await maker.CountPagesAsync(incoming, kind.IsPicture(), cancellationToken);
        return pages switch
        {
            null => Refusal.Invalid(kind.IsPicture() ? "picture_unreadable" : "document_unreadable"),
            PageMaker.TimeRanOut => new Refusal("document_took_too_long", RefusalKind.Unavailable),
            < 0 => Refusal.Invalid("document_too_many_pages", ("max", $"{RenderPages.MostPages}")),
            { } count => await SaveAsync(caller, upload, kind, count, incoming, cancellationToken),
        };
    }

    private async Task<Outcome<DocumentView>> SaveAsync(
        Caller caller, Upload upload, FileFormat format, int pages, string incoming, CancellationToken cancellationToken)
    {
        var document = upload.ReplacesId is { } old
            ? await db.Set<Document>().FirstOrDefaultAsync(d => d.Id == old && d.RemovedAt == null, cancellationToken)
            : null;
        var isNew = document is null;
        var now = time.GetUtcNow();
        document ??= new Document
        {
            Id = TypedId.New<DocumentId>(time),
            MeetingId = upload.MeetingId,
            AgendaItemId = upload.AgendaItemId,
            Owner = upload.Owner,
            Name = "",
            StorageId = Guid.NewGuid(),
            UploadedById = caller.AccountId,
            UploadedAt = now,
        };
        document.Name = DocumentName.Clean(upload.Name, format.Ending());
        var version = new DocumentVersion
        {
            DocumentId = document.Id,
            Number = isNew ? 1 : document.Newest.Number + 1,
            Format = format,
            Size = new FileInfo(incoming).Length,
            Pages = pages,
            Status = DocumentStatus.Processing,
            UploadedAt = now,
            UploadedBy = caller.DisplayName,
        };
        document.Versions.Add(version);
        if (isNew)
        {
            db.Add(document);
        }

        store.TakeIn(incoming, document, version);
        audit.Note(caller, isNew ? "paper.uploaded" : "paper.replaced", document.Id.ToString(), new { document.Name, Version = version.Number, version.Size, Upload = $"{upload.Id:N}" });
        await db.SaveChangesAsync(cancellationToken);
        queue.Add(document.Id);
        if (document.Owner is { } owner)
        {
            await news.TellAsync(new PaperReceived(document.MeetingId, document.Id, owner, document.Name), cancellationToken);
        }

        return document.View();
    }
}
