using System.Threading.Channels;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents;

/// <summary>Papers waiting for their pages. The rows in the database are the truth; this only says that there is work.</summary>
internal sealed class DocumentQueue
{
    private readonly Channel<DocumentId> _waiting = Channel.CreateUnbounded<DocumentId>();

    public void Add(DocumentId id) => _waiting.Writer.TryWrite(id);

    public IAsyncEnumerable<DocumentId> TakeAllAsync(CancellationToken cancellationToken) => _waiting.Reader.ReadAllAsync(cancellationToken);
}

/// <summary>
/// Makes the pages, one paper at a time so that a meeting on the same machine does not feel it: first the text of all pages, and
/// the paper is ready; then page after page the images. After a crash it goes on where it stopped.
/// </summary>
internal sealed class DocumentWorker(
    IServiceScopeFactory scopes,
    DocumentQueue queue,
    DocumentStore store,
    PdfReader reader,
    PageImages images,
    TimeProvider time,
    ILogger<DocumentWorker> log)
    : BackgroundService
{
    /// <summary>Old work begins when the server has long answered its first requests.</summary>
    public static readonly TimeSpan ResumeAfter = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.ClearIncoming();
        var resuming = ResumeAsync(stoppingToken);
        await foreach (var id in queue.TakeAllAsync(stoppingToken))
        {
            try
            {
                await ProcessAsync(id, stoppingToken);
            }
#pragma warning disable CA1031 // The edge of the work loop: one paper must not stop the next.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.LogError(failure, "Pages of a paper could not be made");
            }
        }

        await resuming;
    }

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(ResumeAfter, time, cancellationToken);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
        var unfinished = await db.Set<Document>()
            .Where(d => d.RemovedAt == null && (d.Status == DocumentStatus.Processing || (d.Status == DocumentStatus.Ready && !d.ImagesDone)))
            .OrderBy(d => d.UploadedAt).Select(d => d.Id).ToListAsync(cancellationToken);
        unfinished.ForEach(queue.Add);
    }

    private async Task ProcessAsync(DocumentId id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
        if (await db.Set<Document>().FirstOrDefaultAsync(d => d.Id == id && d.RemovedAt == null, cancellationToken) is not { } document)
        {
            return;
        }

        if (document.Status == DocumentStatus.Processing)
        {
            await RenderAsync(document, cancellationToken);
            await db.SaveChangesAsync(cancellationToken);
        }

        if (document.Status == DocumentStatus.Ready && !document.ImagesDone && images.Available)
        {
            await MakeImagesAsync(db, document, cancellationToken);
        }
    }

    private async Task RenderAsync(Document document, CancellationToken cancellationToken)
    {
        if (await reader.RenderAsync(store.Original(document), store.PagesFolder(document), cancellationToken) is not { } pages
            || pages.Count != document.Pages)
        {
            document.Status = DocumentStatus.Failed;
            return;
        }

        document.Kinds = PageLetters.Kinds(pages);
        document.Sizes = PageLetters.Sizes(pages);
        document.Images = new string('-', pages.Count);
        document.Status = DocumentStatus.Ready;
    }

    private async Task MakeImagesAsync(MeetingsDbContext db, Document document, CancellationToken cancellationToken)
    {
        var pages = PageLetters.Pages(document);
        for (var page = 1; page <= document.Pages; page++)
        {
            if (document.Images[page - 1] != '-')
            {
                continue;
            }

            var made = await images.MakeAsync(
                store.Original(document), store.PagesFolder(document), page, pages[page - 1], cancellationToken);
            var letters = document.Images.ToCharArray();
            letters[page - 1] = made;
            document.Images = new string(letters);
            await db.SaveChangesAsync(cancellationToken);
            if (!File.Exists(store.Original(document)))
            {
                return; // removed meanwhile
            }
        }

        document.ImagesDone = true;
        await db.SaveChangesAsync(cancellationToken);
    }
}
