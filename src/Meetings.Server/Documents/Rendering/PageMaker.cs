using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Meetings.Server.Documents.Rendering;

/// <summary>Asks sandboxed children of this same program, LibreOffice and pdftoppm to open papers and make pages of them.</summary>
internal sealed class PageMaker(DocumentsSettings settings, ChildProcess children, Sandbox sandbox, ILogger<PageMaker> log) : IDisposable
{
    /// <summary>What <see cref="CountPagesAsync"/> says of a paper that has more pages than allowed.</summary>
    public const int TooManyPages = -1;

    /// <summary>What <see cref="CountPagesAsync"/> says when the time ran out: of the machine's making or of the paper's.</summary>
    public const int TimeRanOut = -2;

    /// <summary>Pixels; a page ten times as high as wide must not become a poster.</summary>
    private const int MostHeight = 4000;

    private const int RasterMemoryMb = 1500;

    /// <summary>LibreOffice now and then ends while it starts, on a busy machine, and converts the same file the next time.</summary>
    private const int OfficeAttempts = 2;

    /// <summary>What ends later than this did not end while starting: a paper that it cannot take is not tried twice.</summary>
    private static readonly TimeSpan OfficeStart = TimeSpan.FromSeconds(20);

    /// <summary>Characters of what a child said that are put into the log.</summary>
    private const int MostErrors = 300;

    /// <summary>Somebody is waiting for the answer, but on a machine busy with a meeting the child comes last.</summary>
    private static readonly TimeSpan InspectLimit = TimeSpan.FromSeconds(60);

    private readonly string? _pdftoppm = settings.FindPdftoppm();
    private readonly string? _soffice = settings.FindSoffice();

    /// <summary>Two at once on the smallest machine; more uploads wait their turn.</summary>
    private readonly SemaphoreSlim _turns = new(2);

    public void Dispose() => _turns.Dispose();

    /// <summary>Null when office formats can be taken here, else the code that says why not.</summary>
    public string? WhyNoOffice =>
        _soffice is null ? "office_not_installed" : sandbox.Available || settings.OfficeWithoutSandbox ? null : "office_no_sandbox";

