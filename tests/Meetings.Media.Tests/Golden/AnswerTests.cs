using System.Net;
using Meetings.Media.Conference;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Tests.Golden;

public sealed class AnswerTests
{
    private static readonly AnswererIdentity Identity = new()
    {
        Ufrag = "SrvUfrag",
        Password = "ServerPasswordOf24Chars+",
        FingerprintSha256 = Enumerable.Range(0, 32).Select(static i => (byte)(i * 7)).ToArray(),
        Candidates = [IPEndPoint.Parse("192.0.2.10:40000"), IPEndPoint.Parse("[2001:db8::10]:40000")],
        SessionId = 1234567890123456789,
    };

    [Theory]
    [InlineData("chromium-156", 111, 96, 97)]
    [InlineData("chromium-156-unrestricted", 111, 96, 97)]
    [InlineData("firefox-153", 109, 120, 124)]
    [InlineData("firefox-153-unrestricted", 109, 120, 124)]
    [InlineData("roamhq-wrtc", 111, 96, 97)]
    public void A_captured_offer_is_answered_by_the_fixed_slot_convention(string client, int opus, int vp8, int rtx)
    {
        var (offer, session) = Negotiate(GoldenFiles.Read(client + ".offer.sdp"));

        Assert.Equal(
            [SourceKind.Microphone, SourceKind.Camera, SourceKind.Screen],
            session.Media.Where(static m => m.IsPublished).Select(static m => m.Source));
        Assert.Equal([0, 1, 2], session.Media.Where(static m => !m.IsPublished && m.IsAudio).Select(static m => m.Slot));
        Assert.Equal([0, 1, 2, 3], session.Media.Where(static m => !m.IsPublished && !m.IsAudio).Select(static m => m.Slot));
        Assert.All(session.Media, m =>
        {
            Assert.True(m.IsActive);
            Assert.NotEqual(0, m.MidExtension);
            Assert.NotEqual(0, m.TransportSequenceExtension);
            Assert.Equal(m.IsAudio ? opus : vp8, m.PayloadType);
            Assert.Equal(m.IsAudio ? null : (byte?)rtx, m.RtxPayloadType);
        });
        GoldenFiles.AssertSame(client + ".answer.sdp", AnswerWriter.Write(offer, session, Identity, 1));
    }

    [Theory]
    [InlineData("chromium-156-simulcast", 10, 11, "")]
    [InlineData("firefox-153-simulcast", 9, 10, "/recvonly")]
    public void A_captured_simulcast_offer_is_taken_in_three_streams_told_apart_by_their_rids(string client, int rid, int repaired, string direction)
    {
        var (offer, session) = Negotiate(GoldenFiles.Read(client + ".offer.sdp"));
        var answer = AnswerWriter.Write(offer, session, Identity, 1);

        var camera = session.Media[1];
        Assert.Equal(["q", "h", "f"], camera.Rids);
        Assert.Equal((rid, repaired), (camera.RidExtension, camera.RepairedRidExtension));
        Assert.Null(camera.AnnouncedSsrc); // named in the offer or not, streams are learnt from their packets
        Assert.Empty(session.Media[2].Rids);
        Assert.Contains("a=rid:q recv\r\na=rid:h recv\r\na=rid:f recv\r\na=simulcast:recv q;h;f\r\n", answer, StringComparison.Ordinal);
        Assert.Contains($"a=extmap:{rid}{direction} {SdpExtension.Rid}\r\n", answer, StringComparison.Ordinal);
        GoldenFiles.AssertSame(client + ".answer.sdp", answer);
    }

    [Fact]
    public void Layers_that_packets_could_not_name_are_not_taken()
    {
        var text = GoldenFiles.Read("chromium-156-simulcast.offer.sdp");
        var (offer, session) = Negotiate(text.Replace("sdes:rtp-stream-id", "sdes:x-stream-id", StringComparison.Ordinal));

        Assert.Empty(session.Media[1].Rids);
        Assert.DoesNotContain("a=simulcast", AnswerWriter.Write(offer, session, Identity, 1), StringComparison.Ordinal);
    }

