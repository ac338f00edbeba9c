using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Tests.Vectors;

/// <summary>RFC 7714 sections 16.1 and 17, and byte-for-byte agreement: the conformance suite of what stands behind <see cref="AesGcmSeal"/>.</summary>
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

    public static TheoryData<bool> Implementations => Libcrypto.IsAvailable ? [true, false] : [false];

    [Theory]
    [MemberData(nameof(Implementations))]
    public void An_rtp_packet_is_sealed_as_in_section_16_1_1(bool native)
    {
        using var transform = Transform(native);
        byte[] packet = [.. Hex.Bytes(Rtp), .. new byte[16]];
        transform.SealRtp(packet, 12, Ssrc, 0xf17b);
        Assert.Equal(Hex.Text(Hex.Bytes(Srtp)), Hex.Text(packet));
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void An_rtp_packet_is_opened_as_in_section_16_1_2_also_after_a_forgery(bool native)
    {
        using var transform = Transform(native);
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

    [Theory]
    [MemberData(nameof(Implementations))]
    public void An_rtcp_packet_is_sealed_as_in_section_17_1(bool native)
    {
        using var transform = Transform(native);
        byte[] packet = [.. Hex.Bytes(Rtcp), .. new byte[20]];
        transform.SealRtcp(packet, RtcpSsrc, RtcpIndex);
        Assert.Equal(Hex.Text(Hex.Bytes(Srtcp)), Hex.Text(packet));
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void An_rtcp_packet_is_opened_as_in_section_17_1(bool native)
    {
        using var transform = Transform(native);
        var packet = Hex.Bytes(Srtcp);
        Assert.Equal(0x8000_05d4u, transform.ReadRtcpIndexWord(packet));
        Assert.True(transform.TryOpenRtcp(packet, RtcpSsrc, RtcpIndex));
        Assert.Equal(Hex.Text(Hex.Bytes(Rtcp)), Hex.Text(packet.AsSpan(..^20)));
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void A_tag_without_encryption_is_as_in_section_17_3(bool native)
    {
        using var seal = New(native, Hex.Bytes(Key));
        var tag = new byte[16];
        seal.Seal(Hex.Bytes("517524055203726f207170bb"), Hex.Bytes(Rtcp + "000005d4"), [], tag);
        Assert.Equal("841dd9683dd78ec92ae58790125f62b3", Hex.Text(tag));
    }

    [Fact]
    public void Both_make_the_same_bytes_of_every_length_and_open_each_others()
    {
        if (!Libcrypto.IsAvailable)
            return;
        var random = new Random(5);
        var key = new byte[16];
        random.NextBytes(key);
        using var native = New(native: true, key);
        using var runtime = New(native: false, key);
        for (var length = 0; length < 1_300; length++)
        {
            var (nonce, associated, text, tag, otherTag) = (new byte[12], new byte[length % 37], new byte[length], new byte[16], new byte[16]);
            random.NextBytes(nonce);
            random.NextBytes(associated);
            random.NextBytes(text);
            var (a, b) = (text.ToArray(), text.ToArray());
            native.Seal(nonce, associated, a, tag);
            runtime.Seal(nonce, associated, b, otherTag);
            Assert.True(a.AsSpan().SequenceEqual(b) && tag.AsSpan().SequenceEqual(otherTag), $"differs at {length}");
            Assert.True(native.TryOpen(nonce, associated, b, tag) && b.AsSpan().SequenceEqual(text), $"not opened at {length}");
            Assert.True(runtime.TryOpen(nonce, associated, a, tag) && a.AsSpan().SequenceEqual(text), $"not opened at {length}");
        }
    }

    [Theory]
    [MemberData(nameof(Implementations))]
    public void A_changed_bit_anywhere_is_refused_and_the_next_packet_opens(bool native)
    {
        using var seal = New(native, Hex.Bytes(Key));
        var nonce = new byte[12];
        byte[] associated = [1, 2, 3, 4];
        var tag = new byte[16];
        var text = Enumerable.Range(0, 60).Select(static i => (byte)i).ToArray();
        var plain = text.ToArray();
        seal.Seal(nonce, associated, text, tag);
        for (var bit = 0; bit < (12 + 4 + 60 + 16) * 8; bit++)
        {
            byte[][] parts = [nonce.ToArray(), associated.ToArray(), text.ToArray(), tag.ToArray()];
            var (at, part) = (bit / 8, 0);
            for (; at >= parts[part].Length; part++)
                at -= parts[part].Length;
            parts[part][at] ^= (byte)(1 << (bit % 8));
            Assert.False(seal.TryOpen(parts[0], parts[1], parts[2], parts[3]), $"bit {bit}");
        }

        Assert.True(seal.TryOpen(nonce, associated, text, tag));
        Assert.Equal(plain, text);
    }

    [Fact]
    public void Wrong_lengths_of_nonce_or_tag_and_use_after_the_end_are_bugs_of_the_caller()
    {
        if (!Libcrypto.IsAvailable)
            return;
        var seal = New(native: true, Hex.Bytes(Key));
        Assert.Throws<ArgumentException>(() => seal.Seal(new byte[11], [], [], new byte[16]));
        Assert.Throws<ArgumentException>(() => seal.Seal(new byte[12], [], [], new byte[15]));
        Assert.Throws<ArgumentException>(() => seal.TryOpen(new byte[12], [], [], new byte[15]));
        seal.Seal(new byte[12], [], [], new byte[16]);
        seal.Dispose();
        seal.Dispose();
        Assert.Throws<ObjectDisposedException>(() => seal.Seal(new byte[12], [], [], new byte[16]));
        Assert.Throws<ObjectDisposedException>(() => seal.TryOpen(new byte[12], [], [], new byte[16]));
    }

    private static AesGcmSeal New(bool native, byte[] key) => native ? new LibcryptoGcmSeal(key) : new RuntimeGcmSeal(key);

    private static SrtpGcmTransform Transform(bool native) => new(New(native, Hex.Bytes(Key)), New(native, Hex.Bytes(Key)), Hex.Bytes(Salt));
}
