using System.Text;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Tests.Golden;
using Meetings.Media.Tests.Srtp;
using Meetings.Media.Tests.Vectors;
using Meetings.Media.Wire.Rtcp;
using Meetings.Media.Wire.Sdp;
using Meetings.Media.Wire.Stun;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>Well-formed inputs of each kind, and inputs that broke other implementations (trust.md section 1a).</summary>
internal static class SeedCorpus
{
    private const string RtpFixed = "60 0001 00000002 12345678";

    public static IReadOnlyList<byte[]> Stun { get; } =
    [
        Hex.Bytes(StunVectorTests.Request),
        Hex.Bytes(StunVectorTests.ResponseIpv4),
        Hex.Bytes(StunVectorTests.ResponseIpv6),
        Hex.Bytes(StunVectorTests.LongTermRequest),
        Written((buffer, id) => StunWriter.WriteBindingRequest(buffer, id, "local:remote"u8, 1, 2, true, "key"u8)),
        Written((buffer, id) => StunWriter.WriteBindingError(buffer, id, 420, "key"u8, 0x7ffe)),
        Hex.Bytes("0001 0008 2112a442 000102030405060708090a0b 0006 ffff 61000000"),
        Hex.Bytes("0001 ffff 2112a442 000102030405060708090a0b"),
        Hex.Bytes("0001 0008 2112a442 000102030405060708090a0b 0020 0003 00010000"),
    ];

    /// <summary>Packets in a byte stream (RFC 4571), whole, cut, of no length, of the greatest length, and what else knocks at a web port.</summary>
    public static IReadOnlyList<byte[]> Framed { get; } =
    [
        Frame(Hex.Bytes(StunVectorTests.Request)),
        [.. Frame(Hex.Bytes(StunVectorTests.Request)), .. Frame([]), .. Frame(new byte[1200]), 0, 9, 1],
        Hex.Bytes("0014 0001 0000 2112a442 000102030405060708090a0b"),
        Hex.Bytes("0000 0000 0000"), Hex.Bytes("ffff 00"), Hex.Bytes("0801 00"), Hex.Bytes("16 0301 0200 01 0001fc 0303"),
        [.. "GET / HTTP/1.1\r\nHost: x\r\n\r\n"u8], [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8],
    ];

    public static IReadOnlyList<byte[]> Rtp { get; } =
    [
        SrtpSamples.PlainRtp(1, 40),
        Hex.Bytes("80" + RtpFixed + "f8 11 22"),
        Hex.Bytes("82" + RtpFixed + "00000001 00000002 aa"),
        Hex.Bytes("90" + RtpFixed + "bede 0003 10 a5 22 010203 31 0007 f0 00 00 00  90 f0 9234 56 a7 10 02 00 9d 01 2a 80 02 68 01"),
        Hex.Bytes("90" + RtpFixed + "1000 0003 01 00 10 03 616263 00 ff 02 6465 aa"),
        Hex.Bytes("b0" + RtpFixed + "bede 0001 21 0007 00 0000 00000000 00000008"),
        Hex.Bytes("8f" + RtpFixed + "00000000 00000000"),
        Hex.Bytes("90" + RtpFixed + "bede ffff 00000000"),
        Hex.Bytes("a0" + RtpFixed + "0000 ff"),
        Hex.Bytes("90" + RtpFixed + "1000 0001 02 ff aa bb"),
    ];

    public static IReadOnlyList<byte[]> Rtcp { get; } =
    [
        SrtpSamples.PlainRtcp(blocks: 3),
        Compound(),
        Hex.Bytes("8fcd0005 fa17fa17 43032fa0 00990005 0006aa01 d490 0408 fff0 1000"),
        Hex.Bytes("8fcd0006 00000001 00000002 0000ffff 00000000 3fff3fff 3fff3fff"),
        Hex.Bytes("8fcd0005 00000001 00000002 00000002 00000000 20000002"),
        Hex.Bytes("8fce0004 00000001 00000000 52454d42 ffffffff"),
        Hex.Bytes("81cb0002 00000001 ff414141"),
        Hex.Bytes("80c90001"),
        Hex.Bytes("80c8ffff 00000001"),
        Hex.Bytes("a0c90001 00000004"),
        [0x81, 0xcd, 0x03, 0x00, .. Enumerable.Repeat((byte)0xff, 4 * 0x300)],
    ];

    public static IReadOnlyList<byte[]> Vp8 { get; } =
    [
        Hex.Bytes("90 f0 9234 56 a7 10 02 00 9d 01 2a 80 02 68 01 ff"),
        Hex.Bytes("10 00 02 00 9d 01 2a 80 02 68 01"),
        Hex.Bytes("90 80 7f 01"),
        Hex.Bytes("80 20 40 01"),
        Hex.Bytes("ff ff ff ff ff ff ff"),
    ];

