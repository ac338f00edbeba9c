using Meetings.Media.Conference;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

public sealed class LadderTests
{
    [Fact]
    public void A_pinned_rung_pauses_pictures_and_lifting_it_brings_them_back()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser viewer = meeting.Join(2);
        speaker.Camera.On = speaker.Microphone.On = true;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);
        Assert.Equal(Rung.Full, meeting.Room.Statistics(viewer.Id)!.Rung);
        Assert.Equal(Rung.Full, meeting.Told<RungChanged>().Single(n => n.Peer == viewer.Id).Rung);

        meeting.Apply(new SetCeiling(viewer.Id, Rung.Speech));
        meeting.RunSeconds(0.2);
        (int video, int audio) = (viewer.VideoSlots[0].Count, viewer.AudioSlots[0].Count);
        meeting.RunSeconds(2);
        Assert.Equal(video, viewer.VideoSlots[0].Count);
        Assert.True(viewer.AudioSlots[0].Count >= audio + 95);
        Assert.Equal(Rung.Speech, meeting.Told<RungChanged>().Last(n => n.Peer == viewer.Id).Rung);

        meeting.Apply(new SetCeiling(viewer.Id, Rung.Full));
        meeting.RunSeconds(1);
        Assert.True(viewer.VideoSlots[0].Count > video + 80);
        viewer.VideoSlots[0].AssertContinuous();
    }

    [Fact]
    public void Who_pins_text_hears_nothing_and_a_thin_line_hears_the_loudest_only()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser[] speakers = [meeting.Join(1), meeting.Join(2), meeting.Join(3)];
        SimulatedBrowser listener = meeting.Join(4);
        SimulatedBrowser reader = meeting.Join(5);
        meeting.Apply(new SetStartEstimate(listener.Id, 50_000));
        meeting.Apply(new SetCeiling(reader.Id, Rung.Text));
        for (int i = 0; i < speakers.Length; i++)
        {
            speakers[i].Microphone.On = true;
            speakers[i].Microphone.Level = (byte)(60 - 20 * i);
        }

        meeting.RunSeconds(3);
        Assert.Equal(0, reader.AudioSlots.Sum(s => s.Count));
        Assert.True(listener.AudioSlots.Sum(s => s.Count) < 200, "more than one voice on 50 kbit/s");
        Assert.Equal(3, listener.AudioSlots.Single(s => s.Count > 50).Publishers.Last());
    }

    [Fact]
    public void A_receiver_that_tells_its_own_estimate_gets_what_fits()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, simulcast: true);
        SimulatedBrowser viewer = meeting.Join(2);
        speaker.SendLayers(7);
        viewer.Remb = 700_000;
        meeting.Show(viewer, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(6);
        Assert.Equal(700_000, meeting.Room.Statistics(viewer.Id)!.EstimateToPeer);
        Assert.InRange(meeting.Room.Statistics(viewer.Id)!.BitrateToPeer, 400_000, 700_000);
        Assert.Equal(Rung.Small, meeting.Room.Statistics(viewer.Id)!.Rung);

        viewer.Remb = 300_000;
        meeting.RunSeconds(6);
        Assert.InRange(meeting.Room.Statistics(viewer.Id)!.BitrateToPeer, 100_000, 300_000);
        viewer.VideoSlots[0].AssertContinuous();
    }
}
