using System.Globalization;

namespace Meetings.Media.Wire.Sdp;

/// <summary>
/// Reads a session description (RFC 8866) as browsers write it. Strict about structure and sizes, indifferent to lines it does
/// not know. Never throws on input: whatever is wrong is an <see cref="SdpError"/>.
/// </summary>
public static class SdpParser
{
    /// <summary>Longest description, in characters. An unrestricted Chromium offer with 20 m-lines has about 60,000.</summary>
    public const int MaxLength = 128 * 1024;

    /// <summary>Most m-lines accepted.</summary>
    public const int MaxMedia = 100;

    /// <summary>Longest single line, in characters.</summary>
    public const int MaxLine = 4096;

    /// <summary>Most attributes of one m-line, and of the session.</summary>
    public const int MaxAttributes = 512;

    public static bool TryParse(ReadOnlySpan<char> text, out SessionDescription description, out SdpError error)
    {
        description = new SessionDescription();
        if (text.Length > MaxLength)
            return Fail(SdpError.TooLong, out error);

        var origin = "";
        var sawVersion = false;
        var session = new List<SdpAttribute>();
        var media = new List<MediaDescription>();
        var current = session;

        foreach (var raw in text.EnumerateLines())
        {
            var line = raw.TrimEnd(' ');
            if (line.IsEmpty)
                continue;
            if (line.Length > MaxLine)
                return Fail(SdpError.TooLong, out error);
            if (line.Length < 2 || line[1] != '=' || line.IndexOfAnyInRange('\0', '\u001f') >= 0)
                return Fail(SdpError.Malformed, out error);

            var value = line[2..];
            if (!sawVersion)
            {
                if (line[0] != 'v' || value is not "0")
                    return Fail(SdpError.Malformed, out error);
                sawVersion = true;
                continue;
            }

            switch (line[0])
            {
                case 'o':
                    origin = value.ToString();
                    break;
                case 'a':
                    if (current.Count == MaxAttributes)
                        return Fail(SdpError.TooManyLines, out error);
                    current.Add(ReadAttribute(value));
                    break;
                case 'm':
                    if (media.Count == MaxMedia)
                        return Fail(SdpError.TooManyLines, out error);
                    current = [];
                    if (!TryReadMedia(value, current, out var next))
                        return Fail(SdpError.Malformed, out error);
                    media.Add(next);
                    break;
            }
        }

        if (!sawVersion)
            return Fail(SdpError.Malformed, out error);
        description = new SessionDescription { Origin = origin, Attributes = session, Media = media };
        error = SdpError.None;
        return true;
    }

    private static SdpAttribute ReadAttribute(ReadOnlySpan<char> value)
    {
        var colon = value.IndexOf(':');
        return colon < 0
            ? new SdpAttribute(value.ToString(), null)
            : new SdpAttribute(value[..colon].ToString(), value[(colon + 1)..].ToString());
    }

    // m=<kind> <port>[/<count>] <protocol> <format> ...
    private static bool TryReadMedia(ReadOnlySpan<char> value, List<SdpAttribute> attributes, out MediaDescription media)
    {
        media = null!;
        var parts = value.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 4)
            return false;
        var port = parts[1].AsSpan();
        var slash = port.IndexOf('/');
        if (slash >= 0)
            port = port[..slash];
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        media = new MediaDescription
        {
            Kind = parts[0],
            Port = number,
            Protocol = parts[2],
            Formats = parts[3..],
            Attributes = attributes,
        };
        return true;
    }

    private static bool Fail(SdpError reason, out SdpError error)
    {
        error = reason;
        return false;
    }
}

/// <summary>Why a description was not read.</summary>
public enum SdpError
{
    None,
    Malformed,
    TooLong,
    TooManyLines,
}