    public static IReadOnlyList<byte[]> Opus { get; } =
    [
        Hex.Bytes("78 11 22"), Hex.Bytes("fb 03 22 33"), Hex.Bytes("fb bf"), Hex.Bytes("e1 00"), Hex.Bytes("f8"),
    ];

    public static IReadOnlyList<byte[]> Red { get; } =
    [
        Hex.Bytes("ef 0f0003 6f 112233 4455"), Hex.Bytes("6f 1122"), Hex.Bytes("ef ffffff 6f 11"), [.. Enumerable.Repeat((byte)0xef, 60)],
    ];

    /// <summary>A client hello whole, in two fragments, one that claims 16 MB, one that overlaps its end.</summary>
    public static IReadOnlyList<byte[]> Dtls { get; } =
    [
        Record("01 00002a 0000 000000 00002a fefd", 40),
        [.. Record("01 00002a 0000 000000 000010 fefd", 14), .. Record("01 00002a 0000 000010 00001a", 26)],
        Record("01 ffffff 0000 000000 00002a fefd", 40),
        Record("01 00002a 0000 000020 00002a fefd", 40),
        Hex.Bytes("16 fefd 0000 000000000000 ffff 01"),
        Hex.Bytes("17 fefd 0001 000000000001 0004 01020304"),
    ];

    /// <summary>A browser's offer, a short one, and what M15 names.</summary>
    public static IReadOnlyList<byte[]> Sdp { get; } =
    [
        Encoding.UTF8.GetBytes(GoldenFiles.Read("chromium-156-simulcast.offer.sdp")),
        Encoding.UTF8.GetBytes(GoldenFiles.Read("roamhq-wrtc.offer.sdp")),
        .. HostileOffers.All.Select(static o => Encoding.UTF8.GetBytes(o.Text)),
    ];

    public static IReadOnlyList<byte[]> PackedSdp { get; } =
    [
        Encoding.UTF8.GetBytes(SdpTransport.Pack(GoldenFiles.Read("chromium-156.offer.sdp"))),
        Encoding.UTF8.GetBytes(SdpTransport.Pack(new string('a', 300_000))),
        [.. "AAAA"u8],
        [],
    ];

    public static IReadOnlyList<byte[]> Srtp(SrtpProfile profile)
    {
        using var sender = new SrtpSender(profile, SrtpSamples.MasterKey(profile));
        return
        [
            SrtpSamples.ProtectedRtp(sender, 1, 60),
            SrtpSamples.ProtectedRtp(sender, 65_537, 0),
            SrtpSamples.ProtectedRtcp(sender),
            SrtpSamples.ProtectedRtcp(sender, ssrc: 1),
            // libsrtp's srtcp_unprotect once computed a length below zero from these.
            Hex.Bytes("80c90001 000000"),
            Hex.Bytes("80c90001 00000001 80000001"),
        ];
    }

    private static byte[] Record(string fragment, int rest)
    {
        byte[] body = [.. Hex.Bytes(fragment), .. new byte[rest]];
        return [.. Hex.Bytes("16 fefd 0000 000000000000"), (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    private static byte[] Frame(byte[] packet) => [(byte)(packet.Length >> 8), (byte)packet.Length, .. packet];

    private static byte[] Compound()
    {
        var writer = new RtcpWriter(new byte[1200]);
        writer.AddSenderReport(1, 2, 3, 4, 5, [new ReportBlock(1, 2, -3, 4, 5, 6, 7)]);
        writer.AddCanonicalName(1, "name"u8);
        writer.AddNack(1, 2, [10, 12, 40, 65535]);
        writer.AddPictureLossIndication(1, 2);
        writer.AddFullIntraRequest(1, 2, 3);
        writer.AddReceiverEstimatedMaximumBitrate(1, 2_500_000, [1, 2]);
        writer.AddTransportFeedback(1, 2, 3, 100, [.. Enumerable.Range(0, 50).Select(i =>
            new PacketArrival(100 + (i * 2) + (i / 10 * 40), Instant.FromMilliseconds(i * (i % 5 == 0 ? 90 : 3))))]);
        writer.AddGoodbye(1);
        return writer.Written.ToArray();
    }

    private static byte[] Written(Func<byte[], byte[], int> write)
    {
        var buffer = new byte[StunWriter.MaxWrittenLength];
        return buffer[..write(buffer, [.. Enumerable.Range(0, 12).Select(i => (byte)i)])];
    }
}
