using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Meetings.Media.Wire.Sdp;

/// <summary>A codec of an m-line: <c>a=rtpmap</c>, <c>a=fmtp</c> and <c>a=rtcp-fb</c> of one payload type.</summary>
public sealed record SdpCodec(byte PayloadType, string Name, int ClockRate, int Channels, string Parameters, IReadOnlyList<string> Feedback)
{
    /// <summary>The payload type an RTX codec repairs (RFC 4588 section 8.1), or null.</summary>
    public byte? AssociatedPayloadType
    {
        get
        {
            foreach (var part in Parameters.Split(';', StringSplitOptions.TrimEntries))
                if (part.StartsWith("apt=", StringComparison.Ordinal)
                    && byte.TryParse(part.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out var type))
                    return type;
            return null;
        }
    }

    /// <summary>A parameter of <c>a=fmtp</c> by its name, or null.</summary>
    public string? Parameter(string name)
    {
        foreach (var part in Parameters.Split(';', StringSplitOptions.TrimEntries))
            if (part.Length > name.Length && part[name.Length] == '=' && part.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return part[(name.Length + 1)..];
        return null;
    }

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>A header extension (RFC 8285 section 5): id 1..255, the direction written after a slash if any, and the URI.</summary>
public readonly record struct SdpExtension(byte Id, SdpDirection? Direction, string Uri)
{
    public const string Mid = "urn:ietf:params:rtp-hdrext:sdes:mid";
    public const string Rid = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";
    public const string RepairedRid = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";
    public const string AudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";
    public const string AbsSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";
    public const string TransportSequence = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
}

/// <summary>Typed readings of an m-line's attributes. What cannot be read is left out: the peer meant something we do not use.</summary>
public static class SdpFields
{
    private const NumberStyles Digits = NumberStyles.None;

    /// <summary>
    /// Codecs in the order of the m-line's format list, the peer's order of preference; a type that stands there twice counts once. Formats and
    /// attributes are each looked at once: a peer decides how many there are.
    /// </summary>
    public static IReadOnlyList<SdpCodec> Codecs(this MediaDescription media)
    {
        var told = new Dictionary<byte, ToldOfType>();
        foreach (var (name, value) in media.Attributes)
        {
            if (name is not ("rtpmap" or "fmtp" or "rtcp-fb") || value is null)
                continue;
            var space = value.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && TryReadType(value.AsSpan(0, space), out var type))
                told[type] = told.GetValueOrDefault(type).With(name, value[(space + 1)..].Trim());
        }

        var codecs = new List<SdpCodec>();
        foreach (var format in media.Formats)
        {
            if (TryReadType(format, out var type) && told.Remove(type, out var of) && of.TryMake(type, out var codec))
                codecs.Add(codec);
        }

        return codecs;
    }

    public static IReadOnlyList<SdpExtension> Extensions(this MediaDescription media)
    {
        var extensions = new List<SdpExtension>();
        foreach (var value in media.All("extmap"))
        {
            var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length < 2)
                continue;
            var id = parts[0].Split('/');
            if (!byte.TryParse(id[0], Digits, CultureInfo.InvariantCulture, out var number) || number == 0)
                continue;
            SdpDirection? direction = id.Length < 2 ? null : id[1] switch
            {
                "sendonly" => SdpDirection.SendOnly,
                "recvonly" => SdpDirection.RecvOnly,
                "inactive" => SdpDirection.Inactive,
                _ => SdpDirection.SendRecv,
            };
            extensions.Add(new SdpExtension(number, direction, parts[1]));
        }

        return extensions;
    }

    /// <summary>SSRCs in order of first mention (RFC 5576 section 4.1).</summary>
    public static IReadOnlyList<uint> Ssrcs(this MediaDescription media)
    {
        var ssrcs = new List<uint>();
        foreach (var value in media.All("ssrc"))
        {
            var end = value.IndexOf(' ', StringComparison.Ordinal);
            if (uint.TryParse(end < 0 ? value : value.AsSpan(0, end), Digits, CultureInfo.InvariantCulture, out var ssrc) && !ssrcs.Contains(ssrc))
                ssrcs.Add(ssrc);
        }

        return ssrcs;
    }

