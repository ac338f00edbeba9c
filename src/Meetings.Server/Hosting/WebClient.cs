using Meetings.Server.Kernel;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Meetings.Server.Hosting;

/// <summary>
/// Serves the built browser client: ready-compressed neighbours (.br, .gz) where the browser takes them, hashed assets cached for
/// ever, everything else asked for again with an ETag, and index.html for the pages the client itself routes.
/// </summary>
internal sealed class WebClient(MeetingsSettings settings)
{
    private static readonly FileExtensionContentTypeProvider Types = new() { Mappings = { [".webmanifest"] = "application/manifest+json" } };

    private readonly string? _root = FindRoot(settings);

    /// <summary>The configured folder, else wwwroot beside the program (published), else at the repository root (dotnet run).</summary>
    public static string? FindRoot(MeetingsSettings settings)
    {
        if (settings.WebRoot is { } configured)
        {
            return Path.GetFullPath(configured);
        }

        var beside = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (Directory.Exists(beside))
        {
            return beside;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Meetings.sln")))
            {
                return Path.Combine(folder.FullName, "wwwroot");
            }
        }

        return null;
    }

    /// <summary>As a middleware: serves the file the path names, or passes on.</summary>
    public async Task ServeFileAsync(HttpContext context, RequestDelegate next)
    {
        var isRead = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method);
        if (!isRead || Find(context.Request.Path.Value ?? "") is not { } file)
        {
            await next(context);
            return;
        }

        await SendAsync(context, file, context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal));
    }

    /// <summary>As the fallback endpoint: a page of the client.</summary>
    public Task ServePageAsync(HttpContext context)
    {
        if (Path.HasExtension(context.Request.Path.Value) || Find("/index.html") is not { } page)
        {
            return context.RefuseAsync(Refusal.NotFound());
        }

        return SendAsync(context, page, isHashed: false);
    }

    // Only files of known types directly below the root; ".." never gets here because the server resolves it, but is checked all the same.
    private FileInfo? Find(string path)
    {
        if (_root is null || path.Contains('\0', StringComparison.Ordinal) || !Types.TryGetContentType(path, out _) || path.EndsWith(".md", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var full = Path.GetFullPath(Path.Combine(_root, path.TrimStart('/')));
        return full.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && File.Exists(full) ? new FileInfo(full) : null;
    }

    private static async Task SendAsync(HttpContext context, FileInfo file, bool isHashed)
    {
        Types.TryGetContentType(file.Name, out var type);
        var (sent, encoding) = Compressed(context.Request, file);
        var response = context.Response;
        var tag = new EntityTagHeaderValue($"\"{sent.LastWriteTimeUtc.Ticks:x}-{sent.Length:x}\"");
        response.Headers.ETag = tag.ToString();
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = isHashed ? "public, max-age=31536000, immutable" : "no-cache";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = type!.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("json", StringComparison.Ordinal) ? type + "; charset=utf-8" : type;
        response.ContentLength = sent.Length;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.SendFileAsync(sent.FullName, context.RequestAborted);
        }
    }

    private static (FileInfo File, string? Encoding) Compressed(HttpRequest request, FileInfo file)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding.Where(one => one.Quality is not 0).Select(one => one.Value.Value).ToList();
        foreach (var (encoding, extension) in (ReadOnlySpan<(string, string)>)[("br", ".br"), ("gzip", ".gz")])
        {
            if (accepted.Contains(encoding, StringComparer.OrdinalIgnoreCase) && new FileInfo(file.FullName + extension) is { Exists: true } ready)
            {
                return (ready, encoding);
            }
        }

        return (file, null);
    }
}
