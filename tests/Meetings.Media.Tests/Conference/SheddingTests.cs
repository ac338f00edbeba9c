using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

/// <summary>What a room forwards while its thread has too much to do.</summary>
public sealed class SheddingTests
{
    private const int Off = -1;

    /// <summary>Two cameras in three sizes (180, 360 and 720 lines, labelled ten times the speaker's number plus 0 to 2) and a screen.</summary>
    [Theory]
    [InlineData(0, 12, 22)]
    [InlineData(1, 11, 21)]
    [InlineData(2, 11, Off)]
    [InlineData(3, 10, Off)]
    public void Each_level_forwards_less_of_cameras_all_of_the_screen_and_every_sound(int level, int first, int second)
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser[] speakers = [meeting.Join(1, simulcast: true), meeting.Join(2, simulcast: true)];
        SimulatedBrowser viewer = meeting.Join(3, videoSlots: 3);
        foreach (SimulatedBrowser speaker in speakers)
        {
            speaker.SendLayers(0b111);
            speaker.Microphone.On = true;
        }

        speakers[0].Screen.On = true;
        meeting.Show(viewer, new VideoWish(new PeerId(1), SourceKind.Camera, 720), new VideoWish(new PeerId(2), SourceKind.Camera, 720),
            new VideoWish(new PeerId(1), SourceKind.Screen, 1080));
        meeting.RunSeconds(5);
        Assert.Equal([12, 22, 1], Latest(meeting, viewer));

        meeting.Room.Shedding = new Shedding(level);
        meeting.RunSeconds(5);
        Assert.Equal([first, second, 1], Latest(meeting, viewer));
        int screen = viewer.VideoSlots[2].Count;
        meeting.RunSeconds(5);
        Assert.Equal([first, second, 1], Latest(meeting, viewer));
        Assert.Equal(5 * 30 * 4, viewer.VideoSlots[2].Count - screen, 8d);

        // What nobody gets is not even sent to us; the smallest is while anything is wished.
        int[] sent = [.. speakers.Select(s => s.CameraLayers.Max(l => l.On ? l.Label!.Value : Off))];
        Assert.Equal([first, second], sent);

