namespace Meetings.Media.Wire.Rtp;

/// <summary>Padding of RTP packets (RFC 3550 section 5.1): the P bit, and a last octet that counts the padding, itself included.</summary>
internal static class RtpPadding
{
    private const byte Flag = 0x20;

    /// <summary>Appends one octet of padding to an unpadded packet of this length.</summary>
    public static void AddByte(Span<byte> packet, int length)
    {
        packet[0] |= Flag;
        packet[length] = 1;
    }

    /// <summary>Appends this many octets of padding, 1 to 255, to an unpadded packet of this length.</summary>
    public static void Fill(Span<byte> packet, int length, int padding)
    {
        packet[0] |= Flag;
        packet.Slice(length, padding).Clear();
        packet[length + padding - 1] = (byte)padding;
    }
}
