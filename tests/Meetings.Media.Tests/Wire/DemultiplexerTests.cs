using Meetings.Media.Wire;

namespace Meetings.Media.Tests.Wire;

public sealed class DemultiplexerTests
{
    [Theory]
    [InlineData(0, 1, PacketClass.Stun)]
    [InlineData(3, 255, PacketClass.Stun)]
    [InlineData(4, 0, PacketClass.Unknown)]
    [InlineData(19, 0, PacketClass.Unknown)]
    [InlineData(20, 254, PacketClass.Dtls)]
    [InlineData(22, 254, PacketClass.Dtls)]
    [InlineData(63, 254, PacketClass.Dtls)]
    [InlineData(64, 0, PacketClass.Unknown)]
    [InlineData(127, 0, PacketClass.Unknown)]
    [InlineData(128, 96, PacketClass.Rtp)]
    [InlineData(144, 0x80 | 111, PacketClass.Rtp)]
    [InlineData(128, 191, PacketClass.Rtp)]
    [InlineData(128, 192, PacketClass.Rtcp)]
    [InlineData(129, 200, PacketClass.Rtcp)]
    [InlineData(143, 206, PacketClass.Rtcp)]
    [InlineData(128, 223, PacketClass.Rtcp)]
    [InlineData(128, 224, PacketClass.Rtp)]
    [InlineData(191, 96, PacketClass.Rtp)]
    [InlineData(192, 200, PacketClass.Unknown)]
    [InlineData(255, 255, PacketClass.Unknown)]
    public void The_first_two_bytes_tell_the_class(byte first, byte second, PacketClass expected) =>
        Assert.Equal(expected, Demultiplexer.Classify([first, second, 0, 0]));

    [Fact]
    public void Too_short_a_datagram_is_unknown()
    {
        Assert.Equal(PacketClass.Unknown, Demultiplexer.Classify([]));
        Assert.Equal(PacketClass.Unknown, Demultiplexer.Classify([0x80]));
    }
}
