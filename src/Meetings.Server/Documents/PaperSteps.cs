using System.Globalization;
using Meetings.Server.Documents.Formats;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents;

/// <summary>Finds the next step of making pages and takes it.</summary>
internal sealed class PaperSteps(MeetingsDbContext db, DocumentStore store, DocumentQueue queue, PageMaker maker)
{
    /// <summary>Whether there was a step to take.</summary>
    /// <param name="oldWork">Also papers from before the server started, and the images of text pages, which few readers ask for.</param>
    public async Task<bool> TakeAsync(bool oldWork, CancellationToken cancellationToken)
    {
        var fresh = queue.Fresh.ToList();
        var versions = db.Set<DocumentVersion>().Where(v => db.Set<Document>().Any(d => d.Id == v.DocumentId && d.RemovedAt == null)
            && (oldWork || fresh.Contains(v.DocumentId)));
        if (await versions.Where(v => v.Status == DocumentStatus.Processing)
            .OrderByDescending(v => fresh.Contains(v.DocumentId)).ThenBy(v => v.UploadedAt).FirstOrDefaultAsync(cancellationToken) is { } waiting)
        {
            await RenderAsync(waiting, cancellationToken);
            return true;
        }

        var pages = db.Set<DocumentPage>().Where(p => versions.Any(v => v.DocumentId == p.DocumentId && v.Number == p.Version && v.Status == DocumentStatus.Ready));
        (IQueryable<DocumentPage> Pages, PageTier Tier)[] phases =
        [
            (pages.Where(p => p.Kind != PageKind.Text && p.Small == 0), PageTier.Small),
            (pages.Where(p => p.Kind != PageKind.Text && p.Large == 0), PageTier.Large),
            (pages.Where(p => oldWork && p.Kind == PageKind.Text && p.Small == 0), PageTier.Small),
        ];
        foreach (var (phase, tier) in phases)
        {
            if (await phase.OrderBy(p => p.DocumentId).ThenByDescending(p => p.Version).ThenBy(p => p.Number).FirstOrDefaultAsync(cancellationToken) is { } page)
            {
                await PictureAsync(page, tier, cancellationToken);
                return true;
            }
        }

        fresh.ForEach(queue.Done);
        return false;
    }

    private async Task RenderAsync(DocumentVersion version, CancellationToken cancellationToken)
    {
        var document = await db.Set<Document>().SingleAsync(d => d.Id == version.DocumentId, cancellationToken);
        store.TakeOver(document);
        var job = store.NewJob();
        try
        {
            version.Problem = await ToPdfAsync(document, version, job, cancellationToken);
            if (version.Problem is null)
            {
                version.Problem = await PagesAsync(document, version, job, cancellationToken);
            }

            version.Status = version.Problem is null ? DocumentStatus.Ready : DocumentStatus.Failed;
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DirectoryNotFoundException)
        {
            // Removed meanwhile: its rows are looked at no more.
        }
        finally
        {
            Directory.Delete(job, recursive: true);
        }
    }

    /// <summary>Null when the PDF of the version is in the store, else why not.</summary>
    private async Task<string?> ToPdfAsync(Document document, DocumentVersion version, string job, CancellationToken cancellationToken)
    {
        if (version.Format == FileFormat.Pdf)
        {
            return null;
        }

        var original = store.Original(document, version);
        var (pdf, problem) = version.Format.IsOffice()
            ? await maker.OfficeToPdfAsync(original, job, cancellationToken)
            : (await maker.PictureToPdfAsync(original, job, cancellationToken), null);
        if (pdf is null)
        {
            return problem ?? "picture_unreadable";
        }

        // The child's file is copied, not moved: what lies in the store is ours alone to write.
        File.Copy(pdf, store.Pdf(document, version), overwrite: true);
        return null;
    }

    private async Task<string?> PagesAsync(Document document, DocumentVersion version, string job, CancellationToken cancellationToken)
    {
        if (await maker.RenderAsync(store.Pdf(document, version), job, cancellationToken) is not { Count: > 0 } rendered
            || (version.Pages != 0 && rendered.Count != version.Pages))
        {
            return "document_unreadable";
        }

        await db.Set<DocumentPage>().Where(p => p.DocumentId == version.DocumentId && p.Version == version.Number).ExecuteDeleteAsync(cancellationToken);
        var known = await db.Set<DocumentPage>().Where(p => p.DocumentId == version.DocumentId).ToListAsync(cancellationToken);
        var byHash = known.GroupBy(p => p.Hash).ToDictionary(g => g.Key, g => g.First());
        for (var i = 0; i < rendered.Count; i++)
        {
            var (page, number) = (rendered[i], (i + 1).ToString(CultureInfo.InvariantCulture));
            foreach (var ending in (string[])["svg.br", "txt"])
            {
                File.Copy(Path.Combine(job, number + "." + ending), store.Page(document, page.Hash, ending), overwrite: true);
            }

            var same = byHash.GetValueOrDefault(page.Hash);
            db.Add(new DocumentPage
            {
                DocumentId = version.DocumentId,
                Version = version.Number,
                Number = i + 1,
                Hash = page.Hash,
                Kind = page.Kind,
                Width = page.Width,
                Height = page.Height,
                Drawing = (int)new FileInfo(store.Page(document, page.Hash, "svg.br")).Length,
                Small = same?.Small ?? 0,
                Large = same?.Large ?? 0,
            });
        }

        version.Pages = rendered.Count;
        version.Pictured = rendered.Count(p => p.Kind == PageKind.Text || byHash.GetValueOrDefault(p.Hash) is { Small: not 0, Large: not 0 });
        return null;
    }

    private async Task PictureAsync(DocumentPage page, PageTier tier, CancellationToken cancellationToken)
    {
        var document = await db.Set<Document>().SingleAsync(d => d.Id == page.DocumentId, cancellationToken);
        var version = document.Versions.Single(v => v.Number == page.Version);
        var job = store.NewJob();
        var bytes = -1;
        try
        {
            if (await maker.MakePictureAsync(store.Pdf(document, version), job, page.Number, page.Shape, tier, cancellationToken))
            {
                var name = tier.ToString().ToLowerInvariant();
                foreach (var ending in tier == PageTier.Small ? (string[])[name + ".avif", name + ".webp"] : [name + ".avif"])
                {
                    File.Copy(Path.Combine(job, page.Number.ToString(CultureInfo.InvariantCulture) + "." + ending), store.Page(document, page.Hash, ending), overwrite: true);
                }

                bytes = (int)new FileInfo(store.Page(document, page.Hash, name + ".avif")).Length;
            }
        }
        catch (DirectoryNotFoundException)
        {
            return; // removed meanwhile; its rows are looked at no more
        }
        finally
        {
            Directory.Delete(job, recursive: true);
        }

        // The same page of other versions, and a page that occurs twice, are served by the same files.
        foreach (var twin in await db.Set<DocumentPage>().Where(p => p.DocumentId == page.DocumentId && p.Hash == page.Hash).ToListAsync(cancellationToken))
        {
            (twin.Small, twin.Large) = tier == PageTier.Small ? (bytes, twin.Large) : (twin.Small, bytes);
        }

        await db.SaveChangesAsync(cancellationToken);
        version.Pictured = await db.Set<DocumentPage>().CountAsync(
            p => p.DocumentId == page.DocumentId && p.Version == page.Version && (p.Kind == PageKind.Text || (p.Small != 0 && p.Large != 0)), cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
    }
}
