using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Negotiation;

/// <summary>Which picture codec a publisher shall send: one that everybody who could watch decodes, VP8 if there is a choice or none.</summary>
/// <param name="WithoutVp8">How many in the room receive pictures and cannot decode VP8.</param>
/// <param name="WithoutH264">How many receive pictures and cannot decode H.264.</param>
/// <param name="WithoutFragments">How many decode H.264 only in single NAL units (packetization mode 0), which browsers do not send.</param>
internal readonly record struct CommonVideo(int WithoutVp8, int WithoutH264, int WithoutFragments)
{
    public static CommonVideo Of(IEnumerable<NegotiatedSession> room)
    {
        var counted = default(CommonVideo);
        foreach (var session in room)
            counted = counted.Plus(session, 1);
        return counted;
    }

    /// <param name="publisher">Its own slots do not count; null when it is not in the room yet.</param>
    public MediaCodec For(NegotiatedSession? publisher)
    {
        var others = publisher is null ? this : Plus(publisher, -1);
        var withoutIts = others.WithoutH264 + (SendsFragments(publisher) ? others.WithoutFragments : 0);
        return others.WithoutVp8 == 0 || withoutIts > 0 ? MediaCodec.Vp8 : MediaCodec.H264;
    }

    /// <summary>Whether this publisher can send the codec at all.</summary>
    public static bool Knows(NegotiatedSession publisher, MediaCodec codec) =>
        publisher.Media.Any(m => m.IsPublished && !m.IsAudio && m.IsActive && m.Find(codec) is not null);

    private CommonVideo Plus(NegotiatedSession session, int times)
    {
        var slot = session.Media.FirstOrDefault(static m => !m.IsPublished && !m.IsAudio && m.IsActive);
        if (slot is null)
            return this;
        var h264 = slot.Find(MediaCodec.H264);
        return new CommonVideo(
            WithoutVp8 + (slot.Find(MediaCodec.Vp8) is null ? times : 0),
            WithoutH264 + (h264 is null ? times : 0),
            WithoutFragments + (h264 is { PacketizationMode: 0 } ? times : 0));
    }

    /// <summary>Whether its H.264 comes in pieces (mode 1), as from every browser; assumed of one not in the room yet.</summary>
    private static bool SendsFragments(NegotiatedSession? publisher) =>
        publisher?.Media.FirstOrDefault(static m => m.IsPublished && !m.IsAudio && m.IsActive)?.Find(MediaCodec.H264) is not { PacketizationMode: 0 };
}
