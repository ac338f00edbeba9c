using System.IO.Compression;
using Meetings.Media.Tests.Golden;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Tests.Sdp;

public sealed class SdpTransportTests
{
    [Fact]
    public void An_offer_packs_small_and_unpacks_to_itself()
    {
        var offer = GoldenFiles.Read("chromium-156.offer.sdp");
        var packed = SdpTransport.Pack(offer);

        Assert.True(packed.Length < 2_200, $"{packed.Length} characters");
        Assert.True(SdpTransport.TryUnpack(packed, out var unpacked));
        Assert.Equal(offer, unpacked);
    }

    [Fact]
    public void M15_a_bomb_is_not_inflated()
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            for (var i = 0; i < 16; i++)
                deflate.Write(new byte[1024 * 1024]);

        Assert.False(SdpTransport.TryUnpack(Convert.ToBase64String(packed.ToArray()), out _));
    }

    [Theory]
    [InlineData(SdpParser.MaxLength, true)]
    [InlineData(SdpParser.MaxLength + 1, false)]
    public void M15_up_to_128_KiB_are_inflated_and_no_more(int length, bool isInflated) =>
        Assert.Equal(isInflated, SdpTransport.TryUnpack(SdpTransport.Pack(new string('a', length)), out _));

    [Fact]
    public void M15_text_packed_longer_than_any_offer_is_not_looked_at() =>
        Assert.False(SdpTransport.TryUnpack(SdpTransport.Pack("v=0") + new string('A', SdpTransport.MaxPacked), out _));

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("/////w==")]
    public void What_is_not_deflate_in_base64_is_refused(string packed) => Assert.False(SdpTransport.TryUnpack(packed, out _));
}
