using CsCheck;
using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Tcp;

namespace Meetings.Media.Tests.Wire.Tcp;

public sealed class FramingTests
{
    [Fact]
    public void Packets_come_back_however_the_stream_is_cut() =>
        Gen.Select(Gen.Byte.Array[0, 600].Array[0, 8], Gen.Int[1, 50]).Sample((packets, piece) =>
        {
            var stream = new List<byte>();
            foreach (var packet in packets)
            {
                var header = new byte[PacketFraming.HeaderLength];
                PacketFraming.WriteHeader(header, packet.Length);
                stream.AddRange([.. header, .. packet]);
            }

            var read = new List<byte[]>();
            var buffer = new List<byte>();
            foreach (var chunk in stream.Chunk(piece))
            {
                buffer.AddRange(chunk);
                while (PacketFraming.Read(buffer.ToArray(), 600, out var packet, out var consumed) == FrameStatus.Complete)
                {
                    read.Add(packet.ToArray());
                    buffer.RemoveRange(0, consumed);
                }
            }

            Assert.Empty(buffer);
            Assert.Equal(packets, read);
        }, iter: 300);

    [Theory]
    [InlineData("", FrameStatus.Incomplete)]
    [InlineData("00", FrameStatus.Incomplete)]
    [InlineData("0003 aabb", FrameStatus.Incomplete)]
    [InlineData("0003 aabbcc", FrameStatus.Complete)]
    [InlineData("0000", FrameStatus.Complete)]
    [InlineData("0201", FrameStatus.TooLong)]
    [InlineData("ffff", FrameStatus.TooLong)]
    public void Lengths_are_believed_up_to_the_bound(string bytes, FrameStatus expected) =>
        Assert.Equal(expected, PacketFraming.Read(Hex.Bytes(bytes), 512, out _, out _));

    [Theory]
    [InlineData("0064 0001 0050 2112a442", StreamKind.Media)]
    [InlineData("01fe 0001 01ea 2112a442 00", StreamKind.Media)]
    [InlineData("16 0301 0200 01", StreamKind.Web)] // a TLS ClientHello
    [InlineData("16", StreamKind.Web)]
    [InlineData("47 45 54 20 2f", StreamKind.Web)] // GET /
    [InlineData("50 52 49", StreamKind.Web)] // PRI, HTTP/2
    [InlineData("0064 0101 0050 2112a442", StreamKind.Web)] // a response
    [InlineData("0064 0001 0050 2112a443", StreamKind.Web)]
    [InlineData("0013", StreamKind.Web)] // shorter than any STUN message
    [InlineData("01ff", StreamKind.Web)]
    [InlineData("", StreamKind.Unknown)]
    public void The_first_bytes_tell_media_from_the_web(string first, StreamKind expected) =>
        Assert.Equal(expected, StreamOpening.Classify(Hex.Bytes(first)));

    [Fact]
    public void A_binding_request_in_single_bytes_is_never_taken_for_the_web()
    {
        byte[] whole = [0, (byte)Hex.Bytes(StunVectorTests.Request).Length, .. Hex.Bytes(StunVectorTests.Request)];
        for (var length = 0; length <= whole.Length; length++)
            Assert.Equal(length < StreamOpening.Needed ? StreamKind.Unknown : StreamKind.Media, StreamOpening.Classify(whole.AsSpan(0, length)));
    }
}
