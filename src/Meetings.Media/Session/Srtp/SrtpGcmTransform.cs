using System.Buffers.Binary;

namespace Meetings.Media.Session.Srtp;

/// <summary>AEAD_AES_128_GCM for SRTP and SRTCP (RFC 7714).</summary>
internal sealed class SrtpGcmTransform : SrtpTransform
{
    private readonly AesGcmSeal _rtp;
    private readonly AesGcmSeal _rtcp;
    private readonly byte[] _rtpSalt = new byte[AesGcmSeal.NonceLength];
    private readonly byte[] _rtcpSalt = new byte[AesGcmSeal.NonceLength];

    public SrtpGcmTransform(ReadOnlySpan<byte> masterKeyAndSalt)
    {
        var key = masterKeyAndSalt[..SrtpKeyDerivation.MasterKeyLength];
        var salt = masterKeyAndSalt[SrtpKeyDerivation.MasterKeyLength..];
        Span<byte> session = stackalloc byte[16];
        SrtpKeyDerivation.Derive(key, salt, SrtpKeyLabel.RtpEncryption, session);
        _rtp = AesGcmSeal.Create(session);
        SrtpKeyDerivation.Derive(key, salt, SrtpKeyLabel.RtcpEncryption, session);
        _rtcp = AesGcmSeal.Create(session);
        session.Clear();
        SrtpKeyDerivation.Derive(key, salt, SrtpKeyLabel.RtpSalt, _rtpSalt);
        SrtpKeyDerivation.Derive(key, salt, SrtpKeyLabel.RtcpSalt, _rtcpSalt);
    }

    /// <summary>For the vectors of RFC 7714 sections 16 and 17, which give session keys.</summary>
    internal SrtpGcmTransform(AesGcmSeal rtp, AesGcmSeal rtcp, ReadOnlySpan<byte> sessionSalt)
    {
        _rtp = rtp;
        _rtcp = rtcp;
        sessionSalt.CopyTo(_rtpSalt);
        sessionSalt.CopyTo(_rtcpSalt);
    }

    public override int TagLength => AesGcmSeal.TagLength;

    public override void SealRtp(Span<byte> packetAndTag, int headerLength, uint ssrc, long index)
    {
        Span<byte> nonce = stackalloc byte[AesGcmSeal.NonceLength];
        RtpNonce(nonce, ssrc, index);
        _rtp.Seal(nonce, packetAndTag[..headerLength], packetAndTag[headerLength..^TagLength], packetAndTag[^TagLength..]);
    }

    public override bool TryOpenRtp(Span<byte> packetAndTag, int headerLength, uint ssrc, long index)
    {
        Span<byte> nonce = stackalloc byte[AesGcmSeal.NonceLength];
        RtpNonce(nonce, ssrc, index);
        return _rtp.TryOpen(nonce, packetAndTag[..headerLength], packetAndTag[headerLength..^TagLength], packetAndTag[^TagLength..]);
    }

    public override void SealRtcp(Span<byte> packetAndTrailer, uint ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[AesGcmSeal.NonceLength];
        Span<byte> associated = stackalloc byte[RtcpClearLength + RtcpIndexLength];
        var word = packetAndTrailer[^RtcpIndexLength..];
        BinaryPrimitives.WriteUInt32BigEndian(word, RtcpEncrypted | index);
        RtcpNonce(nonce, ssrc, index);
        RtcpAssociatedData(associated, packetAndTrailer, word);
        var sealedPart = packetAndTrailer[RtcpClearLength..^RtcpIndexLength];
        _rtcp.Seal(nonce, associated, sealedPart[..^TagLength], sealedPart[^TagLength..]);
    }

    public override bool TryOpenRtcp(Span<byte> packetAndTrailer, uint ssrc, uint index)
    {
        Span<byte> nonce = stackalloc byte[AesGcmSeal.NonceLength];
        Span<byte> associated = stackalloc byte[RtcpClearLength + RtcpIndexLength];
        RtcpNonce(nonce, ssrc, index);
        RtcpAssociatedData(associated, packetAndTrailer, packetAndTrailer[^RtcpIndexLength..]);
        var sealedPart = packetAndTrailer[RtcpClearLength..^RtcpIndexLength];
        return _rtcp.TryOpen(nonce, associated, sealedPart[..^TagLength], sealedPart[^TagLength..]);
    }

    public override uint ReadRtcpIndexWord(ReadOnlySpan<byte> packetAndTrailer) =>
        BinaryPrimitives.ReadUInt32BigEndian(packetAndTrailer[^RtcpIndexLength..]);

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>RFC 7714 section 8.1: two zero octets, SSRC, rollover counter, sequence number; XOR salt.</summary>
    private void RtpNonce(Span<byte> nonce, uint ssrc, long index)
    {
        nonce[0] = _rtpSalt[0];
        nonce[1] = _rtpSalt[1];
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc ^ BinaryPrimitives.ReadUInt32BigEndian(_rtpSalt.AsSpan(2)));
        BinaryPrimitives.WriteUInt32BigEndian(
            nonce[6..], (uint)(index >> 16) ^ BinaryPrimitives.ReadUInt32BigEndian(_rtpSalt.AsSpan(6)));
        BinaryPrimitives.WriteUInt16BigEndian(
            nonce[10..], (ushort)((ushort)index ^ BinaryPrimitives.ReadUInt16BigEndian(_rtpSalt.AsSpan(10))));
    }

    /// <summary>RFC 7714 section 9.1: two zero octets, SSRC, two zero octets, a zero bit and the 31-bit index; XOR salt.</summary>
    private void RtcpNonce(Span<byte> nonce, uint ssrc, uint index)
    {
        _rtcpSalt.CopyTo(nonce);
        BinaryPrimitives.WriteUInt32BigEndian(nonce[2..], ssrc ^ BinaryPrimitives.ReadUInt32BigEndian(_rtcpSalt.AsSpan(2)));
        BinaryPrimitives.WriteUInt32BigEndian(nonce[8..], index ^ BinaryPrimitives.ReadUInt32BigEndian(_rtcpSalt.AsSpan(8)));
    }

    /// <summary>RFC 7714 section 9.2: the first eight octets, then the E bit and index.</summary>
    private static void RtcpAssociatedData(Span<byte> to, ReadOnlySpan<byte> packet, ReadOnlySpan<byte> indexWord)
    {
        packet[..RtcpClearLength].CopyTo(to);
        indexWord.CopyTo(to[RtcpClearLength..]);
    }
}