    /// <summary>The RTX SSRC grouped with <paramref name="primary"/> (FID, RFC 5576 section 4.2), or null.</summary>
    public static uint? RtxSsrcOf(this MediaDescription media, uint primary)
    {
        foreach (var value in media.All("ssrc-group"))
        {
            var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (parts.Length == 3 && parts[0] == "FID"
                && uint.TryParse(parts[1], Digits, CultureInfo.InvariantCulture, out var first) && first == primary
                && uint.TryParse(parts[2], Digits, CultureInfo.InvariantCulture, out var rtx))
                return rtx;
        }

        return null;
    }

    /// <summary>
    /// RIDs of the simulcast streams the peer would send (RFC 8853 section 5.1), in the order of <c>a=simulcast</c>, each at most 16
    /// characters and named by an <c>a=rid</c> line (RFC 8851); of alternatives the first. Empty without simulcast.
    /// </summary>
    /// <param name="most">Further ones are left out.</param>
    public static IReadOnlyList<string> SentRids(this MediaDescription media, int most)
    {
        var parts = media.First("simulcast")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var at = Array.IndexOf(parts, "send");
        if (at < 0 || at + 1 >= parts.Length)
            return [];
        var sent = media.All("rid").Select(static r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words.Length >= 2 && words[1] == "send").Select(static words => words[0]).ToHashSet(StringComparer.Ordinal);
        var rids = new List<string>();
        foreach (var stream in parts[at + 1].Split(';'))
        {
            var rid = stream.Split(',')[0].TrimStart('~');
            if (rid.Length is > 0 and <= 16 && IsRid(rid) && rids.Count < most && sent.Remove(rid))
                rids.Add(rid);
        }

        return rids;

        // RFC 8852 section 3.1: letters and digits; RFC 8851 also had the hyphen and the underscore.
        static bool IsRid(string rid) => rid.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
    }

    /// <summary>The SHA-256 fingerprint of the m-line or the session (RFC 8122 section 5); false when absent or not 32 bytes.</summary>
    public static bool TrySha256Fingerprint(string? value, out byte[] fingerprint)
    {
        fingerprint = [];
        if (value is null)
            return false;
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !value.AsSpan(0, space).Equals("sha-256", StringComparison.OrdinalIgnoreCase))
            return false;
        var hex = value.AsSpan(space + 1);
        if (hex.Length != 32 * 3 - 1)
            return false;
        var bytes = new byte[32];
        for (var i = 0; i < 32; i++)
        {
            if ((i < 31 && hex[i * 3 + 2] != ':') || !byte.TryParse(hex.Slice(i * 3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
                return false;
        }

        fingerprint = bytes;
        return true;
    }

    private static bool TryReadType(ReadOnlySpan<char> text, out byte type) =>
        byte.TryParse(text, Digits, CultureInfo.InvariantCulture, out type) && type <= 127;

    /// <summary>What the attributes say of one payload type; of maps and parameters the first counts.</summary>
    private readonly record struct ToldOfType(string? Map, string? Parameters, List<string>? Feedback)
    {
        public ToldOfType With(string attribute, string value)
        {
            switch (attribute)
            {
                case "rtpmap":
                    return this with { Map = Map ?? value };
                case "fmtp":
                    return this with { Parameters = Parameters ?? value };
                default:
                    var feedback = Feedback ?? [];
                    feedback.Add(value);
                    return this with { Feedback = feedback };
            }
        }

        // a=rtpmap:<type> <name>/<clock rate>[/<channels>]
        public bool TryMake(byte type, [NotNullWhen(true)] out SdpCodec? codec)
        {
            codec = null;
            var parts = Map?.Split('/') ?? [];
            if (parts.Length < 2 || !int.TryParse(parts[1], Digits, CultureInfo.InvariantCulture, out var rate))
                return false;
            var channels = parts.Length > 2 && int.TryParse(parts[2], Digits, CultureInfo.InvariantCulture, out var count) ? count : 1;
            codec = new SdpCodec(type, parts[0], rate, channels, Parameters ?? "", Feedback ?? []);
            return true;
        }
    }
}
