using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Tests.Simulation;

namespace Meetings.Media.Tests.Session;

public sealed class ConnectivityTests
{
    [Fact]
    public void Silent_for_forty_five_seconds_keeps_the_seat_and_one_round_trip_brings_media_back()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser commune = meeting.Join(2);
        speaker.Microphone.On = speaker.Camera.On = commune.Microphone.On = true;
        meeting.Show(commune, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(5);

        meeting.Cut(commune, up: false);
        meeting.RunSeconds(6);
        Assert.Equal(PeerConnectivity.Silent, Last(meeting, commune));
        meeting.RunSeconds(26);
        Assert.Equal(PeerConnectivity.Dead, Last(meeting, commune));
        long lost = meeting.Down(commune).Lost;
        meeting.RunSeconds(13);
        Assert.Equal(lost, meeting.Down(commune).Lost); // dead: nothing more is sent into the dark
        Assert.Equal(2, meeting.Room.PeerCount);

        int answers = commune.StunAnswers;
        int audio = commune.AudioSlots[0].Count;
        int video = commune.VideoSlots[0].Count;
        commune.Checks = false;
        commune.Microphone.On = false;
        meeting.Cut(commune, up: true);
        Instant back = meeting.Now;
        meeting.Up(commune).Send(back, commune.Address, commune.Check(useCandidate: true));
        meeting.RunUntil(() => commune.StunAnswers > answers, 0.1);
        TimeSpan sound = meeting.RunUntil(() => commune.AudioSlots[0].Count > audio, 0.1) + (meeting.Now - back);
        Assert.InRange(sound.TotalMilliseconds, 40, 80);
        meeting.RunUntil(() => commune.VideoSlots[0].Count > video, 0.2);
        Assert.Equal(PeerConnectivity.Connected, Last(meeting, commune));

        commune.Checks = true;
        commune.Microphone.On = true;
        meeting.RunSeconds(3);
        commune.VideoSlots[0].AssertContinuous();
        commune.AudioSlots[0].AssertContinuous();
        Assert.True(speaker.AudioSlots[0].LastArrival > meeting.Now.Nanoseconds - 100_000_000);
        Assert.DoesNotContain(meeting.Told<SlotChanged>().Skip(1), n => n.Peer == commune.Id && n.Publisher is null);
    }

    [Fact]
    public void A_new_address_takes_over_with_its_first_nomination_without_a_rejoin()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser mobile = meeting.Join(2);
        speaker.Microphone.On = mobile.Microphone.On = true;
        meeting.RunSeconds(3);
        int before = mobile.AudioSlots[0].Count;

        TransportAddress old = mobile.Address;
        mobile.Address = TransportAddress.FromIpv4(0xc0a8_0105, 51_000);
        meeting.RunSeconds(3);

