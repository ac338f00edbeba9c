using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Meetings.Media.Session.Srtp;

/// <summary>AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1, RFC 5764 section 4.1.2).</summary>
internal sealed class SrtpCounterModeTransform : SrtpTransform
{
    private const int Tag = 10;
    private const int DigestLength = 20;
    private const int AuthenticationKeyLength = 20;
    private const int SaltLength = 14;

    private readonly Keys _rtp;
    private readonly Keys _rtcp;

    public SrtpCounterModeTransform(ReadOnlySpan<byte> masterKeyAndSalt)
    {
        _rtp = new Keys(
            masterKeyAndSalt, SrtpKeyLabel.RtpEncryption, SrtpKeyLabel.RtpAuthentication, SrtpKeyLabel.RtpSalt);
        _rtcp = new Keys(
            masterKeyAndSalt, SrtpKeyLabel.RtcpEncryption, SrtpKeyLabel.RtcpAuthentication, SrtpKeyLabel.RtcpSalt);
    }

    public override int TagLength => Tag;

    public override void SealRtp(Span<byte> packetAndTag, int headerLength, uint ssrc, long index)
    {
        var packet = packetAndTag[..^Tag];
        _rtp.Crypt(packet[headerLength..], ssrc, index);
        Span<byte> digest = stackalloc byte[DigestLength];
        RtpDigest(packet, index, digest);
        digest[..Tag].CopyTo(packetAndTag[^Tag..]);
    }

    public override bool TryOpenRtp(Span<byte> packetAndTag, int headerLength, uint ssrc, long index)
    {
        var packet = packetAndTag[..^Tag];
        Span<byte> digest = stackalloc byte[DigestLength];
        RtpDigest(packet, index, digest);
        if (!CryptographicOperations.FixedTimeEquals(digest[..Tag], packetAndTag[^Tag..]))
            return false;
        _rtp.Crypt(packet[headerLength..], ssrc, index);
        return true;
    }

    public override void SealRtcp(Span<byte> packetAndTrailer, uint ssrc, uint index)
    {
        var authenticated = packetAndTrailer[..^Tag];
        BinaryPrimitives.WriteUInt32BigEndian(authenticated[^RtcpIndexLength..], RtcpEncrypted | index);
        _rtcp.Crypt(authenticated[RtcpClearLength..^RtcpIndexLength], ssrc, index);
        Span<byte> digest = stackalloc byte[DigestLength];
        _rtcp.Digest(authenticated, default, digest);
        digest[..Tag].CopyTo(packetAndTrailer[^Tag..]);
    }

    public override bool TryOpenRtcp(Span<byte> packetAndTrailer, uint ssrc, uint index)
    {
        var authenticated = packetAndTrailer[..^Tag];
        Span<byte> digest = stackalloc byte[DigestLength];
        _rtcp.Digest(authenticated, default, digest);
        if (!CryptographicOperations.FixedTimeEquals(digest[..Tag], packetAndTrailer[^Tag..]))
            return false;
        _rtcp.Crypt(authenticated[RtcpClearLength..^RtcpIndexLength], ssrc, index);
        return true;
    }

    public override uint ReadRtcpIndexWord(ReadOnlySpan<byte> packetAndTrailer) =>
        BinaryPrimitives.ReadUInt32BigEndian(packetAndTrailer[^(RtcpIndexLength + Tag)..]);

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    /// <summary>The tag covers the packet and the rollover counter (RFC 3711 section 4.2).</summary>
    private void RtpDigest(ReadOnlySpan<byte> packet, long index, Span<byte> digest)
    {
        Span<byte> rollover = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(rollover, (uint)(index >> 16));
        _rtp.Digest(packet, rollover, digest);
    }

    private sealed class Keys : IDisposable
    {
        private readonly AesCounterMode _cipher;
        private readonly IncrementalHash _hmac;
        private readonly byte[] _salt = new byte[SaltLength];

        [SuppressMessage("Security", "CA5350", Justification = "RFC 5764 makes HMAC-SHA1 the profile every browser knows.")]
        public Keys(ReadOnlySpan<byte> masterKeyAndSalt, SrtpKeyLabel encryption, SrtpKeyLabel authentication, SrtpKeyLabel salt)
        {
            var masterKey = masterKeyAndSalt[..SrtpKeyDerivation.MasterKeyLength];
            var masterSalt = masterKeyAndSalt[SrtpKeyDerivation.MasterKeyLength..];
            Span<byte> session = stackalloc byte[AuthenticationKeyLength];
            SrtpKeyDerivation.Derive(masterKey, masterSalt, encryption, session[..16]);
            _cipher = AesCounterMode.Create(session[..16]);
            SrtpKeyDerivation.Derive(masterKey, masterSalt, authentication, session);
            _hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, session);
            session.Clear();
            SrtpKeyDerivation.Derive(masterKey, masterSalt, salt, _salt);
        }

        /// <summary>IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16 (RFC 3711 section 4.1.1).</summary>
        public void Crypt(Span<byte> text, uint ssrc, long index)
        {
            Span<byte> iv = stackalloc byte[16];
            _salt.CopyTo(iv);
            iv[14..].Clear();
            var low = BinaryPrimitives.ReadUInt64BigEndian(iv[6..]) ^ (ulong)index ^ ((ulong)ssrc << 48);
            var high = BinaryPrimitives.ReadUInt16BigEndian(iv[4..]) ^ (ssrc >> 16);
            BinaryPrimitives.WriteUInt64BigEndian(iv[6..], low);
            BinaryPrimitives.WriteUInt16BigEndian(iv[4..], (ushort)high);
            _cipher.Apply(iv, text);
        }

        public void Digest(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> suffix, Span<byte> digest)
        {
            _hmac.AppendData(packet);
            if (!suffix.IsEmpty)
                _hmac.AppendData(suffix);
            _hmac.GetHashAndReset(digest);
        }

        public void Dispose()
        {
            _cipher.Dispose();
            _hmac.Dispose();
        }
    }
}
