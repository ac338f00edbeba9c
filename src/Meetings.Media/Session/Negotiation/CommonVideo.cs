using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Negotiation;

/// <summary>Which picture codec a publisher shall send: one that everybody who could watch decodes, VP8 if there is a choice or none.</summary>
/// <param name="WithoutVp8">How many in the room receive pictures and cannot decode VP8.</param>
/// <param name="WithoutH264">How many receive pictures and cannot decode H.264.</param>
internal readonly record struct CommonVideo(int WithoutVp8, int WithoutH264)
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
        return others.WithoutVp8 == 0 || others.WithoutH264 > 0 ? MediaCodec.Vp8 : MediaCodec.H264;
    }

    /// <summary>Whether this publisher can send the codec at all.</summary>
    public static bool Knows(NegotiatedSession publisher, MediaCodec codec) =>
        publisher.Media.Any(m => m.IsPublished && !m.IsAudio && m.IsActive && m.Find(codec) is not null);

    private CommonVideo Plus(NegotiatedSession session, int times)
    {
        var slot = session.Media.FirstOrDefault(static m => !m.IsPublished && !m.IsAudio && m.IsActive);
        return slot is null ? this : new CommonVideo(WithoutVp8 + Lack(MediaCodec.Vp8), WithoutH264 + Lack(MediaCodec.H264));

        int Lack(MediaCodec codec) => slot.Find(codec) is null ? times : 0;
    }
}
