using System.Collections.Concurrent;
using System.Globalization;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents.Uploads;

/// <summary>One request at a time writes to an upload.</summary>
internal sealed class UploadTurns
{
    private readonly ConcurrentDictionary<Guid, bool> _busy = new();

    public bool TryTake(Guid upload) => _busy.TryAdd(upload, true);

    public void Release(Guid upload) => _busy.TryRemove(upload, out _);
}

/// <summary>
/// Appends to uploads. The protocol is small: HEAD tells Upload-Offset and Upload-Length, PATCH with Upload-Offset appends the
/// body there, and the request that completes the file answers with the paper. Every byte that arrived before a line died counts.
/// </summary>
internal sealed class ReceiveBytes(
    MeetingsDbContext db, DocumentStore store, TakeInDocument takeIn, BeginUpload begin, UploadTurns turns, DocumentsSettings settings, TimeProvider time)
{
    public const string OffsetHeader = "Upload-Offset", LengthHeader = "Upload-Length";

    public static Refusal TooLarge(DocumentsSettings settings) =>
        new("document_too_large", RefusalKind.TooLarge, new Dictionary<string, string> { ["maxMb"] = $"{settings.MaxMb}" });

    public async Task<IResult> TellAsync(Caller caller, string id, HttpResponse response, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, id, cancellationToken) is not { } upload)
        {
            return Refusal.NotFound("upload_unknown").ToResult();
        }

        Say(response, upload);
        return TypedResults.NoContent();
    }

    public async Task<IResult> AppendAsync(Caller caller, string id, HttpContext context, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, id, cancellationToken) is not { } upload)
        {
            return Refusal.NotFound("upload_unknown").ToResult();
        }

        if (!turns.TryTake(upload.Id))
        {
            return Refusal.Conflict("upload_busy").ToResult();
        }

        try
        {
            if (upload.BecameId is { } became && await db.Set<Document>().FirstOrDefaultAsync(d => d.Id == became, cancellationToken) is { } known)
            {
                return TypedResults.Ok(known.View());
            }

            var offset = Offset(upload);
            if (!long.TryParse(context.Request.Headers[OffsetHeader], NumberStyles.None, CultureInfo.InvariantCulture, out var from) || from != offset)
            {
                Say(context.Response, upload);
                return Refusal.Conflict("upload_offset").ToResult();
            }

            if (await WriteAsync(context, store.Incoming(upload.Id), upload.Length - offset, cancellationToken) is { } tooLarge)
            {
                return tooLarge.ToResult();
            }

            Say(context.Response, upload);
            return Offset(upload) == upload.Length ? await FinishAsync(caller, upload, cancellationToken) : TypedResults.NoContent();
        }
        finally
        {
            turns.Release(upload.Id);
        }
    }

    public async Task<Outcome<Done>> GiveUpAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, id, cancellationToken) is not { } upload)
        {
            return Refusal.NotFound("upload_unknown");
        }

        await ForgetAsync(upload, cancellationToken);
        return Done.Instance;
    }

    /// <summary>A whole file as one request body, for programs that need no resuming.</summary>
    public async Task<Outcome<DocumentView>> WholeAsync(
        Caller caller, MeetingId meeting, AgendaItemId item, string? name, bool confirmed, HttpContext context, CancellationToken cancellationToken)
    {
        if (await begin.RefuseAsync(caller, meeting, item, cancellationToken) is { } refused)
        {
            return refused;
        }

        var limit = settings.MaxMb * 1_000_000L;
        if (context.Request.ContentLength > limit)
        {
            return TooLarge(settings);
        }

        var input = new UploadInput(name, Math.Max(1, context.Request.ContentLength ?? limit), null, confirmed);
        var started = await begin.ForItemAsync(caller, meeting, item, input, cancellationToken);
        if (started.Refusal is { } closed)
        {
            return closed;
        }

        var upload = (await FindAsync(caller, started.Value.Id, cancellationToken))!;
        try
        {
            return await WriteAsync(context, store.Incoming(upload.Id), limit, cancellationToken) is { } tooLarge
                ? tooLarge
                : await takeIn.RunAsync(caller, upload, cancellationToken);
        }
        finally
        {
            await ForgetAsync(upload, CancellationToken.None);
        }
    }

    private async Task<IResult> FinishAsync(Caller caller, Upload upload, CancellationToken cancellationToken)
    {
        var taken = await takeIn.RunAsync(caller, upload, cancellationToken);
        if (taken.IsRefused)
        {
            await ForgetAsync(upload, cancellationToken);
            return taken.ToResult();
        }

        upload.BecameId = taken.Value.Id;
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Ok(taken.Value);
    }

    private async Task<Upload?> FindAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return Guid.TryParseExact(id, "N", out var guid)
            ? await db.Set<Upload>().FirstOrDefaultAsync(u => u.Id == guid && u.AccountId == caller.AccountId && u.ExpiresAt > now, cancellationToken)
            : null;
    }

    private async Task ForgetAsync(Upload upload, CancellationToken cancellationToken)
    {
        db.Remove(upload);
        await db.SaveChangesAsync(cancellationToken);
        File.Delete(store.Incoming(upload.Id));
    }

    private long Offset(Upload upload) =>
        upload.BecameId is not null ? upload.Length : new FileInfo(store.Incoming(upload.Id)) is { Exists: true } file ? file.Length : 0;

    private void Say(HttpResponse response, Upload upload)
    {
        response.Headers[OffsetHeader] = Offset(upload).ToString(CultureInfo.InvariantCulture);
        response.Headers[LengthHeader] = upload.Length.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Appends the body; a refusal when it is longer than what is still to come.</summary>
    private async Task<Refusal?> WriteAsync(HttpContext context, string path, long most, CancellationToken cancellationToken)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // One byte more than allowed, so that it is this code that says no, with its own words.
            size.MaxRequestBodySize = most + 1;
        }

        var buffer = new byte[64 * 1024];
        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, 0, FileOptions.Asynchronous);
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if ((most -= read) < 0)
            {
                return TooLarge(settings);
            }

            await file.WriteAsync(buffer.AsMemory(0, read), CancellationToken.None);
        }

        return null;
    }
}
