using System.Globalization;
using Meetings.Server.Documents.Formats;
using Meetings.Server.Persistence;

namespace Meetings.Server.Documents;

/// <summary>
/// Where the bytes lie, outside the web root: DATA/documents/RANDOM/vN.ENDING as it came, vN.pdf, pages/HASH.svg.br, .txt,
/// .small.avif, .small.webp, .large.avif; stamped/ACCOUNT-HASH.TIER.webp; documents/incoming for uploads on their way;
/// documents/jobs for the folders children write to.
/// </summary>
internal sealed class DocumentStore(DataFolder data)
{
    /// <summary>For folders below our own closed one: the child is another user.</summary>
    public const UnixFileMode Anybody = (UnixFileMode)0x1FF;

    public string Incoming(Guid upload) => Path.Combine(data.Folder(Path.Combine("documents", "incoming")), upload.ToString("N"));

    /// <summary>An empty folder for one child, to be deleted after.</summary>
    public string NewJob()
    {
        var folder = data.Folder(Path.Combine("documents", "jobs", Guid.NewGuid().ToString("N")));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, Anybody);
        }

        return folder;
    }

    public string Original(Document document, DocumentVersion version) =>
        Path.Combine(FolderOf(document.StorageId), string.Create(CultureInfo.InvariantCulture, $"v{version.Number}.{version.Format.Ending()}"));

    /// <summary>The PDF pages are made of; the original itself when that is one.</summary>
    public string Pdf(Document document, DocumentVersion version) =>
        Path.Combine(FolderOf(document.StorageId), string.Create(CultureInfo.InvariantCulture, $"v{version.Number}.pdf"));

    /// <param name="ending">"svg.br", "txt", "small.avif", "small.webp" or "large.avif".</param>
    public string Page(Document document, string hash, string ending) => Path.Combine(FolderOf(document.StorageId), "pages", hash + "." + ending);

    public string Stamped(Document document, string name) =>
        Path.Combine(Directory.CreateDirectory(Path.Combine(FolderOf(document.StorageId), "stamped")).FullName, name);

    public void TakeIn(string incoming, Document document, DocumentVersion version)
    {
        Directory.CreateDirectory(Path.Combine(FolderOf(document.StorageId), "pages"));
        File.Move(incoming, Original(document, version), overwrite: true);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Original(document, version), (UnixFileMode)0x1A4);
        }
    }

    /// <summary>Papers of the first release lie as original.pdf with numbered pages beside.</summary>
    public void TakeOver(Document document)
    {
        var folder = FolderOf(document.StorageId);
        var old = Path.Combine(folder, "original.pdf");
        if (File.Exists(old))
        {
            Directory.Delete(Path.Combine(folder, "pages"), recursive: true);
            Directory.CreateDirectory(Path.Combine(folder, "pages"));
            File.Move(old, Path.Combine(folder, "v1.pdf"));
        }
    }

    public void Delete(Document document)
    {
        var folder = FolderOf(document.StorageId);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Clears what a crash left of children's work, and the uploads nobody will go on with.</summary>
    public void Clear(IReadOnlySet<Guid> unfinished)
    {
        var jobs = Path.Combine(data.FullPath, "documents", "jobs");
        if (Directory.Exists(jobs))
        {
            Directory.Delete(jobs, recursive: true);
        }

        foreach (var file in Directory.EnumerateFiles(data.Folder(Path.Combine("documents", "incoming"))))
        {
            if (!Guid.TryParseExact(Path.GetFileName(file), "N", out var upload) || !unfinished.Contains(upload))
            {
                File.Delete(file);
            }
        }
    }

    private string FolderOf(Guid storage) => Path.Combine(data.FullPath, "documents", storage.ToString("N"));
}
