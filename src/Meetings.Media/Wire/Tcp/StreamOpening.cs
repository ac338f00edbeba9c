using System.Buffers.Binary;

namespace Meetings.Media.Wire.Tcp;

/// <summary>What a connection to the web port wants to be.</summary>
public enum StreamKind
{
    /// <summary>Too few bytes to tell.</summary>
    Unknown,

    /// <summary>TLS, HTTP or nonsense: for the web server.</summary>
    Web,

    /// <summary>A framed STUN binding request: media (RFC 6544).</summary>
    Media,
}

/// <summary>
/// Tells media from TLS and HTTP by the first bytes of a connection, so that both live on one port. A TLS record begins with 0x16, a
/// request line with a letter; a framed binding request of sane length with 0 or 1.
/// </summary>
public static class StreamOpening
{
    /// <summary>Bytes after which the answer is certain.</summary>
    public const int Needed = 10;

    /// <summary>Longest first packet taken for a binding request, bytes.</summary>
    public const int MaxFirstPacket = 510;

    private const int ShortestStun = 20;
    private const int BindingRequest = 1;
    private const uint MagicCookie = 0x2112_a442;

    /// <summary>Looks at the beginning; any prefix of a framed binding request is <see cref="StreamKind.Unknown"/>.</summary>
    public static StreamKind Classify(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty)
            return StreamKind.Unknown;
        if (first[0] > MaxFirstPacket >> 8)
            return StreamKind.Web;
        if (first.Length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(first) is < ShortestStun or > MaxFirstPacket)
            return StreamKind.Web;
        if (first.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(first[2..]) != BindingRequest)
            return StreamKind.Web;
        if (first.Length < Needed)
            return StreamKind.Unknown;
        return BinaryPrimitives.ReadUInt32BigEndian(first[6..]) == MagicCookie ? StreamKind.Media : StreamKind.Web;
    }
}
