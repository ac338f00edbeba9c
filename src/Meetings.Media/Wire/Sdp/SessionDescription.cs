namespace Meetings.Media.Wire.Sdp;

/// <summary>A parsed session description (RFC 8866): session-level attributes and the m-lines in order.</summary>
public sealed class SessionDescription
{
    /// <summary>The <c>o=</c> line without its prefix.</summary>
    public string Origin { get; init; } = "";

    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    public IReadOnlyList<MediaDescription> Media { get; init; } = [];

    /// <summary>The mids of the first BUNDLE group (RFC 9143), empty when there is none.</summary>
    public IReadOnlyList<string> BundledMids
    {
        get
        {
            foreach (var attribute in Attributes)
                if (attribute.Name == "group" && attribute.Value is { } value && value.StartsWith("BUNDLE ", StringComparison.Ordinal))
                    return value["BUNDLE ".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return [];
        }
    }

    /// <summary>The attribute of an m-line, or of the session when the m-line does not say it (RFC 8866 section 5.13).</summary>
    public string? Inherited(MediaDescription media, string name) => media.First(name) ?? Attributes.FirstValue(name);
}

/// <summary>One m-line and the attributes under it (RFC 8866 section 5.14).</summary>
public sealed class MediaDescription
{
    /// <summary>"audio", "video", "application" or whatever the peer wrote.</summary>
    public required string Kind { get; init; }

    /// <summary>0..65535; zero means rejected or bundle-only.</summary>
    public required int Port { get; init; }

    public required string Protocol { get; init; }

    public required IReadOnlyList<string> Formats { get; init; }

    public required IReadOnlyList<SdpAttribute> Attributes { get; init; }

    public bool IsAudio => Kind == "audio";

    public bool IsVideo => Kind == "video";

    public string? Mid => First("mid");

    /// <summary>True when the m-line is refused: port zero and not merely bundle-only (RFC 9143 section 6).</summary>
    public bool IsStopped => Port == 0 && !Has("bundle-only");

    public bool Has(string name)
    {
        foreach (var attribute in Attributes)
            if (attribute.Name == name)
                return true;
        return false;
    }

    public string? First(string name) => Attributes.FirstValue(name);

    public IEnumerable<string> All(string name)
    {
        foreach (var attribute in Attributes)
            if (attribute.Name == name && attribute.Value is { } value)
                yield return value;
    }

    /// <summary>The direction attribute; sendrecv when absent (RFC 8866 section 6.7).</summary>
    public SdpDirection Direction
    {
        get
        {
            foreach (var attribute in Attributes)
            {
                switch (attribute.Name)
                {
                    case "sendrecv": return SdpDirection.SendRecv;
                    case "sendonly": return SdpDirection.SendOnly;
                    case "recvonly": return SdpDirection.RecvOnly;
                    case "inactive": return SdpDirection.Inactive;
                }
            }

            return SdpDirection.SendRecv;
        }
    }
}

/// <summary>An <c>a=</c> line: name, and the text after the colon if there is one.</summary>
public readonly record struct SdpAttribute(string Name, string? Value);

public enum SdpDirection
{
    SendRecv,
    SendOnly,
    RecvOnly,
    Inactive,
}

internal static class SdpAttributes
{
    public static string? FirstValue(this IReadOnlyList<SdpAttribute> attributes, string name)
    {
        foreach (var attribute in attributes)
            if (attribute.Name == name)
                return attribute.Value ?? "";
        return null;
    }
}
