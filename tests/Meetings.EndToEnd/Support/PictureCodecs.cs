using System.Text.Json;

namespace Meetings.EndToEnd.Support;

/// <summary>Browsers that know fewer picture codecs than Chromium, and what pictures come in.</summary>
internal static class PictureCodecs
{
    /// <summary>Keeps the page's connections, so that a test can read their codecs.</summary>
    public const string Watched = """
        window.__connections = [];
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(...all) { super(...all); window.__connections.push(this); }
        };
        """;

    /// <summary>A device without VP8, such as much conference hardware: what it does not list the page cannot offer.</summary>
    public const string OnlyH264 = """
        for (const side of [RTCRtpSender, RTCRtpReceiver]) {
          const all = side.getCapabilities.bind(side);
          side.getCapabilities = kind => {
            const known = all(kind);
            return kind === 'video' ? { ...known, codecs: known.codecs.filter(c => /h264|rtx/i.test(c.mimeType)) } : known;
          };
        }
        """;

    private const string Seen = """
        (async () => {
          const seen = {};
          for (const connection of window.__connections) {
            const report = await connection.getStats();
            for (const s of report.values())
              if (s.type === 'inbound-rtp' && s.kind === 'video' && s.codecId)
                seen[s.mid] = [report.get(s.codecId).mimeType.split('/')[1].toLowerCase(), s.framesDecoded];
          }
          return JSON.stringify(seen);
        })()
        """;

    /// <summary>Waits until each of them decodes this many pictures that move, all in this codec.</summary>
    public static async Task SeeAsync(string codec, params (Official Who, int Pictures)[] all)
    {
        foreach (var (who, pictures) in all)
        {
            var before = new Dictionary<string, long>();
            await Eventually.TrueAsync(
                async () =>
                {
                    var now = (await SeenAsync(who)).Where(s => s.Value.Codec == codec).ToDictionary(static s => s.Key, static s => s.Value.Frames);
                    return now.Count(s => s.Value > (before.TryAdd(s.Key, s.Value) ? s.Value : before[s.Key]) + 2) >= pictures;
                },
                TimeSpan.FromSeconds(30),
                () => $"{pictures} pictures in {codec}; last {string.Join("; ", SeenAsync(who).GetAwaiter().GetResult())}");
        }
    }

    private static async Task<Dictionary<string, (string Codec, long Frames)>> SeenAsync(Official who) =>
        JsonSerializer.Deserialize<Dictionary<string, JsonElement[]>>(await who.Page.EvaluateAsync<string>(Seen))!
            .ToDictionary(static s => s.Key, static s => (s.Value[0].GetString()!, s.Value[1].GetInt64()));
}