    [Fact]
    public void H264_is_taken_beside_VP8_and_alone_and_comes_first_where_everybody_needs_it()
    {
        var text = GoldenFiles.Read("chromium-156-unrestricted.offer.sdp");
        var (_, both) = Negotiate(text);
        Assert.Equal([MediaCodec.Vp8, MediaCodec.H264], both.Media[1].Codecs.Select(static c => c.Codec));
        Assert.Equal((1, "42e01f"), (both.Media[1].Codecs[1].PacketizationMode, both.Media[1].Codecs[1].Profile));
        Assert.NotNull(both.Media[1].Codecs[1].Rtx);

        Assert.True(SdpParser.TryParse(text, out var offer, out _));
        var preferring = Negotiator.Negotiate(offer, Identity, new NegotiationLimits(PreferredVideo: MediaCodec.H264), null, Numbers(), out _)!;
        Assert.Equal([MediaCodec.H264, MediaCodec.Vp8], preferring.Media[1].Codecs.Select(static c => c.Codec));

        var (_, alone) = Negotiate(text.Replace("VP8/90000", "X8/90000", StringComparison.Ordinal));
        Assert.Equal([MediaCodec.H264], alone.Media[7].Codecs.Select(static c => c.Codec));
        Assert.NotEqual(0u, alone.Media[7].SlotRtxSsrc);
        var single = text.Replace("VP8/90000", "X8/90000", StringComparison.Ordinal).Replace("packetization-mode=1", "packetization-mode=0", StringComparison.Ordinal);
        Assert.Equal(0, Negotiate(single).Session.Media[1].Codecs.Single().PacketizationMode);
        Assert.Equal(0, Negotiate(single.Replace("42e01f", "640c1f", StringComparison.Ordinal)).Session.Media[1].PayloadType); // high profile: not everybody's
    }

    [Fact]
    public void Redundant_sound_is_answered_in_the_order_it_was_offered()
    {
        var text = GoldenFiles.Read("chromium-156-unrestricted.offer.sdp");
        Assert.Equal([MediaCodec.Opus, MediaCodec.Red], Negotiate(text).Session.Media[0].Codecs.Select(static c => c.Codec));
        var first = text.Replace("SAVPF 111 63", "SAVPF 63 111", StringComparison.Ordinal);
        Assert.NotEqual(text, first);
        Assert.Equal([MediaCodec.Red, MediaCodec.Opus], Negotiate(first).Session.Media[0].Codecs.Select(static c => c.Codec));
        Assert.Equal([MediaCodec.Opus], Negotiate(text.Replace("a=fmtp:63 111/111", "a=fmtp:63 111/9", StringComparison.Ordinal)).Session.Media[0].Codecs.Select(static c => c.Codec));
    }

    [Fact]
    public void Announced_streams_of_a_browser_are_learnt_with_their_repair_streams()
    {
        var (_, session) = Negotiate(GoldenFiles.Read("firefox-153.offer.sdp"));

        Assert.Equal(489954277u, session.Media[0].AnnouncedSsrc);
        Assert.Equal(2176273698u, session.Media[1].AnnouncedSsrc);
        Assert.Equal(602040u, session.Media[1].AnnouncedRtxSsrc);
    }

    [Fact]
    public void A_later_offer_with_more_slots_keeps_the_streams_of_the_old_ones()
    {
        var text = GoldenFiles.Read("chromium-156.offer.sdp");
        var last = text.LastIndexOf("m=video", StringComparison.Ordinal);
        var fewer = text[..last].Replace("BUNDLE 0 1 2 3 4 5 6 7 8 9", "BUNDLE 0 1 2 3 4 5 6 7 8", StringComparison.Ordinal);
        var (_, before) = Negotiate(fewer);
        var (_, after) = Negotiate(text, before);

        Assert.Equal(before.Media.Select(static m => (m.Mid, m.SlotSsrc, m.SlotRtxSsrc)), after.Media.Take(9).Select(static m => (m.Mid, m.SlotSsrc, m.SlotRtxSsrc)));
        var ssrcs = after.Media.SelectMany(static m => new[] { m.SlotSsrc, m.SlotRtxSsrc }).Where(static s => s != 0).ToList();
        Assert.Equal(3 + 4 * 2, ssrcs.Distinct().Count());
    }

