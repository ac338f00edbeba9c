using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

public sealed class SimulcastTests
{
    [Fact]
    public void Three_layers_are_told_apart_by_their_rids_and_measured()
    {
        using var meeting = new SimulatedMeeting();
        (SimulatedBrowser speaker, SimulatedBrowser viewer) = SpeakerAndViewer(meeting, height: 720);
        meeting.RunSeconds(3);

        PublishedStatistics camera = Camera(meeting, speaker);
        Assert.Equal(["q", "h", "f"], camera.Layers.Select(l => l.Rid));
        Assert.Equal([180, 360, 720], camera.Layers.Select(l => l.Height));
        Assert.All(camera.Layers, l => Assert.True(l is { Live: true, TemporalLayers: 3 }));
        Assert.InRange(camera.Layers[0].BitsPerSecond, 230_000, 270_000);
        Assert.InRange(camera.Layers[2].BitsPerSecond, 920_000, 1_080_000);
        Assert.Equal(0, meeting.Room.Counters[DropReason.UnknownStream]);
        Assert.Equal([12], viewer.VideoSlots[0].Publishers); // the largest from the first picture on
    }

    [Fact]
    public void Layers_offered_largest_first_are_put_in_order_by_their_key_frames()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2);
        var session = speaker.MakeSession(speaker.Fingerprint);
        meeting.Apply(speaker.Join with { Session = session with { Media = [.. session.Media.Select(m => m with { Rids = [.. m.Rids.Reverse()] })] } });
        speaker.SendLayers(0b111);
        meeting.RunSeconds(1);
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 180));
        meeting.RunSeconds(1);

        Assert.Equal(["q", "h", "f"], Camera(meeting, speaker).Layers.Select(l => l.Rid));
        Assert.Equal([10], viewer.VideoSlots[0].Publishers);
    }

    [Fact]
    public void A_slot_goes_from_small_to_large_to_small_as_one_stream_without_a_freeze()
    {
        using var meeting = new SimulatedMeeting();
        (SimulatedBrowser speaker, SimulatedBrowser viewer) = SpeakerAndViewer(meeting, height: 180);
        meeting.RunSeconds(5);
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(5);
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 180));
        meeting.RunSeconds(5);

        SlotReception slot = viewer.VideoSlots[0];
        Assert.Equal([10, 12, 10], slot.Publishers.Where(p => p != 11)); // through the middle one while the largest is being resumed
        Assert.Equal(0, slot.MissingInside);
        slot.AssertContinuous();
        slot.AssertDecodable();
        Assert.True(slot.LongestGap() < TimeSpan.FromMilliseconds(120), $"{slot.LongestGap()}");
        AssertTrueTime(slot);
    }

    [Fact]
    public void Loss_on_both_lines_is_repaired_on_every_layer()
    {
        using var meeting = new SimulatedMeeting();
        var bad = new LineQuality { Delay = TimeSpan.FromMilliseconds(20), Loss = 0.08 };
        SimulatedBrowser speaker = meeting.Join(1, bad, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2, bad);
        speaker.SendLayers(0b111);
        for (int i = 0; i < 6; i++)
        {
            meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, i % 2 == 0 ? 720 : 180));
            meeting.RunSeconds(3);
        }

        speaker.SendLayers(0);
        meeting.RunSeconds(2);
        SlotReception slot = viewer.VideoSlots[0];
        Assert.True(slot.Repaired > 50, $"{slot.Repaired}");
        Assert.InRange((double)slot.MissingInside / slot.Count, 0, 0.005);
        slot.AssertContinuous();
        Assert.True(Camera(meeting, speaker).Repaired > 100);
        Assert.Equal(0, meeting.Room.Counters[DropReason.UnknownStream]);
    }

    [Fact]
    public void What_nobody_watches_is_not_sent_and_comes_back_within_a_second()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2);
        speaker.SendLayers(0b111);
        TimeSpan paused = meeting.RunUntil(() => speaker.CameraLayers.All(l => !l.On), 2);
        Assert.True(paused > TimeSpan.FromMilliseconds(500)); // somebody may be about to look

        meeting.RunSeconds(20);
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunUntil(() => viewer.VideoSlots[0].Publishers.LastOrDefault() == 12, 1);
        meeting.RunSeconds(10);
        Assert.Equal([true, false, true], speaker.CameraLayers.Select(l => l.On));

        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 180));
        meeting.RunUntil(() => !speaker.CameraLayers[2].On, 2);
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunUntil(() => viewer.VideoSlots[0].Publishers.Last() == 12, 1);
        meeting.Show(viewer);
        meeting.RunUntil(() => speaker.CameraLayers.All(l => !l.On), 2);
        viewer.VideoSlots[0].AssertContinuous();
    }

    [Fact]
    public void A_layer_its_encoder_drops_is_replaced_by_the_next_smaller_one()
    {
        using var meeting = new SimulatedMeeting { HubDelay = TimeSpan.FromDays(1) };
        (SimulatedBrowser speaker, SimulatedBrowser viewer) = SpeakerAndViewer(meeting, height: 720);
        meeting.RunSeconds(3);
        speaker.CameraLayers[2].On = false;
        meeting.RunSeconds(3);
        Assert.Equal([12, 11], viewer.VideoSlots[0].Publishers);
        Assert.True(viewer.VideoSlots[0].LongestGap() < TimeSpan.FromSeconds(1), $"{viewer.VideoSlots[0].LongestGap()}");

        speaker.SendLayers(0b111);
        meeting.RunSeconds(3);
        Assert.Equal([12, 11, 12], viewer.VideoSlots[0].Publishers);
        viewer.VideoSlots[0].AssertContinuous();
    }

    /// <summary>Timestamps move with the time of arrival, across layers, too: a player keeps no wrong delay.</summary>
    private static void AssertTrueTime(SlotReception slot)
    {
        SlotReception.Piece first = slot.Pieces.Values.First();
        foreach (SlotReception.Piece piece in slot.Pieces.Values)
        {
            double stamped = (int)(piece.Timestamp - first.Timestamp) / 90.0;
            Assert.InRange(stamped - (piece.ArrivedAt - first.ArrivedAt) / 1e6, -45, 45);
        }
    }

    private static (SimulatedBrowser Speaker, SimulatedBrowser Viewer) SpeakerAndViewer(SimulatedMeeting meeting, int height)
    {
        SimulatedBrowser speaker = meeting.Join(1, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2);
        speaker.SendLayers(0b111);
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, height));
        return (speaker, viewer);
    }

    private static PublishedStatistics Camera(SimulatedMeeting meeting, SimulatedBrowser speaker) =>
        meeting.Room.Statistics(speaker.Id)!.Published.Single(p => p.Source == SourceKind.Camera);
}
