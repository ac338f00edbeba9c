using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Tests.Vectors;

/// <summary>RFC 7714 sections 16.1 and 17: the conformance suite of whatever stands behind <see cref="AesGcmSeal"/>.</summary>
public sealed class GcmVectorTests
{
    private const string Key = "000102030405060708090a0b0c0d0e0f";
    private const string Salt = "517569642070726f2071756f";

    private const string Rtp = """
        8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973
        20646976 69736120 696e2070 61727465 73207472 6573
        """;

    private const string Srtp = """
        8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca
        be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833899d 7f27beb1
        6a9152cf 765ee439 0cce
        """;

    // Section 17's preamble prints another packet than its subsections work on; this is the latter.
    private const string Rtcp = """
        81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930
        4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef
        """;

    private const string Srtcp = """
        81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7
        6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded 0bb9275b c84aa458
        96cf4d2f c5abf872 45d9eade 800005d4
        """;

    private const uint Ssrc = 0x5501_a0b2;
    private const uint RtcpSsrc = 0x4d61_7273;
    private const uint RtcpIndex = 0x5d4;

    [Fact]
    public void An_rtp_packet_is_sealed_as_in_section_16_1_1()
    {
        using var transform = new SrtpGcmTransform(Hex.Bytes(Key), Hex.Bytes(Salt));
        byte[] packet = [.. Hex.Bytes(Rtp), .. new byte[16]];
        transform.SealRtp(packet, 12, Ssrc, 0xf17b);
        Assert.Equal(Hex.Text(Hex.Bytes(Srtp)), Hex.Text(packet));
    }

    [Fact]
    public void An_rtp_packet_is_opened_as_in_section_16_1_2_also_after_a_forgery()
    {
        using var transform = new SrtpGcmTransform(Hex.Bytes(Key), Hex.Bytes(Salt));
        OpenOnce();
        var forged = Hex.Bytes(Srtp);
        forged[20] ^= 1;
        Assert.False(transform.TryOpenRtp(forged, 12, Ssrc, 0xf17b));
        OpenOnce();

        void OpenOnce()
        {
            var packet = Hex.Bytes(Srtp);
            Assert.True(transform.TryOpenRtp(packet, 12, Ssrc, 0xf17b));
            Assert.Equal(Hex.Text(Hex.Bytes(Rtp)), Hex.Text(packet.AsSpan(..^16)));
        }
    }

    [Fact]
    public void An_rtcp_packet_is_sealed_as_in_section_17_1()
    {
        using var transform = new SrtpGcmTransform(Hex.Bytes(Key), Hex.Bytes(Salt));
        byte[] packet = [.. Hex.Bytes(Rtcp), .. new byte[20]];
        transform.SealRtcp(packet, RtcpSsrc, RtcpIndex);
        Assert.Equal(Hex.Text(Hex.Bytes(Srtcp)), Hex.Text(packet));
    }

    [Fact]
    public void An_rtcp_packet_is_opened_as_in_section_17_1()
    {
        using var transform = new SrtpGcmTransform(Hex.Bytes(Key), Hex.Bytes(Salt));
        var packet = Hex.Bytes(Srtcp);
        Assert.Equal(0x8000_05d4u, transform.ReadRtcpIndexWord(packet));
        Assert.True(transform.TryOpenRtcp(packet, RtcpSsrc, RtcpIndex));
        Assert.Equal(Hex.Text(Hex.Bytes(Rtcp)), Hex.Text(packet.AsSpan(..^20)));
    }

    [Fact]
    public void A_tag_without_encryption_is_as_in_section_17_3()
    {
        using var seal = new AesGcmSeal(Hex.Bytes(Key));
        var tag = new byte[16];
        seal.Seal(Hex.Bytes("517524055203726f207170bb"), Hex.Bytes(Rtcp + "000005d4"), [], tag);
        Assert.Equal("841dd9683dd78ec92ae58790125f62b3", Hex.Text(tag));
    }
}
