using System.IO.Compression;
using System.Text.Json;
using Meetings.Server.Hosting;

namespace Meetings.Server.Rooms;

/// <summary>JSON in Brotli where the client takes it: a roster of a hundred people in a few kilobytes on a thin line.</summary>
internal sealed class PackedJson<T>(T value) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var json = JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Options);
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.Vary = "Accept-Encoding";
        if (!request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            await response.Body.WriteAsync(json, httpContext.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "br";
        await using var brotli = new BrotliStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await brotli.WriteAsync(json, httpContext.RequestAborted);
    }
}
