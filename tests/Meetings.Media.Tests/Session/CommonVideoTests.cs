using Meetings.Media.Primitives;
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
        Assert.Equal(MediaCodec.Vp8, CommonVideo.For(new PeerId(1), [KeyValuePair.Create(new PeerId(1), Receives([H264]))])); // itself is not asked
    }

    [Fact]
    public void Only_those_who_know_the_codec_are_asked_to_change()
    {
        Assert.True(CommonVideo.IsOther(Sends(Vp8, H264), MediaCodec.H264));
        Assert.False(CommonVideo.IsOther(Sends(H264, Vp8), MediaCodec.H264));
        Assert.False(CommonVideo.IsOther(Sends(Vp8), MediaCodec.H264));
    }

    private static MediaCodec For(params NegotiatedCodec[][] others) =>
        CommonVideo.For(new PeerId(99), others.Select((codecs, i) => KeyValuePair.Create(new PeerId(i), Receives(codecs))));

    private static NegotiatedSession Receives(NegotiatedCodec[] codecs) => Session(SlotBench.Media(published: false, codecs));

    private static NegotiatedSession Sends(params NegotiatedCodec[] codecs) => Session(SlotBench.Media(published: true, codecs));

    private static NegotiatedSession Session(NegotiatedMedia media) =>
        new SimulatedBrowser(1).Session with { Media = [media] };
}
