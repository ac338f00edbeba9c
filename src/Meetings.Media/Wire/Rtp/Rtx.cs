using System.Buffers.Binary;

namespace Meetings.Media.Wire.Rtp;

/// <summary>Retransmission payload format (RFC 4588 section 4): the original sequence number, then the original payload.</summary>
public static class Rtx
{
    /// <summary>Bytes of the original sequence number in front of the payload.</summary>
    public const int HeaderLength = 2;

    /// <summary>False for probe padding, which carries no original packet.</summary>
    public static bool TryUnwrap(ReadOnlySpan<byte> payload, out ushort originalSequence, out ReadOnlySpan<byte> original)
    {
        originalSequence = 0;
        original = default;
        if (payload.Length <= HeaderLength)
            return false;
        originalSequence = BinaryPrimitives.ReadUInt16BigEndian(payload);
        original = payload[HeaderLength..];
        return true;
    }

    public static void WriteHeader(Span<byte> payload, ushort originalSequence) =>
        BinaryPrimitives.WriteUInt16BigEndian(payload, originalSequence);
}
