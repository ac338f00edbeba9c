using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Meetings.Media.Tests.Engine.Recording;

/// <summary>Plays files in Chromium, from a web server on a line of 13 Mbit/s that counts what of each file was sent.</summary>
internal sealed class ChromiumPlayer : IDisposable
{
    private const string Chromium = "/usr/bin/chromium";
    private const int Chunk = 16 * 1024;
    private static readonly TimeSpan ChunkTime = TimeSpan.FromMilliseconds(10);
    private readonly HttpListener _http = new();
    private readonly IReadOnlyList<(string Path, double To)> _files;
    private readonly ConcurrentDictionary<string, long> _sent = new();
    private readonly TaskCompletionSource<IReadOnlyList<Played>> _results = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ChromiumPlayer(IReadOnlyList<(string Path, double To)> files)
    {
        _files = files;
        var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _http.Prefixes.Add(Address);
        _http.Start();
        _ = Task.Run(ServeAsync);
    }

    public static bool IsPossible => File.Exists(Chromium);

    private string Address { get; }

    /// <summary>Opens each file, goes to the given second of it, and plays on from there.</summary>
    public static async Task<IReadOnlyList<Played>> PlayAsync(params IReadOnlyList<(string Path, double To)> files)
    {
        using var player = new ChromiumPlayer(files);
        var profile = Directory.CreateTempSubdirectory("player-").FullName;
        var start = new ProcessStartInfo(Chromium) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[]
        {
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--mute-audio", "--autoplay-policy=no-user-gesture-required",
            $"--user-data-dir={profile}", player.Address,
        })
            start.ArgumentList.Add(argument);
        using var browser = Process.Start(start)!;
        browser.BeginErrorReadLine();
        browser.BeginOutputReadLine();
        try
        {
            return await player._results.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            browser.Kill(entireProcessTree: true);
            await browser.WaitForExitAsync(CancellationToken.None);
            try
            {
                Directory.Delete(profile, recursive: true);
            }
            catch (IOException)
            {
                // A dying browser may still write; the temporary folder is cleaned by the system.
            }
        }
    }

    public void Dispose() => _http.Close();

    private async Task ServeAsync()
    {
        while (_http.IsListening)
        {
            try
            {
                var context = await _http.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var name = Path.GetFileName(context.Request.Url!.AbsolutePath);
        try
        {
            switch (context.Request.Url.AbsolutePath)
            {
                case "/":
                    context.Response.ContentType = "text/html; charset=utf-8";
                    await TellAsync(context, await File.ReadAllTextAsync(PagePath()));
                    break;
                case "/files":
                    await TellAsync(context, JsonSerializer.Serialize(_files.Select(static f => new { Name = Path.GetFileName(f.Path), f.To }), JsonSerializerOptions.Web));
                    break;
                case "/results":
                    _results.TrySetResult((await JsonSerializer.DeserializeAsync<List<Played>>(context.Request.InputStream, JsonSerializerOptions.Web))!);
                    await TellAsync(context, "");
                    break;
                case var read when read.StartsWith("/read/", StringComparison.Ordinal):
                    await TellAsync(context, _sent.GetValueOrDefault(name).ToString(CultureInfo.InvariantCulture));
                    break;
                default:
                    await SendFileAsync(context, _files.FirstOrDefault(f => Path.GetFileName(f.Path) == name).Path);
                    break;
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or IOException or ObjectDisposedException)
        {
            // The browser has enough of this answer and hangs up.
        }
    }

    /// <summary>Answers a range (RFC 9110 section 14) piece by piece, until the browser has enough of it.</summary>
    private async Task SendFileAsync(HttpListenerContext context, string? path)
    {
        if (path is null)
        {
            context.Response.StatusCode = 404;
            context.Response.Close();
            return;
        }

        await using var file = File.OpenRead(path);
        long from = 0, until = file.Length;
        if (context.Request.Headers["Range"] is { } range)
        {
            var ends = range["bytes=".Length..].Split('-');
            from = long.Parse(ends[0], CultureInfo.InvariantCulture);
            until = ends[1].Length == 0 ? until : Math.Min(until, long.Parse(ends[1], CultureInfo.InvariantCulture) + 1);
            context.Response.StatusCode = 206;
            context.Response.AddHeader("Content-Range", $"bytes {from}-{until - 1}/{file.Length}");
        }

        context.Response.AddHeader("Accept-Ranges", "bytes");
        context.Response.AddHeader("Cache-Control", "no-store"); // or a second range waits in the cache for the first
        context.Response.ContentType = path.EndsWith(".mkv", StringComparison.Ordinal) ? "video/x-matroska" : "video/webm";
        context.Response.ContentLength64 = until - from;
        file.Position = from;
        var chunk = new byte[Chunk];
        using var pace = new PeriodicTimer(ChunkTime);
        for (int length; from < until && (length = await file.ReadAsync(chunk.AsMemory(0, (int)Math.Min(Chunk, until - from)))) > 0; from += length)
        {
            await context.Response.OutputStream.WriteAsync(chunk.AsMemory(0, length));
            _sent.AddOrUpdate(Path.GetFileName(path), length, (_, sum) => sum + length);
            await pace.WaitForNextTickAsync();
        }

        context.Response.Close();
    }

    private static async Task TellAsync(HttpListenerContext context, string text)
    {
        await using var writer = new StreamWriter(context.Response.OutputStream);
        await writer.WriteAsync(text);
    }

    private static string PagePath([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "player.html");
}

/// <summary>What a player in a browser told of a file.</summary>
/// <param name="Error">What went wrong; then nothing else is told.</param>
/// <param name="Duration">Seconds, as the player shows it when it has read the head; -1 for endless.</param>
/// <param name="FirstWidth">Pixels of the first picture.</param>
/// <param name="SeekMilliseconds">Until the player had gone to the middle.</param>
/// <param name="ReadToBegin">Bytes of the file that were sent before the first picture was there.</param>
/// <param name="Read">Bytes that had been sent when it had gone to the middle.</param>
/// <param name="Time">Seconds; where it was after playing on for a moment.</param>
/// <param name="Width">Pixels of the picture there.</param>
/// <param name="Shown">Seconds; time of the picture shown after going there.</param>
internal sealed record Played(
    string Name, string? Error, double Duration, double FirstWidth, double SeekMilliseconds, long ReadToBegin, long Read, double Time, double Width, double Shown);
