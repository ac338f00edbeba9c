using System.Text;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>
/// Offers that keep every limit on lengths and counts and yet are the dearest to read: whatever one attribute is looked up for is there as
/// often as may be.
/// </summary>
internal static class HostileOffers
{
    private const int Most = SdpParser.MaxAttributes - 10;

    public static IReadOnlyList<(string Name, string Text)> All { get; } =
    [
        ("the same payload type again and again, with as many maps", Repeated(16, $"m=video 9 UDP/TLS/RTP/SAVPF{Times(" 96", 1_300)}", "a=rtpmap:96 x/1")),
        ("payload types that have no map", Repeated(16, $"m=audio 9 UDP/TLS/RTP/SAVPF{Times(" 96", 1_300)}", "a=rtpmap:9 x/1")),
        ("one type with as much feedback as may be", Repeated(16, $"m=video 9 UDP/TLS/RTP/SAVPF{Times(" 96", 1_300)}", "a=rtcp-fb:96 n", "a=rtpmap:96 VP8/90000")),
        ("layers that nothing names", Repeated(3, "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=rid:h send", "a=rtpmap:96 VP8/90000", "a=extmap:1 " + SdpExtension.Rid, "a=simulcast:send " + Times("x;", 2_000))),
        ("as many layers as fit", Repeated(3, "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=rid:q recv", "a=rtpmap:96 VP8/90000", "a=extmap:1 " + SdpExtension.Rid,
            "a=simulcast:send " + string.Join(';', Enumerable.Range(0, 900)))),
        ("streams as many as fit", Repeated(25, "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=ssrc:1", "a=rtpmap:96 VP8/90000")),
        ("extensions as many as fit", Repeated(20, "m=video 9 UDP/TLS/RTP/SAVPF 96", "a=extmap:1 a", "a=rtpmap:96 VP8/90000")),
        ("a hundred m-lines", Repeated(100, "m=video 9 UDP/TLS/RTP/SAVPF 96", "", "a=rtpmap:96 VP8/90000")),
        ("parameters that are looked through for every type", Repeated(1, "m=video 9 UDP/TLS/RTP/SAVPF" + string.Concat(Enumerable.Range(0, 128).Select(static t => $" {t}")),
            "", [.. Enumerable.Range(0, 128).Select(static t => $"a=rtpmap:{t} {(t < 64 ? "rtx" : "H264")}/90000"), .. Enumerable.Range(0, 12).Select(static t => $"a=fmtp:{t} {Times(";", 4_000)}")])),
    ];

    /// <summary>As many lines of the kind, with as many repeats of the attribute, as an offer may have; all completed to be acceptable.</summary>
    private static string Repeated(int lines, string media, string attribute, params string[] once)
    {
        var room = (SdpParser.MaxLength / lines) - 300 - media.Length - once.Sum(static o => o.Length + 2);
        var times = attribute.Length == 0 ? 0 : Math.Min(Most - once.Length, room / (attribute.Length + 2));
        var section = media + "\r\n" + string.Concat(once.Select(static o => o + "\r\n")) + Times(attribute + "\r\n", times);
        return SdpExercise.Completed("v=0\r\n" + Times(section, lines));
    }

    private static string Times(string text, int times) => new StringBuilder().Insert(0, text, Math.Max(0, times)).ToString();
}
