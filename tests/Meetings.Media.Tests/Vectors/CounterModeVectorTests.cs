using Meetings.Media.Session.Srtp;

namespace Meetings.Media.Tests.Vectors;

/// <summary>RFC 3711 appendix B.</summary>
public sealed class CounterModeVectorTests
{
    public static TheoryData<bool> Implementations => Libcrypto.IsAvailable ? [true, false] : [false];

    [Theory]
    [MemberData(nameof(Implementations))]
    public void The_keystream_of_appendix_B_2_comes_out(bool native)
    {
        var key = Hex.Bytes("2B7E151628AED2A6ABF7158809CF4F3C");
        using AesCounterMode cipher = native ? new LibcryptoCounterMode(key) : new RuntimeCounterMode(key);
        var keystream = new byte[0xff02 * 16];
        cipher.Apply(Hex.Bytes("F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000"), keystream);
        Assert.Equal("e03ead0935c95e80e166b16dd92b4eb4", Block(0));
        Assert.Equal("d23513162b02d0f72a43a2fe4a5f97ab", Block(1));
        Assert.Equal("41e95b3bb0a2e8dd477901e4fca894c0", Block(2));
        Assert.Equal("ec8cdf7398607cb0f2d21675ea9ea1e4", Block(0xfeff));
        Assert.Equal("362b7c3c6773516318a077d7fc5073ae", Block(0xff00));
        Assert.Equal("6a2cc3787889374fbeb4c81b17ba6c44", Block(0xff01));

        string Block(int index) => Hex.Text(keystream.AsSpan(index * 16, 16));
    }

    [Theory]
    [InlineData(SrtpKeyLabel.RtpEncryption, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(SrtpKeyLabel.RtpSalt, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData(SrtpKeyLabel.RtpAuthentication, """
        CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA48F0A0ACF3C34E2359E6CDBCE
        E049646C43D9327AD175578EF7227098 6371C10C9A369AC2F94A8C5FBCDDDC25
        6D6E919A48B610EF17C2041E47403576 6B68642C59BBFC2F34DB60DBDFB2
        """)]
    internal void The_session_keys_of_appendix_B_3_are_derived(SrtpKeyLabel label, string expected)
    {
        var key = new byte[Hex.Bytes(expected).Length];
        SrtpKeyDerivation.Derive(
            Hex.Bytes("E1F97A0D3E018BE0D64FA32C06DE4139"), Hex.Bytes("0EC675AD498AFEEBB6960B3AABE6"), label, key);
        Assert.Equal(Hex.Text(Hex.Bytes(expected)), Hex.Text(key));
    }
}
