using System.Buffers.Binary;

namespace Meetings.Media.Wire.Rtp;

/// <summary>Changes single fields of an RTP header in place (RFC 3550 section 5.1).</summary>
public static class RtpHeader
{
    public static void SetMarker(Span<byte> packet, bool marker) =>
        packet[1] = (byte)((packet[1] & 0x7f) | (marker ? 0x80 : 0));

    public static void SetPayloadType(Span<byte> packet, byte payloadType) =>
        packet[1] = (byte)((packet[1] & 0x80) | (payloadType & 0x7f));

    public static void SetSequenceNumber(Span<byte> packet, ushort sequenceNumber) =>
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], sequenceNumber);

    public static void SetTimestamp(Span<byte> packet, uint timestamp) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);

    public static void SetSsrc(Span<byte> packet, uint ssrc) =>
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], ssrc);

    /// <summary>Appends padding after <paramref name="length"/> bytes and sets the padding bit.</summary>
    /// <param name="padding">1-255 bytes.</param>
    /// <returns>The packet's new length.</returns>
    public static int AppendPadding(Span<byte> packet, int length, byte padding)
    {
        ArgumentOutOfRangeException.ThrowIfZero(padding);
        packet.Slice(length, padding).Clear();
        packet[length + padding - 1] = padding;
        packet[0] |= 0x20;
        return length + padding;
    }
}
