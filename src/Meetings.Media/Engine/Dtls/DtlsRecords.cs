using System.Buffers.Binary;

namespace Meetings.Media.Engine.Dtls;

/// <summary>
/// A look at DTLS records (RFC 6347 section 4.1) before the library sees them. It reserves memory for the length that a fragment
/// claims, so claims are bounded here.
/// </summary>
internal static class DtlsRecords
{
    /// <summary>Longest handshake message taken, bytes: a client hello with a post-quantum share has about 1,500.</summary>
    public const int MaxHandshakeMessage = 4096;

    /// <summary>Highest message number of a client's flights before encryption begins; a browser uses four.</summary>
    private const int MaxMessageSequence = 7;

    private const int RecordHeader = 13;
    private const int FragmentHeader = 12;
    private const byte HandshakeType = 22;
    private const byte ClientHelloType = 1;

    public static bool IsAcceptable(ReadOnlySpan<byte> datagram) => Walk(datagram, out _);

    /// <summary>Whether some record carries a piece of a client hello: only that may begin a handshake.</summary>
    public static bool BeginsHandshake(ReadOnlySpan<byte> datagram) => Walk(datagram, out var hello) && hello;

    private static bool Walk(ReadOnlySpan<byte> datagram, out bool hello)
    {
        hello = false;
        if (datagram.Length < RecordHeader)
            return false;
        while (datagram.Length >= RecordHeader)
        {
            var epoch = BinaryPrimitives.ReadUInt16BigEndian(datagram[3..]);
            var length = BinaryPrimitives.ReadUInt16BigEndian(datagram[11..]);
            if (length > datagram.Length - RecordHeader)
                return false;
            if (datagram[0] == HandshakeType && epoch == 0 && !WalkFragments(datagram.Slice(RecordHeader, length), ref hello))
                return false;
            datagram = datagram[(RecordHeader + length)..];
        }

        return datagram.IsEmpty;
    }

    private static bool WalkFragments(ReadOnlySpan<byte> fragments, ref bool hello)
    {
        while (!fragments.IsEmpty)
        {
            if (fragments.Length < FragmentHeader)
                return false;
            var length = UInt24(fragments[1..]);
            var sequence = BinaryPrimitives.ReadUInt16BigEndian(fragments[4..]);
            var offset = UInt24(fragments[6..]);
            var size = UInt24(fragments[9..]);
            if (length > MaxHandshakeMessage || sequence > MaxMessageSequence || offset + size > length || size > fragments.Length - FragmentHeader)
                return false;
            hello |= fragments[0] == ClientHelloType;
            fragments = fragments[(FragmentHeader + size)..];
        }

        return true;
    }

    private static int UInt24(ReadOnlySpan<byte> at) => at[0] << 16 | at[1] << 8 | at[2];
}
