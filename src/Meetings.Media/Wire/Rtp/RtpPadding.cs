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
}
