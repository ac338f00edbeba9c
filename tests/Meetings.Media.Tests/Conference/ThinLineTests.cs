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
        Delay = TimeSpan.FromMilliseconds(110), Jitter = TimeSpan.FromMilliseconds(80), Loss = 0.05, Rate = 128_000,
    };

    private static readonly LineQuality Edge = new()
    {
        Delay = TimeSpan.FromMilliseconds(200), Jitter = TimeSpan.FromMilliseconds(200), Loss = 0.10, Rate = 64_000,
    };

    /// <param name="packetTime">Speech a packet carries, ms; a room's thinnest line decides it for all.</param>
    [Theory]
    [InlineData(false, 120)]
    [InlineData(false, 60)]
    [InlineData(false, 20)]
    [InlineData(true, 120)]
    public void A_thin_line_that_carries_its_voice_is_not_taken_for_one_that_carries_nothing(bool isEdge, int packetTime)
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = Listen(meeting, isEdge ? Edge : Thin, packetTime);
        meeting.RunSeconds(12);
        var estimates = new List<long>();
        int speech = 0;
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

        string told = string.Join(' ', estimates.Select(e => e / 1000)) + " probes " + viewer.ProbePackets;
        Assert.True(speech >= 118, $"{speech} of 120 at speech; {told}");
        Assert.True(estimates.Count(e => e < 1.3 * (isEdge ? 64_000 : 128_000)) >= 114, told);
    }

    private static SimulatedBrowser Listen(SimulatedMeeting meeting, LineQuality down, int packetTime)
    {
        var good = new LineQuality { Delay = TimeSpan.FromMilliseconds(20) };
        SimulatedBrowser speaker = meeting.Join(1, good, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2, down, videoSlots: 4, arrivals: true);
        speaker.SendLayers(1);
        speaker.CameraLayers[0].FramesPerSecond = 15; // 1,000 bytes a frame: 130 kbit/s
        (speaker.Microphone.PacketTime, speaker.Microphone.SoundBytes) = (packetTime, packetTime switch { 120 => 240, 60 => 150, _ => 60 });
        speaker.Microphone.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 360));
        return viewer;
    }
}
