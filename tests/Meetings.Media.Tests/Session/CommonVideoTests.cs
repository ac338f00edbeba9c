using Meetings.Media.Session.Negotiation;
using Meetings.Media.Tests.Simulation;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Tests.Session;

public sealed class CommonVideoTests
{
    private static readonly NegotiatedCodec Vp8 = new(MediaCodec.Vp8, 96), H264 = new(MediaCodec.H264, 102, PacketizationMode: 1),
        SingleUnits = new(MediaCodec.H264, 104);

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

    /// <summary>RFC 6184 section 6.2: who takes single NAL units only cannot be shown what a browser sends, in either codec.</summary>
    [Fact]
    public void A_kit_of_single_units_makes_nobody_leave_VP8_but_who_sends_such_itself()
    {
        Assert.Equal(MediaCodec.Vp8, For([Vp8, H264], [SingleUnits]));
        CommonVideo room = CommonVideo.Of([Receives([Vp8, H264]), Receives([SingleUnits])]);
        Assert.Equal(MediaCodec.Vp8, room.For(Sends(Vp8, H264)));
        Assert.Equal(MediaCodec.H264, room.For(Sends(SingleUnits)));
        Assert.Equal(MediaCodec.H264, CommonVideo.Of([Receives([SingleUnits]), Receives([H264])]).For(Receives([SingleUnits]))); // itself is not asked
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