    [Fact]
    public void A_slot_set_inactive_keeps_its_number_and_stream()
    {
        var text = GoldenFiles.Read("chromium-156.offer.sdp");
        var (_, before) = Negotiate(text);
        var at = text.IndexOf("a=mid:7", StringComparison.Ordinal);
        var inactive = text[..at] + ReplaceFirst(text[at..], "a=recvonly", "a=inactive");
        var (_, after) = Negotiate(inactive, before);

        Assert.False(after.Media[7].IsActive);
        Assert.Equal(1, after.Media[7].Slot);
        Assert.Equal(before.Media.Select(static m => m.SlotSsrc), after.Media.Select(static m => m.SlotSsrc));
    }

    [Fact]
    public void Slots_beyond_the_limit_are_answered_inactive()
    {
        Assert.True(SdpParser.TryParse(GoldenFiles.Read("chromium-156.offer.sdp"), out var offer, out _));
        var session = Negotiator.Negotiate(offer, Identity, new NegotiationLimits(2, 1), null, Numbers(), out _);

        Assert.NotNull(session);
        Assert.Equal(2, session.Media.Count(static m => !m.IsPublished && m.IsAudio && m.IsActive));
        Assert.Equal(1, session.Media.Count(static m => !m.IsPublished && !m.IsAudio && m.IsActive));
    }

    [Theory]
    [InlineData("a=fingerprint:sha-256 ", "a=fingerprint:sha-1 ", OfferRefusal.NoFingerprint)]
    [InlineData("a=fingerprint:", "a=x-fingerprint:", OfferRefusal.NoFingerprint)]
    [InlineData("a=setup:actpass", "a=setup:passive", OfferRefusal.Setup)]
    [InlineData("a=rtcp-mux", "a=x-mux", OfferRefusal.NoRtcpMux)]
    [InlineData("a=ice-pwd:", "a=x-pwd:", OfferRefusal.NoIce)]
    [InlineData("a=ice-ufrag:Qd3G", "a=ice-ufrag:Q d", OfferRefusal.NoIce)]
    [InlineData("a=group:BUNDLE", "a=group:LS", OfferRefusal.NoBundle)]
    [InlineData("a=mid:1\r\n", "a=mid:0\r\n", OfferRefusal.BadMid)]
    [InlineData("a=mid:1\r\n", "", OfferRefusal.BadMid)]
    [InlineData("VP8", "H264", null)]
    [InlineData(" opus/48000/2", " PCMU/8000", null)]
    public void An_offer_that_cannot_be_secured_is_refused_with_a_code(string replace, string with, string? refusal)
    {
        var text = GoldenFiles.Read("chromium-156.offer.sdp").Replace(replace, with, StringComparison.Ordinal);
        Assert.True(SdpParser.TryParse(text, out var offer, out _));

        var session = Negotiator.Negotiate(offer, Identity, new NegotiationLimits(), null, Numbers(), out var code);

        Assert.Equal(refusal is null, session is not null);
        Assert.Equal(refusal ?? "", code);
    }

    [Fact]
    public void M12_two_different_fingerprints_are_refused()
    {
        var text = GoldenFiles.Read("chromium-156.offer.sdp");
        var other = "a=fingerprint:sha-256 " + string.Join(':', Enumerable.Repeat("AB", 32)) + "\r\n";
        text = text.Replace("a=setup:actpass\r\n", other + "a=setup:actpass\r\n", StringComparison.Ordinal);
        Assert.True(SdpParser.TryParse(text, out var offer, out _));

        Assert.Null(Negotiator.Negotiate(offer, Identity, new NegotiationLimits(), null, Numbers(), out var code));
        Assert.Equal(OfferRefusal.NoFingerprint, code);
    }

