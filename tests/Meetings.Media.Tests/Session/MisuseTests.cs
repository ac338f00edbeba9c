using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Inbound;
using Meetings.Media.Tests.Engine.Browsers;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Rtcp;
using Meetings.Media.Wire.Stun;

namespace Meetings.Media.Tests.Session;

/// <summary>The misuse cases of the media port that a room answers for; the ids are those of the threat catalogue. Alone, because one weighs the process.</summary>
[Collection(nameof(RealTime))]
public sealed class MisuseTests
{
    private static readonly TransportAddress Stranger = TransportAddress.FromIpv4(0xcb00_7107, 6666);

    [Fact]
    public void M02_a_binding_request_without_proof_is_not_answered_and_teaches_nothing()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser peer = meeting.Join(1);
        meeting.RunSeconds(1);
        byte[] right = peer.Check(useCandidate: true);

        byte[] wrongHmac = (byte[])right.Clone();
        wrongHmac[^12] ^= 1; // the fingerprint is wrong too, then
        byte[] wrongFingerprint = (byte[])right.Clone();
        wrongFingerprint[^1] ^= 1;
        byte[] wrongPassword = peer.Check(true, password: "not-the-password");
        byte[] unknownUser = peer.Check(true, ufrag: "srv99999");
        byte[] bare = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, .. new byte[12]];
        foreach (byte[] request in (byte[][])[wrongHmac, wrongFingerprint, wrongPassword, WithoutIntegrity(false), WithoutIntegrity(true), unknownUser, bare, right[..19], right[..40]])
        {
            Assert.Equal(0, meeting.Inject(Stranger, request));
        }

        Assert.False(meeting.Room.Owns(Stranger));
        Assert.Equal(2, meeting.Room.Counters[DropReason.StunFingerprint]);
        Assert.Equal(3, meeting.Room.Counters[DropReason.StunIntegrity]);
        Assert.Equal(2, meeting.Room.Counters[DropReason.StunUnknownUser]);
        Assert.Equal(2, meeting.Room.Counters[DropReason.StunMalformed]);

        // The right one is answered once, with at most 60 bytes more than was asked with.
        int before = meeting.Astray.Count;
        Assert.Equal(1, meeting.Inject(Stranger, right));
        Assert.True(meeting.Astray[before].Bytes.Length <= right.Length + 60);

        // All that a check has but MESSAGE-INTEGRITY (0x0008, 24 bytes) and what follows it: FINGERPRINT (8 bytes) left out or made anew.
        byte[] WithoutIntegrity(bool fingerprint)
        {
            byte[] request = [.. right[..^32], .. fingerprint ? new byte[] { 0x80, 0x28, 0, 4, 0, 0, 0, 0 } : []];
            Assert.Equal(0x0008, BinaryPrimitives.ReadUInt16BigEndian(right.AsSpan(right.Length - 32)));
            BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(2), (ushort)(request.Length - 20));
            if (fingerprint)
            {
                BinaryPrimitives.WriteUInt32BigEndian(request.AsSpan(request.Length - 4), StunWire.Fingerprint(request.AsSpan(0, request.Length - 8)));
            }

            return request;
        }
    }

    [Fact]
    public void M02_a_captured_check_replayed_from_elsewhere_does_not_move_the_peer()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser peer = meeting.Join(1);
        SimulatedBrowser speaker = meeting.Join(2);
        speaker.Microphone.On = true;
        meeting.RunSeconds(1);
        byte[] captured = peer.Check(useCandidate: true);
        Assert.Equal(1, meeting.Inject(peer.Address, captured));
        Assert.Equal(0, meeting.Inject(Stranger, captured));
        meeting.RunSeconds(1);
        Assert.False(meeting.Room.Owns(Stranger));
        Assert.Empty(meeting.Astray);
    }

    [Fact]
    public void M04_a_third_host_takes_nothing_over_and_gets_nothing()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser victim = meeting.Join(1);
        SimulatedBrowser listener = meeting.Join(2);
        victim.Microphone.On = listener.Microphone.On = true;
        meeting.RunSeconds(1);
        long forwarded = meeting.Room.Counters.PacketsForwarded;
        byte[] bleed = [0x80, 0x00, 0xee, 0x3c, 0x04, 0x42, 0xa2, 0xc1, 0xef, 0x0a, 0x07, 0xde, .. new byte[160]];
        byte[] forged = victim.Packet(victim.Microphone, new byte[80], false); // even a true packet counts for nothing from there
        for (int i = 0; i < 1000; i++)
        {
            meeting.Inject(Stranger, bleed);
            meeting.Inject(Stranger, forged);
        }

        Assert.InRange(meeting.Room.Counters.PacketsForwarded, forwarded, forwarded + 1);
        Assert.Equal(2000, meeting.Room.Counters[DropReason.UnknownAddress]);
        meeting.RunSeconds(1);
        Assert.Empty(meeting.Astray);
        Assert.True(listener.AudioSlots[0].LastArrival > meeting.Now.Nanoseconds - 100_000_000);
    }

    [Fact]
    public void M04_a_seated_peer_cannot_claim_the_address_of_another_that_lives()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser victim = meeting.Join(1);
        SimulatedBrowser insider = meeting.Join(2);
        meeting.RunSeconds(1);
        Assert.Equal(0, meeting.Inject(victim.Address, insider.Check(useCandidate: true)));
        Assert.Equal(1, meeting.Room.Counters[DropReason.AddressTaken]);
        meeting.RunSeconds(2);
        Assert.Equal(PeerConnectivity.Connected, meeting.Room.Statistics(victim.Id)!.Connectivity);
        Assert.Equal(insider.Address, meeting.Room.Statistics(insider.Id)!.Address);

        // One that the victim has left behind may pass to another behind the same router.
        TransportAddress left = victim.Address;
        victim.Address = TransportAddress.FromIpv4(0xc0a8_0105, 51_000);
        meeting.RunSeconds(15);
        Assert.Equal(1, meeting.Inject(left, insider.Check(useCandidate: false)));
        meeting.RunSeconds(2);
        Assert.Equal(PeerConnectivity.Connected, meeting.Room.Statistics(victim.Id)!.Connectivity);
    }

    [Fact]
    public void M04_an_address_that_another_room_has_is_neither_answered_nor_learnt()
    {
        using var meeting = new SimulatedMeeting();
        var elsewhere = new HashSet<TransportAddress> { Stranger };
        meeting.Room.Claim = (_, address) => !elsewhere.Contains(address);
        SimulatedBrowser insider = meeting.Join(1);
        meeting.RunSeconds(1);
        Assert.Equal(0, meeting.Inject(Stranger, insider.Check(useCandidate: true)));
        Assert.Equal(1, meeting.Room.Counters[DropReason.AddressTaken]);
        Assert.False(meeting.Room.Owns(Stranger));
        meeting.RunSeconds(1);
        Assert.Empty(meeting.Astray);
        Assert.Equal(insider.Address, meeting.Room.Statistics(insider.Id)!.Address);

        elsewhere.Clear(); // abandoned there
        Assert.Equal(1, meeting.Inject(Stranger, insider.Check(useCandidate: false)));
        Assert.True(meeting.Room.Owns(Stranger));
    }

    [Fact]
    public void M04_an_address_stays_claimed_while_its_peer_is_heard_though_every_check_is_lost()
    {
        using var meeting = new SimulatedMeeting();
        List<Instant> claims = [];
        meeting.Room.Claim = (now, _) =>
        {
            claims.Add(now);
            return true;
        };
        SimulatedBrowser talker = meeting.Join(1);
        talker.Microphone.On = true;
        meeting.RunSeconds(1);
        talker.Checks = false;
        claims.Clear();
        meeting.RunSeconds(30);
        Assert.InRange(claims.Count, 11, 13); // not with every packet
        Assert.True(meeting.Now - claims[^1] < TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void M05_ten_thousand_forged_packets_from_the_victims_own_address_cost_it_nothing()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser victim = meeting.Join(1);
        SimulatedBrowser listener = meeting.Join(2);
        victim.Microphone.On = victim.Camera.On = true;
        meeting.Show(listener, new VideoWish(victim.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(1);
        var random = new Random(5);
        for (int i = 0; i < 10_000; i++)
        {
            SimulatedSource source = i % 2 == 0 ? victim.Microphone : victim.Camera;
            byte[] forged = new byte[100];
            random.NextBytes(forged);
            forged[0] = 0x80;
            forged[1] = source.IsAudio ? SimulatedBrowser.Opus : SimulatedBrowser.Vp8;
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(forged.AsSpan(2), (ushort)(source.Sequence + (i % 3 == 0 ? 0x7fff : i % 7)));
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(forged.AsSpan(8), source.Ssrc);
            meeting.Inject(victim.Address, forged);
            if (i % 10 == 0)
            {
                meeting.Run(TimeSpan.FromMilliseconds(1));
            }
        }

        meeting.RunSeconds(2);
        victim.Microphone.On = victim.Camera.On = false;
        meeting.RunSeconds(0.5);
        Assert.Equal(10_000, meeting.Room.Counters[DropReason.SrtpAuthentication] + meeting.Room.Counters[DropReason.SrtpReplay]
            + meeting.Room.Counters[DropReason.SrtpTooOld]);
        Assert.Equal(0, listener.AudioSlots[0].MissingInside + listener.VideoSlots[0].MissingInside);
        Assert.True(listener.AudioSlots[0].Count >= victim.Microphone.Packets - 1);
        Assert.Equal(PeerConnectivity.Connected, meeting.Room.Statistics(victim.Id)!.Connectivity);
    }

    [Fact]
    [SuppressMessage("Reliability", "CA2020", Justification = "wraps on purpose")]
    public void M09_ten_thousand_streams_and_a_thousand_mids_leave_at_most_sixty_four()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser hostile = meeting.Join(1);
        SimulatedBrowser listener = meeting.Join(2);
        meeting.RunSeconds(1);
        List<byte[]> packets = [];
        for (uint i = 0; i < 10_000; i++)
        {
            var source = new SimulatedSource(1, true, 0x5000_0000 + i, 0, i < 1000 ? $"m{i}" : "0");
            packets.Add(hostile.Packet(source, new byte[40], false));
        }

        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (byte[] packet in packets)
        {
            meeting.Inject(hostile.Address, packet);
        }

        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < 5_000_000, $"{grown} bytes");
        Assert.True(meeting.Room.Counters[DropReason.TooManyStreams] > 9_800);
        meeting.RunSeconds(1);
        Assert.Equal(PeerConnectivity.Connected, meeting.Room.Statistics(listener.Id)!.Connectivity);
    }

    [Fact]
    public void M09_a_peer_keeps_at_most_eight_addresses_and_the_room_its_seats()
    {
        using var meeting = new SimulatedMeeting(new RoomOptions { MaxPeers = 2 });
        SimulatedBrowser peer = meeting.Join(1);
        for (uint i = 0; i < 1000; i++)
        {
            meeting.Inject(TransportAddress.FromIpv4(0x0b00_0000 + i, 7), peer.Check(useCandidate: i % 5 == 0));
        }

        int owned = Enumerable.Range(0, 1000).Count(i => meeting.Room.Owns(TransportAddress.FromIpv4(0x0b00_0000 + (uint)i, 7)));
        Assert.InRange(owned, 1, 8);
        Assert.Equal(1000 - owned, meeting.Told<AddressReleased>().Count());

        for (int n = 2; n < 10; n++)
        {
            meeting.Join(n);
        }

        Assert.Equal(2, meeting.Room.PeerCount);
        Assert.Equal(7, meeting.Room.Counters[DropReason.TooManyPeers]);
    }

    [Fact]
    public void M10_a_thousand_key_frame_requests_a_second_become_two()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser hostile = meeting.Join(2);
        speaker.Camera.On = true;
        meeting.Show(hostile, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);
        int before = speaker.KeyFrameRequests;
        uint ssrc = hostile.SlotSsrc(false, 0);
        for (int i = 0; i < 2500; i++)
        {
            meeting.Inject(hostile.Address, hostile.Rtcp((ref RtcpWriter w) => w.AddPictureLossIndication(1, ssrc)));
            meeting.Inject(hostile.Address, hostile.Rtcp((ref RtcpWriter w) => w.AddFullIntraRequest(1, ssrc, (byte)i)));
            meeting.Run(TimeSpan.FromMilliseconds(2));
        }

        Assert.InRange(speaker.KeyFrameRequests - before, 1, 11); // five seconds
        Assert.True(meeting.Room.Counters[DropReason.FeedbackLimited] > 4900);
    }

    [Fact]
    public void M10_asking_for_everything_again_and_again_gets_a_fifth_of_the_line_at_most_and_hurts_nobody()
    {
        using var meeting = new SimulatedMeeting(new RoomOptions { AssumedReceiverBitrate = 2_000_000 });
        SimulatedBrowser speaker = meeting.Join(1);
        SimulatedBrowser hostile = meeting.Join(2);
        SimulatedBrowser honest = meeting.Join(3);
        speaker.Camera.On = true;
        meeting.Show(hostile, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.Show(honest, new VideoWish(speaker.Id, SourceKind.Camera, 720));
        meeting.RunSeconds(2);
        uint ssrc = hostile.SlotSsrc(false, 0);
        int resent = hostile.RtxPackets;
        for (int round = 0; round < 50; round++)
        {
            for (int from = 0; from < 65536; from += 4096)
            {
                ushort[] all = [.. Enumerable.Range(from, 4096).Select(s => (ushort)s)];
                meeting.Inject(hostile.Address, hostile.Rtcp((ref RtcpWriter w) => w.AddNack(1, ssrc, all)));
            }

            meeting.Run(TimeSpan.FromMilliseconds(100));
        }

        // Five seconds at a fifth of 2 Mbit/s, in packets of some 1,060 bytes, and the burst of a quarter second.
        Assert.InRange((hostile.RtxPackets - resent) * 1060L * 8, 1, 2_000_000 * 0.2 * 5.25);
        speaker.Camera.On = false;
        meeting.RunSeconds(0.5);
        Assert.Equal(0, honest.VideoSlots[0].MissingInside);
        Assert.Equal(0, honest.RtxPackets);
    }

    [Fact]
    public void Nonsense_of_every_kind_is_counted_and_never_thrown()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser peer = meeting.Join(1);
        meeting.RunSeconds(1);
        var random = new Random(11);
        long before = meeting.Room.Counters.DatagramsReceived;
        for (int i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            meeting.Inject(i % 2 == 0 ? peer.Address : Stranger, bytes);
        }

        Assert.Equal(before + 20_000, meeting.Room.Counters.DatagramsReceived);
        Assert.Empty(meeting.Astray);
    }

    [Fact]
    public void An_authenticated_publisher_may_write_any_payload_and_hurts_only_itself()
    {
        using var meeting = new SimulatedMeeting();
        SimulatedBrowser hostile = meeting.Join(1);
        SimulatedBrowser viewer = meeting.Join(2);
        meeting.Show(viewer, new VideoWish(hostile.Id, SourceKind.Camera, 720));
        viewer.Nacks = false;
        hostile.Microphone.On = true;
        meeting.RunSeconds(1);
        var random = new Random(3);
        for (int i = 0; i < 5000; i++)
        {
            var payload = new byte[random.Next(0, 30)];
            random.NextBytes(payload);
            hostile.Camera.Sequence += random.Next(10) == 0 ? random.Next(5000) : 0;
            byte[] packet = hostile.Packet(hostile.Camera, payload, random.Next(2) == 0);
            // What the viewer gets is not VP8, so only the room is asked here.
            meeting.Room.Receive(meeting.Now, hostile.Address, packet, new Outbox(1 << 20, 1024));
            meeting.Room.Flush(meeting.Now, new Outbox(1 << 20, 1024));
        }

        Assert.True(meeting.Room.Counters[DropReason.CodecMalformed] > 10);
        Assert.InRange(viewer.AudioSlots[0].Count, 30, 100);
        Assert.Equal(64, StreamDirectory.MaxStreams);
    }
}
