namespace Meetings.Media.Wire;

/// <summary>What a datagram on the shared port carries (RFC 7983, RFC 5761).</summary>
public enum PacketClass
{
    Unknown,
    Stun,
    Dtls,
    Rtp,
    Rtcp,
}

/// <summary>Tells STUN, DTLS, SRTP and SRTCP apart by their first two bytes; looks at nothing else.</summary>
public static class Demultiplexer
{
    /// <summary>RFC 7983 section 7 for the first byte, RFC 5761 section 4 for RTP against RTCP.</summary>
    public static PacketClass Classify(ReadOnlySpan<byte> datagram)
    {
        if (datagram.Length < 2)
            return PacketClass.Unknown;
        return datagram[0] switch
        {
            <= 3 => PacketClass.Stun,
            >= 20 and <= 63 => PacketClass.Dtls,
            // RTCP packet types 192-223 are payload types 64-95 with the marker bit set, which RTP must not use.
            >= 128 and <= 191 => datagram[1] is >= 192 and <= 223 ? PacketClass.Rtcp : PacketClass.Rtp,
            _ => PacketClass.Unknown,
        };
    }
}