    [Fact]
    public void Media_lines_with_different_credentials_are_refused()
    {
        var text = GoldenFiles.Read("chromium-156.offer.sdp");
        var at = text.IndexOf("a=mid:1", StringComparison.Ordinal);
        text = ReplaceFirst(text[..at], "a=ice-ufrag:Qd3G", "a=ice-ufrag:Zzzz") + text[at..];
        Assert.True(SdpParser.TryParse(text, out var offer, out _));

        Assert.Null(Negotiator.Negotiate(offer, Identity, new NegotiationLimits(), null, Numbers(), out var code));
        Assert.Equal(OfferRefusal.Inconsistent, code);
    }

    [Fact]
    public void M15_remote_candidates_play_no_part_in_the_answer()
    {
        var text = GoldenFiles.Read("chromium-156.offer.sdp");
        var hostile = "a=candidate:9 1 udp 1 169.254.169.254 0 typ host\r\na=candidate:8 1 udp 1 127.0.0.1 22 typ host\r\na=candidate:7 1 udp 1 x.local 5 typ host\r\n"
            + "a=candidate:6 1 udp 1 224.0.0.251 5353 typ host\r\na=candidate:5 1 udp 1 ff02::fb 5353 typ host\r\na=candidate:4 1 tcp 1 127.0.0.1 0 typ host tcptype active\r\n";
        var (offer, session) = Negotiate(text);
        var (offer2, session2) = Negotiate(text.Replace("a=setup:actpass\r\n", hostile + "a=setup:actpass\r\n", StringComparison.Ordinal));

        Assert.Equal(AnswerWriter.Write(offer, session, Identity, 1), AnswerWriter.Write(offer2, session2, Identity, 1));
    }

    [Fact]
    public void M14_a_data_channel_is_refused()
    {
        var text = GoldenFiles.Read("chromium-156.offer.sdp");
        Assert.True(SdpParser.TryParse(text, out var before, out _));
        var transport = string.Concat(before.Media[0].All("ice-ufrag").Select(static u => $"a=ice-ufrag:{u}\r\n"))
            + $"a=ice-pwd:{before.Media[0].First("ice-pwd")}\r\na=fingerprint:{before.Media[0].First("fingerprint")}\r\n";
        var (offer, session) = Negotiate(text.TrimEnd() + "\r\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP4 0.0.0.0\r\n" + transport
            + "a=setup:actpass\r\na=mid:data\r\na=sctp-port:5000\r\na=max-message-size:262144\r\n");
        var answer = AnswerWriter.Write(offer, session, Identity, 1);

        Assert.Contains("m=application 0 UDP/DTLS/SCTP", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("sctp-port", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(" data", answer.Split("\r\n").Single(static l => l.StartsWith("a=group:BUNDLE", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Tcp_is_offered_behind_every_udp_candidate()
    {
        var (offer, session) = Negotiate(GoldenFiles.Read("chromium-156.offer.sdp"));
        var answer = AnswerWriter.Write(offer, session, Identity with { TcpCandidates = [IPEndPoint.Parse("192.0.2.10:443")] }, 1);

        var candidates = answer.Split("\r\n").Where(static l => l.StartsWith("a=candidate:", StringComparison.Ordinal)).Select(static l => l.Split(' ')).ToList();
        Assert.Equal(["udp", "udp", "tcp"], candidates.Select(static c => c[2]));
        Assert.Equal(candidates.Select(static c => uint.Parse(c[3], System.Globalization.CultureInfo.InvariantCulture)).OrderDescending(), candidates.Select(static c => uint.Parse(c[3], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(["192.0.2.10", "443", "typ", "host", "tcptype", "passive"], candidates[2][4..]);
        Assert.Equal(3, candidates.Select(static c => c[0]).Distinct().Count()); // foundations differ
    }

    private static (SessionDescription Offer, NegotiatedSession Session) Negotiate(string text, NegotiatedSession? previous = null)
    {
        Assert.True(SdpParser.TryParse(text, out var offer, out _));
        var session = Negotiator.Negotiate(offer, Identity, new NegotiationLimits(), previous, Numbers(previous is null ? 1000u : 5000u), out var refusal);
        Assert.Equal("", refusal);
        Assert.NotNull(session);
        return (offer, session);
    }

    private static Func<uint> Numbers(uint next = 1000) => () => next++;

    private static string ReplaceFirst(string text, string what, string with)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        return text[..at] + with + text[(at + what.Length)..];
    }
}
