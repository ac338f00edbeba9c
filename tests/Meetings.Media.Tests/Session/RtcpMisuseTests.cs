using System.Buffers.Binary;
using System.Diagnostics;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Tests.Engine.Browsers;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Tests.Vectors;

namespace Meetings.Media.Tests.Session;

/// <summary>RTCP and RTP of a peer that is let in and means harm (M07, M08): what one packet may cost behind the authentication.</summary>
[Collection(nameof(RealTime))]
public sealed class RtcpMisuseTests
{
    /// <summary>Most plain bytes of one compound: a datagram the port takes, less the SRTCP index and tag.</summary>
    private const int Most = 2_020;

    private static readonly Dictionary<string, byte[]> Compounds = new()
    {
        ["feedback on 65535 lost packets"] = Filled("8fcd 0000 00000001 00000002 0000 ffff 000000 00" + Times("1fff", 9) + "0000"),
        ["feedback on 65535 packets of empty runs"] = Filled("8fcd 0000 00000001 00000002 0000 ffff 000000 00" + Times("2000", 504)),
        ["feedback that promises 65535 deltas"] = Filled("8fcd 0000 00000001 00000002 0000 ffff 000000 00" + Times("3fff", 9) + "0000"),
        ["requests for 17 packets each"] = Filled("81cd 0000 00000001 000009c4" + Times("0000ffff", 495)),
        ["a NACK and others for a slot that is not there"] = Filled("81cd 0000 00000001 00000009 0000ffff"),
        ["key frames wanted again and again"] = Filled("84ce 0000 00000001 00000000" + Times("000009c4 00000000", 247)),
        ["estimates for 255 streams"] = Filled("8fce 0000 00000001 00000000 52454d42 ff ff ffff" + Times("000009c4", 255)),
        ["reports of 31 blocks"] = Filled("9fc9 0000 00000001" + Times("000009c4 ff7fffff ffffffff ffffffff ffffffff ffffffff", 31)),
        ["goodbyes of nobody"] = Filled("80cb 0000"),
        ["descriptions with items of no length"] = Filled("81ca 0000 00000001" + Times("0100", 990) + "00000000"),
    };

    public static TheoryData<string> Names => [.. Compounds.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void M07_the_dearest_compounds_cost_less_than_a_millisecond_and_64_KiB(string name)
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser hostile = meeting.Join(2, arrivals: true);
        speaker.Microphone.On = speaker.Camera.On = true;
        meeting.Show(hostile, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(3);
        long malformed = meeting.Room.Counters[DropReason.RtcpMalformed];
        var shortest = TimeSpan.MaxValue;
        long fewest = long.MaxValue;
        for (int i = 0; i < 200; i++)
        {
            byte[] packet = hostile.Protected(Compounds[name]);
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long begun = Stopwatch.GetTimestamp();
            meeting.Inject(hostile.Address, packet);
            shortest = TimeSpan.FromTicks(Math.Min(shortest.Ticks, Stopwatch.GetElapsedTime(begun).Ticks));
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        Assert.Equal(malformed, meeting.Room.Counters[DropReason.RtcpMalformed]); // else it was not walked to its end
        Assert.InRange(shortest, TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        Assert.InRange(fewest, 0, 64 * 1024);
        TestContext.Current.SendDiagnosticMessage($"{name}: {shortest.TotalMicroseconds:F0} us, {fewest} bytes");
    }

    [Fact]
    public void M08_a_timestamp_half_the_circle_away_is_counted_as_jitter()
    {
        var report = new ReceptionReport(90_000);
        report.Record(Instant.FromMilliseconds(1_000), 1, 0, newest: true);
        report.Record(Instant.FromMilliseconds(1_000), 2, 0x8000_0000, newest: true);
        Assert.Equal(0x8000_0000u / 16, report.Close().Jitter);
    }

    /// <summary>The packet, its length set, as often as a datagram holds it.</summary>
    private static byte[] Filled(string packet)
    {
        byte[] one = Hex.Bytes(packet);
        Assert.Equal(0, one.Length % 4);
        BinaryPrimitives.WriteUInt16BigEndian(one.AsSpan(2), (ushort)((one.Length / 4) - 1));
        return [.. Enumerable.Repeat(one, Most / one.Length).SelectMany(static b => b)];
    }

    private static string Times(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
