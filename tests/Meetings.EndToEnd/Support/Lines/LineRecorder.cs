using System.Text.Json;

namespace Meetings.EndToEnd.Support.Lines;

/// <summary>Watches a call from inside its page: every 250 ms the sums of getStats and whether media and hub are connected.</summary>
internal static class LineRecorder
{
    public static Task StartAsync(Official official) => official.Page.EvaluateAsync(
        """
        () => {
          clearInterval(window.__lineTimer);
          const log = window.__line = [];
          let busy = false;
          window.__lineTimer = setInterval(async () => {
            if (busy) return;
            busy = true;
            const s = await window.__meetings?.stats();
            busy = false;
            const call = document.querySelector('[data-test=call]');
            if (s) log.push({ at: performance.timeOrigin + performance.now(), media: call?.dataset.media ?? 'gone', hub: call?.dataset.hub ?? 'gone',
              rung: document.querySelector('[data-test=rung]')?.dataset.rung ?? null,
              audio: s.audio, video: s.video, sent: s.sent, bytesReceived: s.bytesReceived, bytesSent: s.bytesSent });
          }, 250);
        }
        """);

    /// <summary>What was seen since the start, or since <paramref name="fromMs"/> (Unix milliseconds).</summary>
    public static async Task<LineReport> ReadAsync(Official official, double fromMs = 0, double toMs = double.MaxValue)
    {
        var json = await official.Page.EvaluateAsync<string>("JSON.stringify(window.__line)");
        var samples = JsonSerializer.Deserialize<LineSample[]>(json, JsonSerializerOptions.Web)!;
        return new LineReport([.. samples.Where(s => s.At >= fromMs && s.At <= toMs)]);
    }
}

internal sealed record LineSample(
    double At, string Media, string Hub, string? Rung, IReadOnlyList<AudioSlotStats> Audio, IReadOnlyList<VideoSlotStats> Video,
    IReadOnlyList<SentStats> Sent, double BytesReceived, double BytesSent);

internal sealed record SentStats(string Source, double BytesSent, double PacketsSent, double FramesEncoded);