        Assert.True(mobile.AudioSlots[0].Count > before + 90);
        Assert.True(mobile.AudioSlots[0].MissingInside < 60); // what went to the old address until the next check
        Assert.Equal(mobile.Address, meeting.Told<PeerConnectivityChanged>().Last(n => n.Peer == mobile.Id).Address);
        Assert.True(meeting.Room.Owns(mobile.Address) && meeting.Room.Owns(old));
        Assert.True(speaker.AudioSlots[0].LastArrival > meeting.Now.Nanoseconds - 100_000_000);
    }

    [Fact]
    public void A_validated_address_that_is_not_nominated_gets_nothing()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser viewer = meeting.Join(2);
        speaker.Microphone.On = true;
        meeting.RunSeconds(1);
        TransportAddress second = TransportAddress.FromIpv4(0xc0a8_0106, 51_001);
        Assert.Equal(1, meeting.Inject(second, viewer.Check(useCandidate: false)));
        int astray = meeting.Astray.Count;
        meeting.RunSeconds(1);
        Assert.Equal(astray, meeting.Astray.Count);
    }

    [Fact]
    public void A_client_that_restarts_ice_against_the_old_answer_is_found_by_our_fragment_alone()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser one = meeting.Join(1);
        meeting.RunSeconds(1);
        var id = new byte[12];
        var buffer = new byte[400];
        int length = Meetings.Media.Wire.Stun.StunWriter.WriteBindingRequest(
            buffer, id, System.Text.Encoding.ASCII.GetBytes(one.Session.LocalUfrag + ":brandNewFragment"), 1, 2, true,
            System.Text.Encoding.ASCII.GetBytes(one.Session.LocalPassword));
        Assert.Equal(1, meeting.Inject(TransportAddress.FromIpv4(0xc0a8_0107, 51_002), buffer[..length]));
    }

    [Fact]
    public void A_new_connection_takes_the_seat_and_the_old_keys_are_gone()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser listener = meeting.Join(2);
        speaker.Microphone.On = speaker.Camera.On = true;
        meeting.Show(listener, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);

        byte[] fingerprint = [.. Enumerable.Repeat((byte)9, 32)];
        meeting.Apply(speaker.Join with { Session = speaker.MakeSession(fingerprint, "newufrag") });
        Assert.False(meeting.Room.Owns(speaker.Address));
        Assert.False(meeting.Room.OwnsUfrag("srv00001"u8));
        Assert.True(meeting.Room.OwnsUfrag("newufrag"u8));
        meeting.RunSeconds(1);
        Assert.True(meeting.Room.Counters[DropReason.UnknownAddress] > 10);
        Assert.Null(meeting.Told<SlotChanged>().Last(n => n.Peer == listener.Id && n.IsAudio).Publisher);
        int audio = listener.AudioSlots[0].Count;

        speaker.Session = speaker.MakeSession(fingerprint, "newufrag");
        meeting.RunSeconds(2);
        Assert.True(meeting.Room.Counters[DropReason.NoKeys] > 10);
        meeting.Apply(speaker.Keys);
        meeting.RunSeconds(2);
        Assert.True(listener.AudioSlots[0].Count > audio + 80);
        listener.AudioSlots[0].AssertContinuous();
        listener.VideoSlots[0].AssertContinuous();
    }

    [Fact]
    public void Dtls_passes_from_a_checked_address_only_and_answers_go_where_it_came_from()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser peer = meeting.Join(1, keys: false);
        byte[] hello = [22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4];

        Assert.Equal(0, meeting.Inject(peer.Address, hello));
        Assert.Empty(meeting.Told<DtlsReceived>());
        Assert.Equal(1, meeting.Room.Counters[DropReason.DtlsBeforeIce]);

        peer.Nominates = false;
        meeting.RunSeconds(1);
        meeting.Inject(peer.Address, hello);
        meeting.Inject(TransportAddress.FromIpv4(0x0102_0304, 9), hello);
        Assert.Equal(hello, meeting.Told<DtlsReceived>().Single().Record.ToArray());
        Assert.Equal(2, meeting.Room.Counters[DropReason.DtlsBeforeIce]);

        // Another way was checked later; the answer takes the one the hello came by.
        peer.Checks = false;
        meeting.Inject(TransportAddress.FromIpv4(0x0102_0304, 10), peer.Check(useCandidate: false));
        int before = peer.Datagrams;
        meeting.Apply(new DtlsSend(peer.Id, hello));
        meeting.RunSeconds(0.1);
        Assert.Equal(before + 1, peer.Datagrams);
        for (int i = 0; i < 2000; i++)
        {
            meeting.Inject(peer.Address, hello);
        }

        Assert.InRange(meeting.Told<DtlsReceived>().Count(), 100, 300);
    }

    private static PeerConnectivity Last(SimulatedMeeting meeting, SimulatedBrowser peer) =>
        meeting.Told<PeerConnectivityChanged>().Last(n => n.Peer == peer.Id).Connectivity;
}
