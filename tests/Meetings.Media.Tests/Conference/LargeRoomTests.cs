using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

/// <summary>In a large room listeners are looked at in turns; nobody may notice.</summary>
public sealed class LargeRoomTests
{
    private const int Listeners = 30;

    [Fact]
    public void Whoever_begins_to_speak_is_heard_by_all_at_once()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser[] all = [.. Enumerable.Range(1, Listeners + 2).Select(n => meeting.Join(n, videoSlots: 0))];
        all[0].Microphone.On = true;
        meeting.RunSeconds(3);
        Assert.All(all[1..], l => Assert.Equal([1], l.AudioSlots.SelectMany(s => s.Publishers).Distinct()));

        Instant begins = meeting.Now;
        all[1].Microphone.On = true;
        (all[1].Microphone.Level, all[0].Microphone.Level) = (20, 40);
        meeting.RunSeconds(0.2);
        foreach (SimulatedBrowser listener in all[2..])
        {
            long first = listener.AudioSlots.SelectMany(s => s.Pieces.Values).Where(p => p.Publisher == 2).Min(p => p.ArrivedAt);
            Assert.InRange(TimeSpan.FromTicks((first - begins.Nanoseconds) / 100).TotalMilliseconds, 0, 45); // a packet time and the line's own delay
        }
    }

    [Fact]
    public void A_wish_is_fulfilled_and_a_silent_listener_noticed()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser[] all = [.. Enumerable.Range(1, Listeners + 2).Select(n => meeting.Join(n, videoSlots: 2))];
        all[0].Camera.On = true;
        meeting.RunSeconds(2);
        foreach (SimulatedBrowser listener in all[2..])
        {
            meeting.Show(listener, new VideoWish(all[0].Id, SourceKind.Camera, 720));
        }

        meeting.RunSeconds(1.5);
        Assert.All(all[2..], l => Assert.True(l.VideoSlots[0].Count > 10, $"{l.Id}: {l.VideoSlots[0].Count}"));
        Assert.All(all[2..], l => l.VideoSlots[0].AssertContinuous());

        meeting.Cut(all[20], up: false);
        meeting.RunSeconds(12);
        Assert.True(meeting.Told<PeerConnectivityChanged>().Count(n => n.Peer == all[20].Id) > 1, "not noticed");
        Assert.Equal(1, meeting.Told<PeerConnectivityChanged>().Count(n => n.Peer == all[21].Id));
    }
}
