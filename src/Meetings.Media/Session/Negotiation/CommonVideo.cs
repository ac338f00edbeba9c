using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Negotiation;

/// <summary>Which picture codec a publisher shall send: one that everybody who could watch decodes, VP8 if there is a choice or none.</summary>
internal static class CommonVideo
{
    public static MediaCodec For(PeerId publisher, IEnumerable<KeyValuePair<PeerId, NegotiatedSession>> room)
    {
        var vp8 = true;
        var h264 = true;
        foreach (var (peer, session) in room)
        {
            if (peer == publisher || session.Media.FirstOrDefault(static m => !m.IsPublished && !m.IsAudio && m.IsActive) is not { } slot)
                continue;
            vp8 &= slot.Find(MediaCodec.Vp8) is not null;
            h264 &= slot.Find(MediaCodec.H264) is not null;
        }

        return vp8 || !h264 ? MediaCodec.Vp8 : MediaCodec.H264;
    }

    /// <summary>Whether this publisher was answered with another codec first, although it knows this one.</summary>
    public static bool IsOther(NegotiatedSession publisher, MediaCodec codec) =>
        publisher.Media.Any(m => m.IsPublished && !m.IsAudio && m.IsActive && m.Find(codec) is not null && m.Codecs[0].Codec != codec);
}
