using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

public sealed class VideoSlotTests
{
    [Fact]
    public void Thirty_percent_loss_both_ways_is_repaired_by_asking_again()
    {
        using var meeting = new SimulatedMeeting();
        var bad = new LineQuality { Delay = TimeSpan.FromMilliseconds(20), Loss = 0.30 };
        SimulatedBrowser speaker = meeting.Join(1, bad);
        SimulatedBrowser viewer = meeting.Join(2, bad);
        speaker.Camera.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(20);
        speaker.Camera.On = false;
        meeting.RunSeconds(2);

        SlotReception slot = viewer.VideoSlots[0];
        Assert.True(slot.Count > 2000, $"{slot.Count} packets");
        Assert.InRange((double)slot.MissingInside / slot.Count, 0, 0.005);
        Assert.True(slot.Repaired > 500);
        slot.AssertContinuous();
        PublishedStatistics published = meeting.Room.Statistics(speaker.Id)!.Published.Single(p => p.Source == SourceKind.Camera);
        Assert.True(published.Repaired > 400);
        Assert.True(published.Lost < 15, $"{published.Lost} never repaired upstream");
    }

    [Fact]
    public void Changing_the_source_keeps_one_continuous_stream_and_waits_for_a_key_frame()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = meeting.Join(1);
        SimulatedBrowser[] speakers = [meeting.Join(2), meeting.Join(3), meeting.Join(4)];
        foreach (SimulatedBrowser speaker in speakers)
        {
            speaker.Camera.On = true;
        }

        for (int i = 0; i < 9; i++)
        {
            meeting.Show(viewer, new VideoWish(speakers[i % 3].Id, SourceKind.Camera, 720));
            meeting.RunSeconds(1);
        }

        SlotReception slot = viewer.VideoSlots[0];
        Assert.Equal([2, 3, 4, 2, 3, 4, 2, 3, 4], slot.Publishers);
        Assert.Equal(0, slot.MissingInside);
        slot.AssertContinuous();
        Assert.Equal([2, 3, 4, 2, 3, 4, 2, 3, 4], meeting.Told<SlotChanged>().Where(n => n.Peer == viewer.Id && n.Publisher is not null)
            .Select(n => n.Publisher!.Value.Value));

