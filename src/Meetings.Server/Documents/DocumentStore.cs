using System.Globalization;
using Meetings.Server.Persistence;

namespace Meetings.Server.Documents;

/// <summary>Where the bytes lie: DATA/documents/RANDOM/original.pdf and pages/N.svg.br, N.txt, N.png or N.jpg. Outside the web root.</summary>
internal sealed class DocumentStore(DataFolder data)
{
    /// <summary>A file still being received; left behind only by a crash.</summary>
    public string NewIncoming() => Path.Combine(data.Folder(Path.Combine("documents", "incoming")), Guid.NewGuid().ToString("N"));

    public string Original(Document document) => Path.Combine(FolderOf(document.StorageId), "original.pdf");

    public string PagesFolder(Document document) => Path.Combine(FolderOf(document.StorageId), "pages");

    /// <param name="page">From 1.</param>
    /// <param name="ending">"svg.br", "txt", "png" or "jpg".</param>
    public string Page(Document document, int page, string ending) =>
        Path.Combine(PagesFolder(document), page.ToString(CultureInfo.InvariantCulture) + "." + ending);

    public void TakeIn(string incoming, Document document)
    {
        Directory.CreateDirectory(PagesFolder(document));
        File.Move(incoming, Original(document));
    }

    public void Delete(Document document)
    {
        var folder = FolderOf(document.StorageId);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Clears what a crash left of unfinished uploads.</summary>
    public void ClearIncoming()
    {
        foreach (var file in Directory.EnumerateFiles(data.Folder(Path.Combine("documents", "incoming"))))
        {
            File.Delete(file);
        }
    }

    private string FolderOf(Guid storage) => Path.Combine(data.FullPath, "documents", storage.ToString("N"));
}
