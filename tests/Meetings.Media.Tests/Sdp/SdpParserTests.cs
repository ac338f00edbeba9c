using System.Diagnostics;
using System.Text;
using CsCheck;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Tests.Fuzz;
using Meetings.Media.Tests.Golden;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Tests.Sdp;

public sealed class SdpParserTests
{
    [Fact]
    public void M15_an_offer_beyond_the_length_limit_is_refused()
    {
        var text = "v=0\r\n" + new StringBuilder().Insert(0, "a=x\r\n", 2_000_000);
        Assert.False(SdpParser.TryParse(text, out _, out var error));
        Assert.Equal(SdpError.TooLong, error);
    }

    [Fact]
    public void M15_five_thousand_media_lines_are_refused()
    {
        var text = "v=0\r\n" + new StringBuilder().Insert(0, "m=a 0 p 0\r\n", 5_000);
        Assert.False(SdpParser.TryParse(text, out _, out var error));
        Assert.Equal(SdpError.TooManyLines, error);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void M15_a_hundred_media_lines_are_read_and_no_more(int lines, bool isRead)
    {
        Assert.Equal(isRead, SdpParser.TryParse("v=0\r\n" + new StringBuilder().Insert(0, "m=a 0 p 0\r\n", lines), out var offer, out _));
        Assert.Equal(isRead ? lines : 0, offer.Media.Count);
    }

    [Theory]
    [MemberData(nameof(DearOffers))]
    public void M15_the_dearest_offers_within_the_limits_cost_little(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(HostileOffers.All.Single(o => o.Name == name).Text);
        Assert.InRange(bytes.Length, 1, SdpParser.MaxLength);
        var fewest = long.MaxValue;
        var shortest = TimeSpan.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var begun = Stopwatch.GetTimestamp();
            SdpExercise.Read(bytes);
            shortest = TimeSpan.FromTicks(Math.Min(shortest.Ticks, Stopwatch.GetElapsedTime(begun).Ticks));
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - allocated);
        }

        Assert.InRange(fewest, 0, SdpExercise.MaxAllocated);
        Assert.InRange(shortest, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    public static TheoryData<string> DearOffers => [.. HostileOffers.All.Select(static o => o.Name)];

    [Fact]
    public void M15_a_payload_type_that_is_listed_twice_is_one_codec_and_its_first_map_counts()
    {
        Assert.True(SdpParser.TryParse(
            "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 97 96 96 97 128 x\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:96 VP9/90000\r\na=rtcp-fb:96 nack\r\na=rtcp-fb:96 nack pli\r\n"
            + "a=rtpmap:97 rtx/90000\r\na=fmtp:97 apt=96\r\na=fmtp:97 apt=1\r\na=rtpmap:128 VP8/90000\r\n", out var offer, out _));
        var codecs = offer.Media[0].Codecs();
        Assert.Equal([(97, "rtx"), (96, "VP8")], codecs.Select(static c => ((int)c.PayloadType, c.Name)));
        Assert.Equal((byte)96, codecs[0].AssociatedPayloadType);
        Assert.Equal(["nack", "nack pli"], codecs[1].Feedback);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("v=1\r\n")]
    [InlineData("o=- 1 1 IN IP4 0.0.0.0\r\nv=0\r\n")]
    [InlineData("v=0\r\nm=audio\r\n")]
    [InlineData("v=0\r\nm=audio 70000 UDP/TLS/RTP/SAVPF 1\r\n")]
    [InlineData("v=0\r\nm=audio -1 UDP/TLS/RTP/SAVPF 1\r\n")]
    [InlineData("v=0\r\nhello\r\n")]
    [InlineData("v=0\r\na=x\u0000y\r\n")]
    public void What_is_not_a_description_is_refused(string text) => Assert.False(SdpParser.TryParse(text, out _, out _));

    [Fact]
    public void A_long_line_is_refused() =>
        Assert.False(SdpParser.TryParse("v=0\r\na=" + new string('x', SdpParser.MaxLine), out _, out _));

    [Fact]
    public void M15_looping_restriction_ids_are_read_once()
    {
        var text = "v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n" + string.Concat(Enumerable.Repeat("a=rid:h send\r\na=rid:l send\r\n", 100))
            + "a=simulcast:send " + string.Concat(Enumerable.Repeat("h;l,x;~h;y;", 100)) + "l\r\n";
        Assert.True(SdpParser.TryParse(text, out var offer, out _));
        Assert.Equal(["h", "l"], offer.Media[0].SentRids(4));
    }

    [Fact]
    public void Mangled_offers_never_throw()
    {
        var original = GoldenFiles.Read("chromium-156.offer.sdp");
        var identity = new AnswererIdentity
        {
            Ufrag = "abcd",
            Password = new string('p', 24),
            FingerprintSha256 = new byte[32],
            Candidates = [],
            SessionId = 1,
        };
        var cut = Gen.Select(Gen.Int[0, original.Length - 1], Gen.Int[0, 80], Gen.Char[' ', '~'], Gen.Int[0, 3]);
        cut.Array[1, 6].Sample(
            edits =>
            {
                var text = new StringBuilder(original);
                foreach (var (at, length, character, kind) in edits)
                {
                    if (at >= text.Length)
                        continue;
                    switch (kind)
                    {
                        case 0: text.Remove(at, Math.Min(length, text.Length - at)); break;
                        case 1: text[at] = character; break;
                        case 2: text.Insert(at, new string(character, length)); break;
                        default: text.Insert(at, "\r\n"); break;
                    }
                }

                if (!SdpParser.TryParse(text.ToString(), out var offer, out _))
                    return;
                var next = 1u;
                if (Negotiator.Negotiate(offer, identity, new NegotiationLimits(), null, () => next++, out _) is { } session)
                    Assert.True(SdpParser.TryParse(AnswerWriter.Write(offer, session, identity, 1), out _, out _));
            },
            iter: 1_500);
    }
}
