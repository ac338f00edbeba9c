namespace Meetings.Server.Documents;

/// <summary>Section "Meetings:Documents" of the configuration.</summary>
internal sealed class DocumentsSettings
{
    public const string Section = "Meetings:Documents";

    /// <summary>Largest paper in megabytes (10^6 bytes).</summary>
    public int MaxMb { get; set; } = 100;

    /// <summary>Path of poppler's pdftoppm; default: found on PATH. "none": page images are made of scanned pages alone.</summary>
    public string? Pdftoppm { get; set; }

    /// <summary>Path of LibreOffice's soffice; default: found on PATH. "none": office formats are refused.</summary>
    public string? Soffice { get; set; }

    /// <summary>Path of bubblewrap's bwrap; default: found on PATH. "none": no sandbox.</summary>
    public string? Bubblewrap { get; set; }

    /// <summary>Takes office formats though there is no sandbox: a hostile file may then reach the network and files of this machine.</summary>
    public bool OfficeWithoutSandbox { get; set; }

    /// <summary>Seconds until the conversion of one office file is given up.</summary>
    public int ConvertSeconds { get; set; } = 60;

    /// <summary>Megabytes of address space of LibreOffice, which uses about a quarter of it.</summary>
    public int ConvertMemoryMb { get; set; } = 2000;

    /// <summary>Seconds until the reading of one paper is given up.</summary>
    public int RenderSeconds { get; set; } = 90;

    /// <summary>Seconds until the image of one page is given up.</summary>
    public int ImageSeconds { get; set; } = 60;

    /// <summary>Hours an unfinished upload waits to be gone on with.</summary>
    public int UploadHours { get; set; } = 24;

    public string? FindPdftoppm() => Find(Pdftoppm, "pdftoppm");

    public string? FindSoffice() => Find(Soffice, "soffice");

    public string? FindBubblewrap() => OperatingSystem.IsLinux() ? Find(Bubblewrap, "bwrap") : null;

    private static string? Find(string? configured, string name)
    {
        if (!string.IsNullOrWhiteSpace(configured))
        {
            return configured != "none" && File.Exists(configured) ? configured : null;
        }

        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
