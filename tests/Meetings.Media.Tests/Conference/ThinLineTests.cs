using System.Text;
using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

/// <summary>
/// Lines that carry a voice and hardly more (THIN and EDGE of docs/low-bandwidth.md): so little is sent that neither loss nor a page that
/// fills the queue may pass for a line that carries nothing.
/// </summary>
public sealed class ThinLineTests
{
    private static readonly LineQuality Thin = new()
    {
        Delay = TimeSpan.FromMilliseconds(110),
        Jitter = TimeSpan.FromMilliseconds(80),
        Loss = 0.05,
        Rate = 128_000,
    };

    private static readonly LineQuality Edge = new()
    {
        Delay = TimeSpan.FromMilliseconds(200),
        Jitter = TimeSpan.FromMilliseconds(200),
        Loss = 0.10,
        Rate = 64_000,
    };

    /// <param name="packetTime">Speech a packet carries, ms; a room's thinnest line decides it for all.</param>
    [Theory]
    [InlineData(false, 120)]
    [InlineData(false, 60)]
    [InlineData(false, 20)]
    [InlineData(true, 120)]
    public void A_thin_line_that_carries_its_voice_is_not_taken_for_one_that_carries_nothing(bool isEdge, int packetTime)
    {
        const int Chances = 10;
        int speech = 0;
        var told = new StringBuilder();
        for (int chance = 0; chance < Chances; chance++)
        {
            using var meeting = new SimulatedMeeting { Seed = chance * 100 };
            SimulatedBrowser viewer = Listen(meeting, isEdge ? Edge : Thin, packetTime);
            meeting.RunSeconds(12);
            var estimates = new List<long>();
            for (int i = 0; i < 120; i++)
            {
                if (i % 30 == 10)
                {
                    meeting.Down(viewer).Compete(meeting.Now, TimeSpan.FromSeconds(4));
                }

                meeting.RunSeconds(0.5);
                estimates.Add(meeting.Room.Statistics(viewer.Id)!.EstimateToPeer);
                speech += meeting.Room.Statistics(viewer.Id)!.Rung >= Rung.Speech ? 1 : 0;
            }

            told.AppendLine(string.Join(' ', estimates.Select(e => e / 1000)) + " probes " + viewer.ProbePackets);
            Assert.True(estimates.Count(e => e < 1.3 * (isEdge ? 64_000 : 128_000)) >= 114, told.ToString());
        }

        // A tenth of all packets lost leaves windows in which a third is: EDGE may be told too thin now and then.
        Assert.True(speech >= (isEdge ? 0.95 : 0.98) * 120 * Chances, $"{speech} of {120 * Chances} at speech\n{told}");
    }

    /// <summary>The first seconds are when the page is fetched and the hub connects: no picture may fill the queue before the line is known.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Who_joins_on_a_thin_line_hears_at_once_and_gets_no_picture_that_fills_its_queue(bool isEdge)
    {
        using var meeting = new SimulatedMeeting();
        LineQuality line = (isEdge ? Edge : Thin) with { Loss = 0 };
        SimulatedBrowser viewer = Listen(meeting, line, 60, pictures: 30);
        Instant begun = meeting.Now;
        meeting.RunUntil(() => viewer.AudioSlots[0].Count > 0, isEdge ? 1.3 : 0.8);
        meeting.RunSeconds(6);
        Assert.True(viewer.VideoSlots[0].Count < 12, $"{viewer.VideoSlots[0].Count} packets of a picture");
        Assert.Equal(0, meeting.Down(viewer).Lost);
        Assert.True(viewer.AudioSlots[0].LongestGap(begun.Nanoseconds) < TimeSpan.FromMilliseconds(500), $"{viewer.AudioSlots[0].LongestGap(begun.Nanoseconds)}");
    }