        // The gap a viewer sees is a line's round trip and a frame, since the source before goes on until then.
        long[] arrivals = [.. slot.Pieces.Values.Select(p => p.ArrivedAt)];
        Assert.True(arrivals.Zip(arrivals.Skip(1), (a, b) => b - a).Max() < 60_000_000);
    }

    [Fact]
    public void Camera_and_screen_of_one_publisher_fill_two_slots_and_leaving_empties_them()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = meeting.Join(1);
        SimulatedBrowser speaker = meeting.Join(2);
        speaker.Camera.On = speaker.Screen.On = true;
        (speaker.Camera.Height, speaker.Screen.Height) = (180, 1080);
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Screen, 1080), new VideoWish(speaker.Id, SourceKind.Camera, 180));
        meeting.RunSeconds(2);

        Assert.True(viewer.VideoSlots[0].Count > 100 && viewer.VideoSlots[1].Count > 100);
        Assert.Equal([1080, 180], meeting.Room.Statistics(viewer.Id)!.Slots.Where(s => !s.IsAudio).Select(s => s.Height));
        Assert.Contains(meeting.Told<SlotChanged>(), n => n is { Slot: 0, Source: SourceKind.Screen, Publisher.Value: 2 });
        Assert.Contains(meeting.Told<SlotChanged>(), n => n is { Slot: 1, Source: SourceKind.Camera, Publisher.Value: 2 });

        meeting.Apply(new RemovePeer(speaker.Id));
        Assert.Equal(2, meeting.Told<SlotChanged>().Count(n => n.Peer == viewer.Id && n.Publisher is null));
        Assert.False(meeting.Room.Owns(speaker.Address));
        Assert.Contains(new AddressReleased(speaker.Id, speaker.Address), meeting.Told<AddressReleased>());
        Assert.Equal(1, meeting.Room.PeerCount);
    }

    [Fact]
    public void A_camera_switched_off_leaves_its_slot_and_comes_back_by_itself()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = meeting.Join(1);
        SimulatedBrowser speaker = meeting.Join(2);
        speaker.Camera.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);
        speaker.Camera.On = false;
        meeting.RunSeconds(8);
        Assert.Null(meeting.Told<SlotChanged>().Last(n => n.Peer == viewer.Id).Publisher);

        speaker.Camera.On = true;
        int before = viewer.VideoSlots[0].Count;
        meeting.RunSeconds(1);
        Assert.True(viewer.VideoSlots[0].Count > before + 80);
        viewer.VideoSlots[0].AssertContinuous();
    }

    [Fact]
    public void Reordering_and_jitter_lose_nothing_and_repeat_nothing()
    {
        using var meeting = new SimulatedMeeting();
        var line = new LineQuality { Jitter = TimeSpan.FromMilliseconds(8), Reordering = 0.05 };
        SimulatedBrowser speaker = meeting.Join(1, line);
        SimulatedBrowser viewer = meeting.Join(2);
        viewer.Nacks = false;
        speaker.Camera.On = speaker.Microphone.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(10);
        speaker.Camera.On = speaker.Microphone.On = false;
        meeting.RunSeconds(1);

        Assert.Equal(0, viewer.VideoSlots[0].MissingInside);
        Assert.Equal(0, viewer.AudioSlots[0].MissingInside);
        Assert.Equal(0, viewer.VideoSlots[0].Duplicates + viewer.AudioSlots[0].Duplicates);
        viewer.VideoSlots[0].AssertContinuous();
    }

    [Fact]
    public void A_new_stream_of_the_same_source_goes_on_in_the_same_slot()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = meeting.Join(1);
        SimulatedBrowser speaker = meeting.Join(2);
        speaker.Camera.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);
        int before = viewer.VideoSlots[0].Count;

        speaker.Camera.Ssrc += 0x100;
        speaker.Camera.Sequence = 17;
        speaker.Camera.PictureId = 3;
        meeting.RunSeconds(2);

        Assert.True(viewer.VideoSlots[0].Count > before + 150);
        Assert.Equal(0, viewer.VideoSlots[0].MissingInside);
        viewer.VideoSlots[0].AssertContinuous();
        Assert.Single(meeting.Told<SlotChanged>(), n => n.Peer == viewer.Id);
    }

    [Fact]
    public void Streams_are_found_by_payload_type_when_they_carry_no_mid_and_only_one_fits()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser listener = meeting.Join(2);
        speaker.SendsMid = false;
        speaker.Microphone.On = speaker.Camera.On = true;
        meeting.Show(listener, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(1);

        Assert.True(listener.AudioSlots[0].Count > 30);
        Assert.Equal(0, listener.VideoSlots[0].Count); // camera and screen share a payload type: unknowable, dropped
        Assert.True(meeting.Room.Counters[DropReason.UnknownStream] > 50);
    }

    [Fact]
    public void More_slots_by_a_new_offer_keep_keys_and_running_slots()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser viewer = meeting.Join(1, videoSlots: 3);
        SimulatedBrowser one = meeting.Join(2);
        SimulatedBrowser two = meeting.Join(3);
        one.Camera.On = two.Camera.On = true;
        NegotiatedSessionWithout(meeting, viewer, slots: 1);
        meeting.Show(viewer, new VideoWish(one.Id, SourceKind.Camera, 720), new VideoWish(two.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);
        Assert.Equal(0, viewer.VideoSlots[1].Count);

        meeting.Apply(viewer.Join with { Session = viewer.MakeSession(viewer.Fingerprint) });
        meeting.RunSeconds(2);
        NegotiatedSessionWithout(meeting, viewer, slots: 1);
        meeting.RunSeconds(1);
        meeting.Apply(viewer.Join with { Session = viewer.MakeSession(viewer.Fingerprint) });
        meeting.RunSeconds(1);

        Assert.Equal(0, viewer.Undecryptable);
        Assert.True(viewer.VideoSlots[1].Count > 200);
        Assert.Equal(0, viewer.VideoSlots[0].MissingInside + viewer.VideoSlots[1].MissingInside);
        viewer.VideoSlots[0].AssertContinuous();
        viewer.VideoSlots[1].AssertContinuous();
    }

    private static void NegotiatedSessionWithout(SimulatedMeeting meeting, SimulatedBrowser viewer, int slots)
    {
        var session = viewer.MakeSession(viewer.Fingerprint);
        meeting.Apply(viewer.Join with { Session = session with { Media = [.. session.Media.Where(m => m.IsAudio || m.IsPublished || m.Slot < slots)] } });
    }
}
