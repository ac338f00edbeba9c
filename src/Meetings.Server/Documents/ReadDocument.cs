using System.Globalization;
using System.IO.Compression;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Meetings.Server.Documents;

/// <param name="PageTiers">Per page: "svg" or "svg+image".</param>
/// <param name="PageKinds">Per page: "text" (the SVG shows all), "mixed" or "scan" (the image shows what the SVG cannot).</param>
/// <param name="PageSizes">Per page: width and height in points.</param>
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
    AgendaItemId AgendaItemId,
    IReadOnlyList<string> PageTiers,
    IReadOnlyList<string> PageKinds,
    IReadOnlyList<int[]> PageSizes);

/// <summary>Shows papers and their pages. Every request asks anew whether the caller may see the meeting.</summary>
internal sealed class ReadDocument(MeetingsDbContext db, IMeetings meetings, DocumentStore store, TimeProvider time)
{
    /// <summary>A page is a picture: whatever got into it may load nothing, run nothing and be framed by nobody else.</summary>
    private const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    private const string FilePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    public async Task<Outcome<DocumentDetails>> DetailsAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        if (await SeeAsync(caller, id, cancellationToken) is not var (document, _))
        {
            return Refusal.NotFound();
        }

        var pages = PageLetters.Pages(document);
        return new DocumentDetails(
            document.Id,
            document.Name,
            document.Size,
            document.Pages,
            document.Status,
            document.UploadedAt,
            document.UploadedBy,
            document.MeetingId,
            document.AgendaItemId,
            [.. document.Images.Select(letter => letter == '-' ? "svg" : "svg+image")],
            [.. pages.Select(p => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(p.Kind.ToString()))],
            [.. pages.Select(p => new[] { p.Width, p.Height })]);
    }

    public async Task<Outcome<Done>> RemoveAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        if (await SeeAsync(caller, id, cancellationToken) is not var (document, standing))
        {
            return Refusal.NotFound();
        }

        if (!standing.MayManage && document.UploadedById != caller.AccountId)
        {
            return Refusal.Forbidden();
        }

        // The papers of a meeting that was held belong to its record.
        if (await meetings.FindAsync(document.MeetingId, cancellationToken) is { Status: MeetingStatus.Closed })
        {
            return Refusal.Conflict("meeting_closed");
        }

        document.RemovedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellationToken);
        store.Delete(document);
        return Done.Instance;
    }

    public async Task<IResult> PageAsync(Caller caller, DocumentId id, int page, string ending, HttpContext context, CancellationToken cancellationToken)
    {
        if (await SeeAsync(caller, id, cancellationToken) is not var (document, _)
            || document.Status != DocumentStatus.Ready || page < 1 || page > document.Pages)
        {
            return Refusal.NotFound().ToResult();
        }

        var (file, type) = ending switch
        {
            "svg" => (store.Page(document, page, "svg.br"), "image/svg+xml"),
            "txt" => (store.Page(document, page, "txt"), "text/plain; charset=utf-8"),

            // Whichever ending the client asks with, it gets the image there is, under its true type.
            "webp" or "png" or "jpg" => document.Images[page - 1] switch
            {
                'p' => (store.Page(document, page, "png"), "image/png"),
                'j' => (store.Page(document, page, "jpg"), "image/jpeg"),
                _ => (null, ""),
            },
            _ => (null, ""),
        };
        if (file is null || !File.Exists(file))
        {
            return Refusal.NotFound().ToResult();
        }

        Guard(context.Response, PagePolicy, "private, max-age=31536000, immutable");
        var tag = string.Create(CultureInfo.InvariantCulture, $"{document.StorageId:N}-{page}-{Path.GetExtension(file).TrimStart('.')}");
        if (ending != "svg")
        {
            return TypedResults.PhysicalFile(file, type, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
        }

        context.Response.Headers.Vary = $"{HeaderNames.AcceptEncoding}, {HeaderNames.Cookie}";
        if (AcceptsBrotli(context.Request))
        {
            context.Response.Headers.ContentEncoding = "br";
            return TypedResults.PhysicalFile(file, type, entityTag: new EntityTagHeaderValue($"\"{tag}\""));
        }

        await using var brotli = new BrotliStream(File.OpenRead(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        await brotli.CopyToAsync(plain, cancellationToken);
        return TypedResults.Bytes(plain.ToArray(), type, entityTag: new EntityTagHeaderValue($"\"{tag}-plain\""));
    }

    /// <summary>The file as it came, to be saved, never shown inside our pages.</summary>
    public async Task<IResult> OriginalAsync(Caller caller, DocumentId id, HttpContext context, CancellationToken cancellationToken)
    {
        if (await SeeAsync(caller, id, cancellationToken) is not var (document, _) || !File.Exists(store.Original(document)))
        {
            return Refusal.NotFound().ToResult();
        }

        Guard(context.Response, FilePolicy, "private, no-cache");
        return TypedResults.PhysicalFile(
            store.Original(document),
            "application/pdf",
            document.Name,
            entityTag: new EntityTagHeaderValue($"\"{document.StorageId:N}\""),
            enableRangeProcessing: true);
    }

    private static void Guard(HttpResponse response, string policy, string caching)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = caching;

        // On a shared computer the next person to sign in must not read what the browser kept for the last one.
        response.Headers.Vary = HeaderNames.Cookie;
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && e.Quality is null or > 0);

    private async Task<(Document Document, Standing Standing)?> SeeAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        var document = await db.Set<Document>().FirstOrDefaultAsync(d => d.Id == id && d.RemovedAt == null, cancellationToken);
        return document is not null && await meetings.StandingAsync(caller, document.MeetingId, cancellationToken) is { IsWaiting: false } standing
            ? (document, standing)
            : null;
    }
}
