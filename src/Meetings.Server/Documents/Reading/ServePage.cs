using System.IO.Compression;
using System.Text;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Formats;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Meetings.Server.Documents.Reading;

/// <summary>Gives out the parts of pages, and the file itself.</summary>
internal sealed class ServePage(MeetingsDbContext db, PaperAccess access, DocumentStore store, PaperStamps stamps, Openings openings)
{
    /// <summary>A page is a picture: whatever got into it may load nothing, run nothing and be framed by nobody else.</summary>
    private const string PagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'";

    private const string FilePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

    private const string ForEver = "private, max-age=31536000, immutable";

    /// <summary>A part under the name that says what is in it: it never changes, whatever version it belongs to.</summary>
    public async Task<IResult> PartAsync(Caller caller, DocumentId id, string hash, string tier, HttpContext context, CancellationToken cancellationToken)
    {
        if (await access.SeeAsync(caller, id, cancellationToken) is not var (document, standing))
        {
            return Refusal.NotFound().ToResult();
        }

        // Readers get the pages of the version shown; those who prepare the meeting may compare with earlier ones.
        var shown = document.Shown.Number;
        var page = await db.Set<DocumentPage>().AsNoTracking()
            .FirstOrDefaultAsync(p => p.DocumentId == id && p.Hash == hash && (p.Version == shown || standing.MayManage), cancellationToken);
        return page is null ? Refusal.NotFound().ToResult() : await SendAsync(caller, document, page, tier, ForEver, context, cancellationToken);
    }

    /// <summary>A part by the page's number in the version shown now.</summary>
    public async Task<IResult> NumberedAsync(Caller caller, DocumentId id, int number, string ending, HttpContext context, CancellationToken cancellationToken)
    {
        if (await access.SeeAsync(caller, id, cancellationToken) is not var (document, _))
        {
            return Refusal.NotFound().ToResult();
        }

        var version = document.Shown.Number;
        var page = await db.Set<DocumentPage>().AsNoTracking()
            .FirstOrDefaultAsync(p => p.DocumentId == id && p.Version == version && p.Number == number, cancellationToken);

        // Whichever picture ending a client asks with, it gets the image there is, under its true type.
        var tier = ending is "png" or "jpg" or "webp" or "avif" ? "small" : ending;
        return page is null ? Refusal.NotFound().ToResult() : await SendAsync(caller, document, page, tier, "private, no-cache", context, cancellationToken);
    }

    /// <summary>The file as it came, to be saved, never shown inside our pages.</summary>
    public async Task<IResult> OriginalAsync(Caller caller, DocumentId id, HttpContext context, CancellationToken cancellationToken)
    {
        if (await access.SeeAsync(caller, id, cancellationToken) is not var (document, standing)
            || document.Shown is not { } version || !File.Exists(store.Original(document, version)))
        {
            return Refusal.NotFound().ToResult();
        }

        if (!document.AllowsDownload && !standing.MayManage)
        {
            return Refusal.Forbidden("document_no_download").ToResult();
        }

        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Headers.Range.Count == 0)
        {
            await openings.NoteAsync(caller, document, isDownload: true, cancellationToken);
        }

        Guard(context.Response, FilePolicy, "private, no-cache");
        return TypedResults.PhysicalFile(
            store.Original(document, version),
            version.Format.MediaType(),
            document.Name,
            entityTag: new EntityTagHeaderValue($"\"{document.StorageId:N}-{version.Number}\""),
            enableRangeProcessing: true);
    }

    private async Task<IResult> SendAsync(
        Caller caller, Document document, DocumentPage page, string tier, string caching, HttpContext context, CancellationToken cancellationToken)
    {
        Guard(context.Response, PagePolicy, document.IsStamped ? "private, no-cache" : caching);
        if (tier is "svg" or "txt")
        {
            return await SendWordsAsync(caller, document, page, tier, context, cancellationToken);
        }

        if (tier is not ("small" or "large") || (tier == "large" ? page.Large : page.Small) <= 0)
        {
            return Refusal.NotFound().ToResult();
        }

        if (document.IsStamped)
        {
            return await stamps.PictureAsync(caller, document, page.Hash, tier, cancellationToken) is { } stamped
                ? TypedResults.PhysicalFile(stamped, "image/webp")
                : new Refusal("document_stamp_failed", RefusalKind.Unavailable).ToResult();
        }

        context.Response.Headers.Vary = $"{HeaderNames.Accept}, {HeaderNames.Cookie}";
        var format = tier == "small" && !TakesAvif(context.Request) ? "webp" : "avif";
        var file = store.Page(document, page.Hash, $"{tier}.{format}");
        return File.Exists(file)
            ? TypedResults.PhysicalFile(file, $"image/{format}", entityTag: new EntityTagHeaderValue($"\"{page.Hash}-{tier}-{format}\""))
            : Refusal.NotFound().ToResult();
    }

    private async Task<IResult> SendWordsAsync(
        Caller caller, Document document, DocumentPage page, string tier, HttpContext context, CancellationToken cancellationToken)
    {
        var file = store.Page(document, page.Hash, tier == "svg" ? "svg.br" : "txt");
        if (!File.Exists(file))
        {
            return Refusal.NotFound().ToResult();
        }

        if (tier == "txt")
        {
            return TypedResults.PhysicalFile(file, "text/plain; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{page.Hash}-txt\""));
        }

        context.Response.Headers.Vary = $"{HeaderNames.AcceptEncoding}, {HeaderNames.Cookie}";
        var brotli = AcceptsBrotli(context.Request);
        if (brotli && !document.IsStamped)
        {
            context.Response.Headers.ContentEncoding = "br";
            return TypedResults.PhysicalFile(file, "image/svg+xml", entityTag: new EntityTagHeaderValue($"\"{page.Hash}-svg\""));
        }

        await using var packed = new BrotliStream(File.OpenRead(file), CompressionMode.Decompress);
        using var reader = new StreamReader(packed, Encoding.UTF8);
        var svg = await reader.ReadToEndAsync(cancellationToken);
        if (!document.IsStamped)
        {
            return TypedResults.Bytes(Encoding.UTF8.GetBytes(svg), "image/svg+xml", entityTag: new EntityTagHeaderValue($"\"{page.Hash}-svg-plain\""));
        }

        return TypedResults.Bytes(Encoding.UTF8.GetBytes(stamps.Drawing(svg, page.Width, page.Height, caller)), "image/svg+xml");
    }

    private static void Guard(HttpResponse response, string policy, string caching)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = caching;

        // On a shared computer the next person to sign in must not read what the browser kept for the last one.
        response.Headers.Vary = HeaderNames.Cookie;
    }

    /// <summary>Browsers name image/avif when they ask for a picture; what names nothing gets it as well, which every current browser reads.</summary>
    private static bool TakesAvif(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Contains("image/avif", StringComparison.OrdinalIgnoreCase) || !accept.Contains("image/", StringComparison.OrdinalIgnoreCase);
    }

    private static bool AcceptsBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && e.Quality is null or > 0);
}
