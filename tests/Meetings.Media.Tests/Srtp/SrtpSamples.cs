using System.Buffers.Binary;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Wire.Rtcp;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Tests.Srtp;

/// <summary>Keys and packets for SRTP tests.</summary>
internal static class SrtpSamples
{
    public const uint Ssrc = 0x1234_5678;

    public static byte[] MasterKey(SrtpProfile profile) =>
        [.. Enumerable.Range(1, profile == SrtpProfile.AeadAes128Gcm ? 28 : 30).Select(i => (byte)(i * 7))];

    /// <summary>A plaintext packet with a header extension; returns its length and where the payload begins.</summary>
    public static (int Length, int HeaderLength) WriteRtp(Span<byte> to, long extendedSequence, int payloadLength, uint ssrc = Ssrc)
    {
        var header = new RtpHeaderWriter(to, marker: false, 96, (ushort)extendedSequence, (uint)extendedSequence * 3000, ssrc);
        header.Add(3, [(byte)'m', (byte)'0']);
        var headerLength = header.Finish();
        for (var i = 0; i < payloadLength; i++)
            to[headerLength + i] = (byte)(i + extendedSequence);
        return (headerLength + payloadLength, headerLength);
    }

    public static byte[] PlainRtp(long extendedSequence, int payloadLength = 100, uint ssrc = Ssrc)
    {
        var buffer = new byte[2048];
        var (length, _) = WriteRtp(buffer, extendedSequence, payloadLength, ssrc);
        return buffer[..length];
    }

    public static byte[] ProtectedRtp(SrtpSender sender, long extendedSequence, int payloadLength = 100, uint ssrc = Ssrc)
    {
        var buffer = new byte[2048];
        var (length, headerLength) = WriteRtp(buffer, extendedSequence, payloadLength, ssrc);
        return buffer[..sender.ProtectRtp(buffer, length, headerLength, extendedSequence)];
    }

    public static byte[] PlainRtcp(uint ssrc = Ssrc, int blocks = 1)
    {
        var buffer = new byte[1500];
        var writer = new RtcpWriter(buffer);
        writer.AddReceiverReport(ssrc, Enumerable.Range(0, blocks).Select(i => new ReportBlock((uint)i, 1, 2, 3, 4, 5, 6)).ToArray());
        writer.AddCanonicalName(ssrc, "a"u8);
        return buffer[..writer.Length];
    }

    public static byte[] ProtectedRtcp(SrtpSender sender, uint ssrc = Ssrc)
    {
        var plain = PlainRtcp(ssrc);
        byte[] buffer = [.. plain, .. new byte[sender.RtcpOverhead]];
        Assert.Equal(buffer.Length, sender.ProtectRtcp(buffer, plain.Length));
        return buffer;
    }

    public static uint Rollover(long extendedSequence) => (uint)(extendedSequence >> 16);

    public static ushort SequenceOf(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
}
