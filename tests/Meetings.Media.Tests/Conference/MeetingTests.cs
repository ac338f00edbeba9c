using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Conference;

/// <summary>Narrated meetings on the virtual clock.</summary>
public sealed class MeetingTests
{
    [Fact]
    public void Two_peers_hear_each_other_and_nobody_hears_itself()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser province = meeting.Join(1);
        SimulatedBrowser commune = meeting.Join(2);
        province.Microphone.On = commune.Microphone.On = true;

        meeting.RunSeconds(5);

        Assert.Equal([2], province.AudioSlots.SelectMany(s => s.Publishers).Distinct());
        Assert.Equal([1], commune.AudioSlots.SelectMany(s => s.Publishers).Distinct());
        Assert.InRange(province.AudioSlots[0].Count, 235, 250);
        Assert.Equal(0, province.AudioSlots[0].MissingInside);
        province.AudioSlots[0].AssertContinuous();
        Assert.Contains(meeting.Told<PeerConnectivityChanged>(), n => n.Peer == province.Id && n.Connectivity == PeerConnectivity.Connected);
        Assert.Contains(meeting.Told<SlotChanged>(), n => n.Peer == province.Id && n.IsAudio && n.Slot == 0 && n.Publisher == commune.Id);
        Assert.Empty(meeting.Astray);
        Assert.Equal(0, province.Undecryptable + commune.Undecryptable);
    }
}
