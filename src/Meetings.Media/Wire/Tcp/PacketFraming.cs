using System.Buffers.Binary;

namespace Meetings.Media.Wire.Tcp;

/// <summary>What the first bytes of a buffer hold.</summary>
public enum FrameStatus
{
    /// <summary>More bytes are needed.</summary>
    Incomplete,
    Complete,

    /// <summary>The frame says it is longer than allowed; nothing after it can be read.</summary>
    TooLong,
}

/// <summary>Packets in a byte stream: a length of 16 bits, big-endian, before each (RFC 4571 section 2, used by RFC 6544).</summary>
public static class PacketFraming
{
    /// <summary>Bytes before each packet.</summary>
    public const int HeaderLength = 2;

    /// <summary>Reads the first frame.</summary>
    /// <param name="maxPayload">Longest packet accepted, bytes.</param>
    /// <param name="payload">The packet, without its length; empty unless complete. A frame of length 0 is an empty packet.</param>
    /// <param name="consumed">Bytes of the whole frame; 0 unless complete.</param>
    public static FrameStatus Read(Span<byte> bytes, int maxPayload, out Span<byte> payload, out int consumed)
    {
        payload = default;
        consumed = 0;
        if (bytes.Length < HeaderLength)
            return FrameStatus.Incomplete;
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        if (length > maxPayload)
            return FrameStatus.TooLong;
        if (bytes.Length < HeaderLength + length)
            return FrameStatus.Incomplete;
        payload = bytes.Slice(HeaderLength, length);
        consumed = HeaderLength + length;
        return FrameStatus.Complete;
    }

    /// <summary>Writes the length of a packet of at most 65,535 bytes.</summary>
    public static void WriteHeader(Span<byte> to, int length) => BinaryPrimitives.WriteUInt16BigEndian(to, checked((ushort)length));
}