    /// <summary>The number of pages of a PDF, 1 for a picture; null when it cannot be read (broken, encrypted, too many pixels); else a negative answer.</summary>
    public async Task<int?> CountPagesAsync(string file, bool isPicture, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var (code, output, _) = await RunSelfAsync([isPicture ? PictureWork.InspectVerb : RenderPages.InspectVerb, file], [file], null, InspectLimit, cancellationToken);
            return code switch
            {
                RenderPages.Fine when int.TryParse(output.Trim(), CultureInfo.InvariantCulture, out var pages) => pages,
                RenderPages.TooManyPages => TooManyPages,
                null => TimeRanOut,
                _ => null,
            };
        }
        finally
        {
            _turns.Release();
        }
    }

    /// <summary>Writes N.svg.br and N.txt of every page into the folder; null when that failed.</summary>
    public async Task<IReadOnlyList<RenderedPage>?> RenderAsync(string file, string folder, CancellationToken cancellationToken)
    {
        var (code, _, _) = await RunSelfAsync([RenderPages.RenderVerb, file, folder], [file], folder, TimeSpan.FromSeconds(settings.RenderSeconds), cancellationToken);
        var list = Path.Combine(folder, RenderPages.ListFile);
        if (code != RenderPages.Fine || !File.Exists(list))
        {
            log.LogWarning("A paper could not be read: exit {ExitCode}", code);
            return null;
        }

        await using var stream = File.OpenRead(list);
        return await JsonSerializer.DeserializeAsync<List<RenderedPage>>(stream, JsonSerializerOptions.Default, cancellationToken);
    }

    /// <summary>Makes a PDF of a picture in the folder; its path, or null when that failed.</summary>
    public async Task<string?> PictureToPdfAsync(string file, string folder, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, "picture.pdf");
        var (code, _, _) = await RunSelfAsync([PictureWork.ToPdfVerb, file, target], [file], folder, TimeSpan.FromSeconds(settings.RenderSeconds), cancellationToken);
        return code == RenderPages.Fine && File.Exists(target) ? target : null;
    }

    /// <summary>Makes a PDF of an office file in the folder; its path, or the code of what went wrong.</summary>
    public async Task<(string? Pdf, string? Problem)> OfficeToPdfAsync(string file, string folder, CancellationToken cancellationToken)
    {
        if (WhyNoOffice is { } missing)
        {
            return (null, missing);
        }

        for (var attempt = 1; ; attempt++)
        {
            var pdf = Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".pdf");
            File.Delete(pdf);
            var begun = Stopwatch.GetTimestamp();
            var (code, _, errors) = await children.RunAsync(OfficeJob(file, folder, Path.Combine(folder, $"profile{attempt}")), cancellationToken);
            if (code is null)
            {
                return (null, "document_took_too_long");
            }

            if (code == 0 && File.Exists(pdf))
            {
                return (pdf, null);
            }

            log.LogWarning("LibreOffice made no PDF, attempt {Attempt}: exit {ExitCode}, it said {Errors}", attempt, code, OneLine(errors));
            if (attempt == OfficeAttempts || Stopwatch.GetElapsedTime(begun) > OfficeStart)
            {
                return (null, "document_conversion_failed");
            }
        }
    }

    private ChildJob OfficeJob(string file, string folder, string profile)
    {
        OfficeProfile.Write(profile);
        return new ChildJob(
            _soffice!,
            [
                "-env:UserInstallation=file://" + profile, "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
                "--convert-to", "pdf", "--outdir", folder, file,
            ],
            TimeSpan.FromSeconds(settings.ConvertSeconds))
        { MemoryMb = settings.ConvertMemoryMb, Folder = folder, Reads = [file] };
    }

    private static string OneLine(string text) => new([.. text.Take(MostErrors).Select(c => char.IsControl(c) ? ' ' : c)]);

    /// <summary>Writes the files of one tier of a page, named N.TIER.avif and N.small.webp, into the folder; false when none could be made.</summary>
    public async Task<bool> MakePictureAsync(string pdf, string folder, int page, RenderedPage shape, PageTier tier, CancellationToken cancellationToken)
    {
        var raster = _pdftoppm is null
            ? await ExtractAsync(pdf, folder, page, cancellationToken)
            : await RasterAsync(pdf, folder, page, shape, Tiers.WidthOf(tier, shape.Kind), cancellationToken);
        if (raster is null)
        {
            return false;
        }

        var target = Path.Combine(folder, page.ToString(CultureInfo.InvariantCulture));
        var (code, _, _) = await RunSelfAsync(
            [PictureWork.EncodeVerb, raster, target, tier.ToString(), shape.Kind.ToString()], [], folder, TimeSpan.FromSeconds(settings.ImageSeconds), cancellationToken);
        File.Delete(raster);
        return code == RenderPages.Fine;
    }

    /// <summary>Burns a line of text all over a page image of ours; false when that failed.</summary>
    public async Task<bool> StampAsync(string image, string folder, string target, string text, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var (code, _, _) = await RunSelfAsync(
                [PictureWork.StampVerb, image, target, text], [image], folder, TimeSpan.FromSeconds(settings.ImageSeconds), cancellationToken);
            return code == RenderPages.Fine && File.Exists(target);
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<string?> RasterAsync(string pdf, string folder, int page, RenderedPage shape, int width, CancellationToken cancellationToken)
    {
        var number = page.ToString(CultureInfo.InvariantCulture);
        var height = (int)Math.Clamp(width * (double)shape.Height / Math.Max(1, shape.Width), 16, MostHeight);
        var target = Path.Combine(folder, "raster");
        var job = new ChildJob(
            _pdftoppm!,
            [
                "-f", number, "-l", number, "-singlefile", "-scale-to-x", width.ToString(CultureInfo.InvariantCulture),
                "-scale-to-y", height.ToString(CultureInfo.InvariantCulture), pdf, target,
            ],
            TimeSpan.FromSeconds(settings.ImageSeconds))
        { MemoryMb = RasterMemoryMb, Folder = folder, Reads = [pdf] };
        var (code, _, _) = await children.RunAsync(job, cancellationToken);
        return code == 0 && File.Exists(target + ".ppm") ? target + ".ppm" : null;
    }

    /// <summary>Without pdftoppm a scanned page is the picture it holds; other pages have no image then.</summary>
    private async Task<string?> ExtractAsync(string pdf, string folder, int page, CancellationToken cancellationToken)
    {
        var target = Path.Combine(folder, "raster");
        var (code, output, _) = await RunSelfAsync(
            [RenderPages.ExtractVerb, pdf, page.ToString(CultureInfo.InvariantCulture), target], [pdf], folder, TimeSpan.FromSeconds(settings.ImageSeconds), cancellationToken);
        return code == RenderPages.Fine && File.Exists(target + output.Trim()) ? target + output.Trim() : null;
    }

    private Task<ChildEnd> RunSelfAsync(
        string[] arguments, string[] reads, string? folder, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (program, prefix, home) = Self();
        return children.RunAsync(
            new ChildJob(program, [.. prefix, .. arguments], limit)
            {
                Folder = folder,
                Reads = [home, AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar), .. reads],
                Environment = new Dictionary<string, string>
                {
                    ["DOTNET_GCHeapHardLimit"] = "0x20000000",
                    ["DOTNET_TieredPGO"] = "0",
                    ["DOTNET_EnableDiagnostics"] = "0",

                    // Its double mapping of code wants a file of gigabytes, which the limit on files forbids.
                    ["DOTNET_EnableWriteXorExecute"] = "0",
                },
            },
            cancellationToken);
    }

    /// <summary>This program as a command: the same runtime with our assembly, or the single file itself; and where it lives.</summary>
    private static (string Program, string[] Prefix, string Home) Self()
    {
        var assembly = typeof(ServerMarker).Assembly.GetName().Name + ".dll";
        var dll = Path.Combine(AppContext.BaseDirectory, assembly);

        // .../dotnet/shared/Microsoft.NETCore.App/10.0.x/ -> .../dotnet
        var home = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var host = Path.Combine(home, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        return File.Exists(dll) && File.Exists(host)
            ? (host, ["exec", dll], home)
            : (Environment.ProcessPath!, [], Path.GetDirectoryName(Environment.ProcessPath!)!);
    }
}
