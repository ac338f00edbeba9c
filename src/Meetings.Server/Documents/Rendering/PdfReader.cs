using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Meetings.Server.Documents.Rendering;

/// <summary>Asks a child process about a PDF and lets it write the pages.</summary>
internal sealed class PdfReader(DocumentsSettings settings, TimeProvider time, ILogger<PdfReader> log) : IDisposable
{
    /// <summary>Somebody is waiting for the answer, but on a machine busy with a meeting the child comes last.</summary>
    private static readonly TimeSpan InspectLimit = TimeSpan.FromSeconds(60);

    /// <summary>What <see cref="CountPagesAsync"/> says of a paper that has more pages than allowed.</summary>
    public const int TooManyPages = -1;

    /// <summary>What <see cref="CountPagesAsync"/> says when the time ran out: of the machine's making or of the paper's.</summary>
    public const int TimeRanOut = -2;

    /// <summary>Two at once on the smallest machine; more uploads wait their turn.</summary>
    private readonly SemaphoreSlim _turns = new(2);

    public void Dispose() => _turns.Dispose();

    /// <summary>The number of pages; null when the file cannot be read (broken, encrypted); else one of the negative answers above.</summary>
    public async Task<int?> CountPagesAsync(string file, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken);
        try
        {
            var (code, output) = await RunSelfAsync([RenderPages.InspectVerb, file], InspectLimit, cancellationToken);
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
        var (code, _) = await RunSelfAsync([RenderPages.RenderVerb, file, folder], TimeSpan.FromSeconds(settings.RenderSeconds), cancellationToken);
        var list = Path.Combine(folder, RenderPages.ListFile);
        if (code != RenderPages.Fine || !File.Exists(list))
        {
            log.LogWarning("A paper could not be read: exit {ExitCode}", code);
            return null;
        }

        await using var stream = File.OpenRead(list);
        return await JsonSerializer.DeserializeAsync<List<RenderedPage>>(stream, JsonSerializerOptions.Default, cancellationToken);
    }

    private Task<(int? ExitCode, string Output)> RunSelfAsync(string[] arguments, TimeSpan limit, CancellationToken cancellationToken)
    {
        var (program, prefix) = Self();
        return ChildProcess.RunAsync(program, [.. prefix, .. arguments], limit, null, time, cancellationToken, new Dictionary<string, string>
        {
            ["DOTNET_GCHeapHardLimit"] = "0x20000000",
            ["DOTNET_TieredPGO"] = "0",
            ["DOTNET_EnableDiagnostics"] = "0",
        });
    }

    /// <summary>This program as a command: the same runtime with our assembly, or the single file itself.</summary>
    private static (string Program, string[] Prefix) Self()
    {
        var assembly = typeof(ServerMarker).Assembly.GetName().Name + ".dll";
        var dll = Path.Combine(AppContext.BaseDirectory, assembly);

        // .../dotnet/shared/Microsoft.NETCore.App/10.0.x/ -> .../dotnet/dotnet
        var host = Path.GetFullPath(Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return File.Exists(dll) && File.Exists(host) ? (host, ["exec", dll]) : (Environment.ProcessPath!, []);
    }
}