        meeting.Room.Shedding = default;
        meeting.RunSeconds(5);
        Assert.Equal([12, 22, 1], Latest(meeting, viewer));
        AssertAllSound(meeting, speakers, viewer);
        Assert.All(viewer.VideoSlots, s => s.AssertContinuous());
        Assert.Equal(0, viewer.VideoSlots.Sum(s => s.MissingInside));
    }

    /// <summary>Nothing smaller than what it sends can be had of a camera in one size only.</summary>
    [Theory]
    [InlineData(720, 1, true)]
    [InlineData(720, 2, true)]
    [InlineData(720, 3, false)]
    [InlineData(240, 3, true)]
    public void A_camera_in_one_size_is_shown_in_it_until_only_small_ones_are(int height, int level, bool isShown)
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser viewer = meeting.Join(2);
        speaker.Camera.On = speaker.Microphone.On = true;
        speaker.Camera.Height = height;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 180));
        meeting.RunSeconds(3);
        Assert.Equal([1, Off], Latest(meeting, viewer));

        meeting.Room.Shedding = new Shedding(level);
        meeting.RunSeconds(1);
        Assert.Equal([isShown ? 1 : Off, Off], Latest(meeting, viewer));
        Assert.Equal(isShown ? speaker.Id : null, meeting.Room.Statistics(viewer.Id)!.Slots.Single(s => s is { IsAudio: false, Slot: 0 }).Publisher);

        meeting.Room.Shedding = default;
        meeting.RunSeconds(2);
        Assert.Equal([1, Off], Latest(meeting, viewer));
        AssertAllSound(meeting, [speaker], viewer);
        viewer.VideoSlots[0].AssertContinuous();
    }

    /// <summary>One camera is kept, but not one that could only be shown too large.</summary>
    [Fact]
    public void A_small_camera_takes_the_place_of_a_large_one_that_is_left_out()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser large = meeting.Join(1);
        SimulatedBrowser simulcast = meeting.Join(2, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(3);
        large.Camera.On = true;
        large.Camera.Height = 720;
        simulcast.SendLayers(0b111);
        meeting.Show(viewer, new VideoWish(large.Id, SourceKind.Camera, 720), new VideoWish(simulcast.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(3);
        meeting.Room.Shedding = new Shedding(2);
        meeting.RunSeconds(3);
        Assert.Equal([1, Off], Latest(meeting, viewer));
        meeting.Room.Shedding = new Shedding(3);
        meeting.RunSeconds(3);
        Assert.Equal([Off, 20], Latest(meeting, viewer));
    }

    /// <summary>Nothing is known of its line: it is tried until the picture fits, and no further.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Who_comes_while_pictures_are_left_out_gets_the_one_that_is_not(int level)
    {
        using var meeting = new SimulatedMeeting();
        meeting.Room.Shedding = new Shedding(level);
        SimulatedBrowser speaker = meeting.Join(1);
        speaker.Camera.On = speaker.Microphone.On = true;
        speaker.Camera.Height = 180;
        meeting.RunSeconds(2);
        SimulatedBrowser viewer = meeting.Join(2, new LineQuality { Rate = 3_000_000 }, arrivals: true);
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 180));
        meeting.RunUntil(() => viewer.VideoSlots[0].Count > 0, 5);
        int probes = viewer.ProbePackets;
        meeting.RunSeconds(20);
        Assert.Equal([1, Off], Latest(meeting, viewer));
        Assert.InRange(viewer.ProbePackets - probes, 0, 20); // those under way
    }

    [Fact]
    public void Who_wants_no_pictures_is_not_tried_for_any()
    {
        using var meeting = new SimulatedMeeting();
        meeting.Room.Shedding = new Shedding(1);
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser viewer = meeting.Join(2, arrivals: true);
        speaker.Camera.On = speaker.Microphone.On = true;
        meeting.Apply(new SetCeiling(viewer.Id, Rung.Speech));
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 180));
        meeting.RunSeconds(10);
        Assert.Equal(0, viewer.ProbePackets);
        AssertAllSound(meeting, [speaker], viewer);
    }

    [Fact]
    public void No_line_is_tried_by_a_server_that_has_too_much_to_do_for_more_than_a_picture()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2, new LineQuality { Rate = 700_000 }, arrivals: true);
        speaker.SendLayers(0b111);
        speaker.Microphone.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        int before = Probes(20);
        Assert.True(before > 0);

        meeting.Room.Shedding = new Shedding(1);
        meeting.RunSeconds(1);
        Assert.Equal(0, Probes(30));
        Assert.True(meeting.Room.Statistics(viewer.Id)!.IsEstimateMeasured);

        meeting.Room.Shedding = default;
        Assert.True(Probes(20) > 0);

        int Probes(double seconds)
        {
            int count = viewer.ProbePackets;
            meeting.RunSeconds(seconds);
            return viewer.ProbePackets - count;
        }
    }

    /// <summary>The labels of what came into each video slot in the last half second.</summary>
    private static int[] Latest(SimulatedMeeting meeting, SimulatedBrowser viewer)
    {
        long since = meeting.Now.Nanoseconds - 500_000_000;
        return [.. viewer.VideoSlots.Select(s => s.Pieces.Values.Where(p => p.ArrivedAt > since && p.Publisher >= 0).Select(p => p.Publisher).Distinct().SingleOrDefault(Off))];
    }

    /// <summary>Every frame of every speaker came, but for those under way and the first, before it was known that they speak.</summary>
    private static void AssertAllSound(SimulatedMeeting meeting, SimulatedBrowser[] speakers, SimulatedBrowser viewer)
    {
        meeting.RunSeconds(0.1);
        Assert.All(viewer.AudioSlots, s => Assert.Equal(0, s.MissingInside));
        foreach (SimulatedBrowser speaker in speakers)
        {
            int[] heard = [.. viewer.AudioSlots.SelectMany(s => s.Heard).Where(h => h.Publisher == speaker.Id.Value).Select(h => h.Frame).Order()];
            Assert.InRange(heard[0], 0, 5);
            Assert.InRange(heard[^1], speaker.Microphone.Frame - 4, speaker.Microphone.Frame);
            Assert.Equal(heard[^1] - heard[0] + 1, heard.Length);
        }
    }
}
