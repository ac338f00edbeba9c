namespace Meetings.Media.Session.Srtp;

/// <summary>One direction's session keys applied to single packets. Holds no packet state: indexes come from the caller.</summary>
internal abstract class SrtpTransform : IDisposable
{
    /// <summary>Bytes of the E bit and SRTCP index (RFC 3711 section 3.4).</summary>
    public const int RtcpIndexLength = 4;

    /// <summary>Bytes of an RTCP packet that stay in clear: header and sender SSRC (RFC 3711 section 3.4).</summary>
    public const int RtcpClearLength = 8;

    /// <summary>The E bit: this SRTCP packet is encrypted.</summary>
    public const uint RtcpEncrypted = 0x8000_0000;

    public abstract int TagLength { get; }

    public static SrtpTransform Create(SrtpProfile profile, ReadOnlySpan<byte> masterKeyAndSalt)
    {
        if (masterKeyAndSalt.Length != SrtpKeyDerivation.MasterLength(profile))
            throw new ArgumentException("master key and salt do not fit the profile", nameof(masterKeyAndSalt));
        return profile == SrtpProfile.AeadAes128Gcm
            ? new SrtpGcmTransform(masterKeyAndSalt)
            : new SrtpCounterModeTransform(masterKeyAndSalt);
    }

    /// <summary>Encrypts the payload and writes the tag into the packet's last <see cref="TagLength"/> bytes.</summary>
    /// <param name="index">48-bit packet index: rollover counter and sequence number (RFC 3711 section 3.3.1).</param>
    public abstract void SealRtp(Span<byte> packetAndTag, int headerLength, uint ssrc, long index);

    /// <summary>Checks the tag and decrypts in place; false leaves the bytes undefined.</summary>
    public abstract bool TryOpenRtp(Span<byte> packetAndTag, int headerLength, uint ssrc, long index);

    /// <summary>Encrypts all but the first eight bytes and appends tag, E bit and index in the profile's order.</summary>
    public abstract void SealRtcp(Span<byte> packetAndTrailer, uint ssrc, uint index);

    public abstract bool TryOpenRtcp(Span<byte> packetAndTrailer, uint ssrc, uint index);

    /// <summary>The E bit and index as they stand in the packet, which must be long enough for a trailer.</summary>
    public abstract uint ReadRtcpIndexWord(ReadOnlySpan<byte> packetAndTrailer);

    public abstract void Dispose();
}
