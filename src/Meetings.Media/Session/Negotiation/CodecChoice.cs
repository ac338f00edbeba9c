using System.Globalization;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Session.Negotiation;

/// <summary>
/// Which of the offered codecs are taken. Sound: Opus, and RED around it where offered, in the peer's order. Pictures: VP8 and H.264 of
/// the constrained baseline profile, the preferred one first; a peer sends what stands first and must understand both.
/// </summary>
internal static class CodecChoice
{
    public static IReadOnlyList<NegotiatedCodec> Of(MediaDescription line, MediaCodec preferredVideo)
    {
        var offered = line.Codecs();
        if (line.IsAudio)
            return Sound(offered);
        var taken = new List<NegotiatedCodec>(2);
        if (offered.FirstOrDefault(static c => c.Is("VP8") && c.ClockRate == 90000) is { } vp8)
            taken.Add(new NegotiatedCodec(MediaCodec.Vp8, vp8.PayloadType, Rtx(offered, vp8)));
        if (BestH264(offered) is { } h264)
            taken.Insert(preferredVideo == MediaCodec.H264 ? 0 : taken.Count, h264);
        return taken;
    }

    private static List<NegotiatedCodec> Sound(IReadOnlyList<SdpCodec> offered)
    {
        var opus = offered.FirstOrDefault(static c => c.Is("opus") && c.ClockRate == 48000 && c.Channels == 2);
        if (opus is null)
            return [];
        var taken = new List<NegotiatedCodec> { new(MediaCodec.Opus, opus.PayloadType) };
        foreach (var red in offered)
        {
            if (red.Is("red") && red.ClockRate == 48000 && WrapsOnly(red.Parameters, opus.PayloadType))
            {
                var first = offered.ToList().IndexOf(red) < offered.ToList().IndexOf(opus);
                taken.Insert(first ? 0 : 1, new NegotiatedCodec(MediaCodec.Red, red.PayloadType));
                break;
            }
        }

        return taken;
    }

    // "a=fmtp:63 111/111" (RFC 2198 section 5)
    private static bool WrapsOnly(string parameters, byte opus)
    {
        var types = parameters.Split('/');
        return types.Length >= 2 && Array.TrueForAll(types, t => t == opus.ToString(CultureInfo.InvariantCulture));
    }

    private static NegotiatedCodec? BestH264(IReadOnlyList<SdpCodec> offered)
    {
        NegotiatedCodec? best = null;
        foreach (var codec in offered)
        {
            if (!codec.Is("H264") || codec.ClockRate != 90000 || !IsConstrainedBaseline(codec.Parameter("profile-level-id") ?? "42e01f", out var profile))
                continue;
            var mode = codec.Parameter("packetization-mode") switch { null or "0" => 0, "1" => 1, _ => 2 };
            if (mode <= 1 && (best is null || mode > best.PacketizationMode))
                best = new NegotiatedCodec(MediaCodec.H264, codec.PayloadType, Rtx(offered, codec), mode, profile);
        }

        return best;
    }

    /// <summary>
    /// Constrained baseline (RFC 6184 section 8.1, table 5): profile_idc 42 with constraint_set1. Plain baseline (42001f, as browsers offer
    /// it beside) is not taken: its tools need not be understood by the others.
    /// </summary>
    private static bool IsConstrainedBaseline(string profileLevelId, out string profile)
    {
        profile = profileLevelId.ToLowerInvariant();
        return profile.Length == 6 && uint.TryParse(profile, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            && value >> 16 == 0x42 && (value & 0x4000) != 0;
    }

    private static byte? Rtx(IReadOnlyList<SdpCodec> offered, SdpCodec codec) =>
        offered.FirstOrDefault(c => c.Is("rtx") && c.AssociatedPayloadType == codec.PayloadType)?.PayloadType;
}
