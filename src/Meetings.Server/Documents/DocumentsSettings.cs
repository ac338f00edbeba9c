namespace Meetings.Server.Documents;

/// <summary>Section "Meetings:Documents" of the configuration.</summary>
internal sealed class DocumentsSettings
{
    public const string Section = "Meetings:Documents";

    /// <summary>Largest paper in megabytes (10^6 bytes).</summary>
    public int MaxMb { get; set; } = 100;

    /// <summary>Path of poppler's pdftoppm; default: found on PATH. "none" makes no page images.</summary>
    public string? Pdftoppm { get; set; }

    /// <summary>Width of page images in pixels.</summary>
    public int ImageWidth { get; set; } = 1080;

    /// <summary>Seconds until the reading of one paper is given up.</summary>
    public int RenderSeconds { get; set; } = 90;

    /// <summary>Seconds until the image of one page is given up.</summary>
    public int ImageSeconds { get; set; } = 30;

    /// <summary>The program to run, or null when page images cannot be made here.</summary>
    public string? FindPdftoppm()
    {
        if (!string.IsNullOrWhiteSpace(Pdftoppm))
        {
            return Pdftoppm != "none" && File.Exists(Pdftoppm) ? Pdftoppm : null;
        }

        var name = OperatingSystem.IsWindows() ? "pdftoppm.exe" : "pdftoppm";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
