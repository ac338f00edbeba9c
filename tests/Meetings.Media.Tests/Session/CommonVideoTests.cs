using Meetings.Media.Session.Negotiation;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Session;

public sealed class CommonVideoTests
{
    private static readonly NegotiatedCodec Vp8 = new(MediaCodec.Vp8, 96), H264 = new(MediaCodec.H264, 102);

    [Fact]
    public void A_publisher_sends_what_everybody_else_decodes_and_VP8_if_there_is_a_choice()
    {
        Assert.Equal(MediaCodec.Vp8, For([Vp8, H264]));
        Assert.Equal(MediaCodec.Vp8, For([Vp8, H264], [Vp8]));
        Assert.Equal(MediaCodec.H264, For([Vp8, H264], [H264]));
        Assert.Equal(MediaCodec.Vp8, For([Vp8], [H264])); // no codec suits both
        NegotiatedSession single = Receives([H264]);
        Assert.Equal(MediaCodec.Vp8, CommonVideo.Of([single]).For(single)); // itself is not asked
        Assert.Equal(MediaCodec.H264, CommonVideo.Of([single, single]).For(single));
        Assert.Equal(MediaCodec.Vp8, CommonVideo.Of([Sends(H264)]).For(null)); // who receives no pictures is not asked
    }

    [Fact]
    public void Only_those_who_know_the_codec_are_asked_to_change()
    {
        Assert.True(CommonVideo.Knows(Sends(Vp8, H264), MediaCodec.H264));
        Assert.False(CommonVideo.Knows(Sends(Vp8), MediaCodec.H264));
        Assert.False(CommonVideo.Knows(Receives([H264]), MediaCodec.H264));
    }

    private static MediaCodec For(params NegotiatedCodec[][] others) => CommonVideo.Of(others.Select(Receives)).For(null);

    private static NegotiatedSession Receives(NegotiatedCodec[] codecs) => Session(SlotBench.Media(published: false, codecs));

    private static NegotiatedSession Sends(params NegotiatedCodec[] codecs) => Session(SlotBench.Media(published: true, codecs));

    private static NegotiatedSession Session(NegotiatedMedia media) =>
        new SimulatedBrowser(1).Session with { Media = [media] };
}