    /// <summary>A browser may get its keys a moment after the first packets: what it cannot decrypt it cannot report.</summary>
    [Fact]
    public void A_picture_without_sound_comes_though_the_first_packets_are_not_understood()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        speaker.Camera.On = true;
        meeting.RunSeconds(2);
        SimulatedBrowser viewer = meeting.Join(2, arrivals: true);
        bool deaf = true;
        meeting.Down(viewer).Sieve = bytes => deaf && bytes[0] is >= 128 and < 192;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(0.4);
        deaf = false;
        meeting.RunUntil(() => viewer.VideoSlots[0].Count > 60, 3);
    }

    [Fact]
    public void Who_joins_on_a_good_line_sees_within_half_a_second()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = Listen(meeting, new LineQuality { Delay = TimeSpan.FromMilliseconds(20), Rate = 5_000_000 }, 20, pictures: 30);
        meeting.RunUntil(() => viewer.VideoSlots[0].Count > 0, 0.5);
    }

    /// <summary>A lost frame comes again with the next packet: no round trip of 300 to 600 ms helps a voice.</summary>
    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 120)]
    public void A_voice_on_a_line_that_loses_packets_is_repeated_and_almost_whole(bool isEdge, int packetTime)
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = Listen(meeting, isEdge ? Edge : Thin, packetTime);
        meeting.RunSeconds(15);
        (int from, int repeats) = (meeting.Browser(1).Microphone.Frame, viewer.AudioSlots[0].Repeats);
        meeting.RunSeconds(60);
        int to = meeting.Browser(1).Microphone.Frame - 1000 / packetTime;
        double missing = 1 - viewer.AudioSlots[0].Heard.Count(h => h.Frame >= from && h.Frame < to) / (double)(to - from);
        Assert.True(missing < (isEdge ? 0.03 : 0.015), $"{missing:P1} of the voice missing, {viewer.AudioSlots[0].Repeats - repeats} repeats of {to - from} frames");
        Assert.True(meeting.Room.Counters.SoundRepeated >= viewer.AudioSlots[0].Repeats);
        viewer.AudioSlots[0].AssertContinuous();
    }

    [Fact]
    public void A_line_that_loses_nothing_or_a_receiver_that_cannot_read_repeats_gets_none()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser clean = Listen(meeting, Thin with { Loss = 0 }, 60);
        SimulatedBrowser bare = meeting.Join(3, Thin, arrivals: true);
        meeting.RunSeconds(40); // the first seconds, before the line is known, do lose
        int before = clean.AudioSlots[0].Repeats;
        meeting.RunSeconds(20);
        Assert.Equal(before, clean.AudioSlots[0].Repeats);
        Assert.Equal(0, bare.AudioSlots[0].Repeats);
        Assert.True(bare.AudioSlots[0].Count > 400);

        meeting.Down(clean).Quality = Thin;
        meeting.RunUntil(() => clean.AudioSlots[0].Repeats > before, 20);
        meeting.Down(clean).Quality = Thin with { Loss = 0 };
        meeting.RunSeconds(60);
        int repeats = clean.AudioSlots[0].Repeats;
        meeting.RunSeconds(5);
        Assert.Equal(repeats, clean.AudioSlots[0].Repeats);
    }

    private static SimulatedBrowser Listen(SimulatedMeeting meeting, LineQuality down, int packetTime, int pictures = 15)
    {
        var good = new LineQuality { Delay = TimeSpan.FromMilliseconds(20) };
        SimulatedBrowser speaker = meeting.Join(1, good, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2, down, videoSlots: 4, arrivals: true, red: true);
        speaker.SendLayers(1);
        speaker.CameraLayers[0].FramesPerSecond = pictures; // 1,000 bytes a frame: 15 are 130 kbit/s
        (speaker.Microphone.PacketTime, speaker.Microphone.SoundBytes) = (packetTime, packetTime switch { 120 => 240, 60 => 150, _ => 60 });
        speaker.Microphone.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 360));
        return viewer;
    }
}
