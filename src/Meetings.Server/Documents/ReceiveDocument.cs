using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents;

/// <summary>Takes an upload in: streamed to disk, its size and kind checked as it comes, opened once in a child process.</summary>
internal sealed class ReceiveDocument(
    MeetingsDbContext db,
    IMeetings meetings,
    DocumentStore store,
    DocumentQueue queue,
    PdfReader reader,
    DocumentsSettings settings,
    TimeProvider time)
{
    private const int MostInMeeting = 500;

    /// <summary>ISO 32000-1 annex H.3.4.1: readers accept the header within the first 1024 bytes.</summary>
    private const int HeaderWithin = 1024;

    public async Task<Outcome<DocumentView>> RunAsync(
        Caller caller, MeetingId meeting, AgendaItemId item, string? name, HttpContext context, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(caller, meeting, item, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (context.Request.ContentLength > Limit)
        {
            return TooLarge();
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // One byte more than allowed, so that it is this code that says no, with its own words.
            size.MaxRequestBodySize = Limit + 1;
        }

        var incoming = store.NewIncoming();
        try
        {
            var received = await ReceiveAsync(context.Request.Body, incoming, cancellationToken);
            if (received.Refusal is { } bad)
            {
                return bad;
            }

            var pages = await reader.CountPagesAsync(incoming, cancellationToken);
            return pages switch
            {
                null or 0 => Refusal.Invalid("document_unreadable"),
                PdfReader.TimeRanOut => new Refusal("document_took_too_long", RefusalKind.Unavailable),
                < 0 => Refusal.Invalid("document_too_many_pages", ("max", $"{RenderPages.MostPages}")),
                { } count => await SaveAsync(caller, meeting, item, name, incoming, received.Value, count, cancellationToken),
            };
        }
        finally
        {
            File.Delete(incoming);
        }
    }

    private long Limit => settings.MaxMb * 1_000_000L;

    private Refusal TooLarge() =>
        new("document_too_large", RefusalKind.TooLarge, new Dictionary<string, string> { ["maxMb"] = $"{settings.MaxMb}" });

    private async Task<Refusal?> RefuseAsync(Caller caller, MeetingId meeting, AgendaItemId item, CancellationToken cancellationToken)
    {
        if (await meetings.StandingAsync(caller, meeting, cancellationToken) is not { } standing
            || await meetings.FindAsync(meeting, cancellationToken) is not { } plan
            || plan.Agenda.FirstOrDefault(i => i.Id == item) is not { } planned)
        {
            return Refusal.NotFound();
        }

        // The unit that presents an item brings its papers itself.
        if (!standing.MayManage && (planned.PresenterId is null || planned.PresenterId != caller.PersonId))
        {
            return Refusal.Forbidden();
        }

        if (plan.Status is MeetingStatus.Closed or MeetingStatus.Cancelled)
        {
            return Refusal.Conflict(plan.Status == MeetingStatus.Closed ? "meeting_closed" : "meeting_cancelled");
        }

        return await db.Set<Document>().CountAsync(d => d.MeetingId == meeting && d.RemovedAt == null, cancellationToken) >= MostInMeeting
            ? Refusal.Conflict("too_many_documents", ("max", $"{MostInMeeting}"))
            : null;
    }

    private async Task<Outcome<long>> ReceiveAsync(Stream body, string incoming, CancellationToken cancellationToken)
    {
        long total = 0;
        var looked = false;
        var buffer = new byte[64 * 1024];
        await using var file = new FileStream(incoming, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, FileOptions.Asynchronous);
        while (true)
        {
            var filled = await body.ReadAtLeastAsync(buffer, looked ? 1 : HeaderWithin, throwOnEndOfStream: false, cancellationToken);
            if (filled == 0)
            {
                break;
            }

            if (!looked && buffer.AsSpan(0, Math.Min(filled, HeaderWithin)).IndexOf("%PDF-"u8) < 0)
            {
                return Refusal.Invalid("document_not_pdf");
            }

            looked = true;
            total += filled;
            if (total > Limit)
            {
                return TooLarge();
            }

            await file.WriteAsync(buffer.AsMemory(0, filled), cancellationToken);
        }

        return looked ? total : Refusal.Invalid("document_not_pdf");
    }

    private async Task<Outcome<DocumentView>> SaveAsync(
        Caller caller, MeetingId meeting, AgendaItemId item, string? name, string incoming, long size, int pages, CancellationToken cancellationToken)
    {
        var document = new Document
        {
            Id = TypedId.New<DocumentId>(time),
            MeetingId = meeting,
            AgendaItemId = item,
            Name = DocumentName.Clean(name),
            StorageId = Guid.NewGuid(),
            Size = size,
            Pages = pages,
            Status = DocumentStatus.Processing,
            UploadedAt = time.GetUtcNow(),
            UploadedById = caller.AccountId,
            UploadedBy = caller.DisplayName,
        };
        store.TakeIn(incoming, document);
        db.Add(document);
        await db.SaveChangesAsync(cancellationToken);
        queue.Add(document.Id);
        return document.View();
    }
}
