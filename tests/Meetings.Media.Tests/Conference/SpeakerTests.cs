using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

public sealed class SpeakerTests
{
    [Fact]
    public void The_loudest_three_of_ten_are_heard_and_a_speaker_hears_the_next_in_its_own_place()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser[] peers = [.. Enumerable.Range(1, 10).Select(n => meeting.Join(n, videoSlots: 0))];
        foreach (SimulatedBrowser peer in peers)
        {
            peer.Microphone.On = true;
            peer.Microphone.Level = 100;
        }

        meeting.RunSeconds(1);
        (peers[6].Microphone.Level, peers[7].Microphone.Level, peers[8].Microphone.Level, peers[9].Microphone.Level) = (20, 25, 30, 45);
        meeting.RunSeconds(3);

        Assert.Equal([7, 8, 9], HeardBy(meeting, peers[0]));
        Assert.Equal([8, 9, 10], HeardBy(meeting, peers[6]));
        Assert.Equal([7, 8, 9], HeardBy(meeting, peers[9]));
        Assert.Equal([7, 8, 9, 10], meeting.Told<SpeakingChanged>().Where(n => n.Speaking).Select(n => n.Peer.Value).Order());
        Assert.Equal(7, meeting.Told<DominantSpeakerChanged>().Last().Speaker?.Value);
        Assert.All(peers.SelectMany(p => p.AudioSlots), s => s.AssertContinuous());
        Assert.All(peers, p => Assert.DoesNotContain(p.Id.Value, p.AudioSlots.SelectMany(s => s.Publishers)));
    }

    /// <summary>A packet of 120 ms goes out just before another speaker takes its slot: the new one's sound belongs behind it, not over it.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void A_speaker_who_takes_over_the_slot_of_long_packets_begins_behind_the_last_of_them(int packetTime)
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser[] speakers = [.. Enumerable.Range(1, 5).Select(n => meeting.Join(n, videoSlots: 0))];
        SimulatedBrowser listener = meeting.Join(9, videoSlots: 0);
        foreach (SimulatedBrowser speaker in speakers)
        {
            (speaker.Microphone.On, speaker.Microphone.PacketTime) = (true, packetTime);
            meeting.RunSeconds(0.013); // their packets do not leave together
        }

        for (int turn = 0; turn < 20; turn++)
        {
            foreach (SimulatedBrowser speaker in speakers)
            {
                speaker.Microphone.Level = (byte)(speaker == speakers[turn % speakers.Length] ? 20 : 90);
            }

            meeting.RunSeconds(1.1);
        }

        int stays = listener.AudioSlots.Sum(s => s.Publishers.Count());
        Assert.True(stays >= 15, $"{stays} stays of a speaker in a slot");
        Assert.All(listener.AudioSlots, s => s.AssertContinuous());
    }

    [Fact]
    public void Speakers_of_nearly_equal_loudness_do_not_push_one_another_out()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser[] peers = [.. Enumerable.Range(1, 6).Select(n => meeting.Join(n, videoSlots: 0))];
        foreach (SimulatedBrowser peer in peers)
        {
            peer.Microphone.On = true;
            peer.Microphone.Level = (byte)(30 + peer.Id.Value % 3);
        }

        meeting.RunSeconds(2);
        int before = meeting.Told<SlotChanged>().Count();
        for (int i = 0; i < 50; i++)
        {
            foreach (SimulatedBrowser peer in peers)
            {
                peer.Microphone.Level = (byte)(30 + (peer.Id.Value + i) % 4);
            }

            meeting.RunSeconds(0.1);
        }

        Assert.Equal(before, meeting.Told<SlotChanged>().Count());
    }

    /// <summary>Discontinuous transmission (RFC 6716 section 2.1.9): a packet of a byte every 400 ms.</summary>
    [Fact]
    public void A_speaker_who_pauses_sends_almost_nothing_keeps_its_slot_and_goes_on_with_a_marker()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1, videoSlots: 0);
        SimulatedBrowser listener = meeting.Join(2, videoSlots: 0, arrivals: true, red: true);
        speaker.Microphone.On = true;
        meeting.RunSeconds(3);
        int changes = meeting.Told<SlotChanged>().Count();

        (speaker.Microphone.PacketTime, speaker.Microphone.SoundBytes, speaker.Microphone.Level) = (400, 1, 127);
        meeting.RunSeconds(1);
        int before = listener.AudioSlots[0].Count;
        meeting.RunSeconds(20);
        Assert.InRange(listener.AudioSlots[0].Count - before, 48, 51);
        Assert.True(meeting.Room.Statistics(listener.Id)!.BitrateToPeer < 5_000, $"{meeting.Room.Statistics(listener.Id)!.BitrateToPeer}");

        long talks = meeting.Now.Nanoseconds;
        (speaker.Microphone.PacketTime, speaker.Microphone.SoundBytes, speaker.Microphone.Level) = (20, 80, 30);
        meeting.RunSeconds(2);
        SlotReception slot = listener.AudioSlots[0];
        Assert.True(slot.Pieces.Values.First(p => p.ArrivedAt > talks && p.Publisher == 1).Marker);
        Assert.Equal(changes, meeting.Told<SlotChanged>().Count());
        Assert.Equal(0, slot.MissingInside);
        slot.AssertContinuous();
    }

    [Fact]
    public void The_dominant_speaker_changes_when_another_takes_over_and_ends_with_silence()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser one = meeting.Join(1, videoSlots: 0);
        SimulatedBrowser two = meeting.Join(2, videoSlots: 0);
        one.Microphone.On = two.Microphone.On = true;
        (one.Microphone.Level, two.Microphone.Level) = (25, 127);
        meeting.RunSeconds(3);
        (one.Microphone.Level, two.Microphone.Level) = (127, 25);
        meeting.RunSeconds(4);
        two.Microphone.Level = 127;
        meeting.RunSeconds(8);

        Assert.Equal([1, 2, null], meeting.Told<DominantSpeakerChanged>().Select(n => n.Speaker?.Value));
        Assert.False(meeting.Told<SpeakingChanged>().Last().Speaking);
    }

    [Fact]
    public void A_muted_source_is_not_forwarded_and_nothing_said_meanwhile_comes_later()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser official = meeting.Join(1);
        SimulatedBrowser listener = meeting.Join(2);
        official.Microphone.On = official.Camera.On = true;
        meeting.Show(listener, new VideoWish(official.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);

        meeting.Apply(new AllowSource(official.Id, SourceKind.Microphone, false));
        meeting.Apply(new AllowSource(official.Id, SourceKind.Camera, false));
        meeting.RunSeconds(0.1);
        (int audio, int video) = (listener.AudioSlots[0].Count, listener.VideoSlots[0].Count);
        meeting.RunSeconds(2);
        Assert.Equal(audio, listener.AudioSlots[0].Count);
        Assert.Equal(video, listener.VideoSlots[0].Count);
        Assert.Null(meeting.Told<SlotChanged>().Last(n => n.IsAudio && n.Peer == listener.Id).Publisher);
        Assert.Null(meeting.Told<SlotChanged>().Last(n => !n.IsAudio && n.Peer == listener.Id).Publisher);
        int lastBefore = listener.AudioSlots[0].Pieces.Values.Last().Frame;

        meeting.Apply(new AllowSource(official.Id, SourceKind.Microphone, true));
        meeting.Apply(new AllowSource(official.Id, SourceKind.Camera, true));
        meeting.RunSeconds(2);
        Assert.InRange(listener.AudioSlots[0].Count, audio + 90, audio + 101);
        Assert.True(listener.VideoSlots[0].Count > video + 150);
        Assert.True(listener.AudioSlots[0].Pieces.Values.First(p => p.Frame > lastBefore).Frame > lastBefore + 90);
        Assert.Equal(0, listener.AudioSlots[0].MissingInside);
        listener.AudioSlots[0].AssertContinuous();
        listener.VideoSlots[0].AssertContinuous();
    }

    [Fact]
    public void Somebody_muted_before_entering_enters_muted()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser listener = meeting.Join(1);
        meeting.Apply(new AllowSource(new PeerId(2), SourceKind.Microphone, false));
        SimulatedBrowser waiting = meeting.Join(2);
        waiting.Microphone.On = true;
        meeting.RunSeconds(2);

        Assert.Equal(0, listener.AudioSlots[0].Count);
        Assert.True(meeting.Room.Counters[DropReason.NotForwarded] > 50);
    }

    private static IEnumerable<int> HeardBy(SimulatedMeeting meeting, SimulatedBrowser listener)
    {
        long since = meeting.Now.Nanoseconds - 300_000_000;
        return listener.AudioSlots.Where(s => s.LastArrival > since).Select(s => s.Pieces.Values.Last().Publisher).Order();
    }
}
