namespace Meetings.Server.Rooms;

/// <summary>
/// Bytes given out at three tenths of the receiver's line. A server's first window of TCP is 14 kB: at once it would fill the queue of a
/// 64 kbit/s line for two seconds and push the voice out of it.
/// </summary>
/// <param name="estimate">What the receiver's line carries, bit/s; null or above 1 Mbit/s: no pacing.</param>
internal sealed class PacedBytes(byte[] bytes, string contentType, long? estimate) : IResult
{
    private const double Share = 0.3;
    private const int Piece = 1_200;
    private const long WideLine = 1_000_000;
    private const double Least = 12_000;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = bytes.Length;
        if (estimate is null or > WideLine)
        {
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
            return;
        }

        // The network's own time, not the meeting's clock, which a test may hold.
        var clock = TimeProvider.System;
        var wait = TimeSpan.FromSeconds(Piece * 8 / Math.Max(Least, estimate.Value * Share));
        for (var sent = 0; sent < bytes.Length; sent += Piece)
        {
            if (sent > 0)
            {
                await Task.Delay(wait, clock, httpContext.RequestAborted);
            }

            await response.Body.WriteAsync(bytes.AsMemory(sent, Math.Min(Piece, bytes.Length - sent)), httpContext.RequestAborted);
            await response.Body.FlushAsync(httpContext.RequestAborted);
        }
    }
}
