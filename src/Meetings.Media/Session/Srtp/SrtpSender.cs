using System.Buffers.Binary;

namespace Meetings.Media.Session.Srtp;

/// <summary>Protects what we send to one peer (RFC 3711, RFC 7714), in place and without allocation. One owner.</summary>
/// <param name="profile">The profile DTLS agreed on.</param>
/// <param name="masterKeyAndSalt">30 bytes for AES-CM, 28 for GCM: our write key and salt (RFC 5764 section 4.2).</param>
public sealed class SrtpSender(SrtpProfile profile, ReadOnlySpan<byte> masterKeyAndSalt) : IDisposable
{
    private const uint LastRtcpIndex = 0x7fff_ffff;
    private const long LastRtpIndex = 0xffff_ffff_ffff;

    private readonly SrtpTransform _transform = SrtpTransform.Create(profile, masterKeyAndSalt);
    private uint _rtcpIndex;

    public SrtpProfile Profile { get; } = profile;

    /// <summary>Bytes an RTP packet grows by: the tag (16 or 10).</summary>
    public int RtpOverhead => _transform.TagLength;

    /// <summary>Bytes an RTCP packet grows by: tag, E bit and index (20 or 14).</summary>
    public int RtcpOverhead => _transform.TagLength + SrtpTransform.RtcpIndexLength;

    /// <summary>Encrypts and authenticates one RTP packet in place.</summary>
    /// <param name="packet">At least <paramref name="length"/> + <see cref="RtpOverhead"/> bytes; its sequence number and SSRC are final.</param>
    /// <param name="headerLength">Bytes before the payload, header extensions included.</param>
    /// <param name="extendedSequence">
    /// Rollover counter * 65536 + sequence number, from 0. A pair of SSRC and extended sequence must never be given twice with different
    /// bytes: that would reuse a nonce. The first one should be below 32768 (RFC 3711 section 3.3.1).
    /// </param>
    /// <returns>Length of the SRTP packet.</returns>
    public int ProtectRtp(Span<byte> packet, int length, int headerLength, long extendedSequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extendedSequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(extendedSequence, LastRtpIndex);
        if (BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) != (ushort)extendedSequence)
            throw new ArgumentException("the header carries another sequence number", nameof(extendedSequence));
        var total = length + RtpOverhead;
        _transform.SealRtp(packet[..total], headerLength, BinaryPrimitives.ReadUInt32BigEndian(packet[8..]), extendedSequence);
        return total;
    }

    /// <summary>Encrypts and authenticates one compound RTCP packet in place.</summary>
    /// <param name="packet">At least <paramref name="length"/> + <see cref="RtcpOverhead"/> bytes.</param>
    /// <returns>Length of the SRTCP packet; 0 when the keys are worn out (2^31 packets, RFC 3711 section 9.2): nothing may be sent.</returns>
    public int ProtectRtcp(Span<byte> packet, int length)
    {
        if (_rtcpIndex == LastRtcpIndex)
            return 0;
        // One index for all SSRCs is allowed and can never repeat a nonce.
        _rtcpIndex++;
        var total = length + RtcpOverhead;
        _transform.SealRtcp(packet[..total], BinaryPrimitives.ReadUInt32BigEndian(packet[4..]), _rtcpIndex);
        return total;
    }

    public void Dispose() => _transform.Dispose();
}
