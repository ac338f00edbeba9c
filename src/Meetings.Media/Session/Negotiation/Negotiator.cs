using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Sdp;

namespace Meetings.Media.Session.Negotiation;

/// <summary>
/// Turns an offer into a <see cref="NegotiatedSession"/> by the fixed-slot convention: the order of m-lines is the contract.
/// Microphone, camera and screen first (they send), then recvonly audio slots, then recvonly video slots. Pure: SSRCs come from
/// the caller.
/// </summary>
public static class Negotiator
{
    /// <param name="previous">What was negotiated before with the same PeerConnection: its slots keep their SSRCs.</param>
    /// <param name="nextSsrc">Source of random 32-bit numbers for new slots.</param>
    /// <param name="refusal">A code of <see cref="OfferRefusal"/> when the result is null.</param>
    public static NegotiatedSession? Negotiate(
        SessionDescription offer, AnswererIdentity identity, NegotiationLimits limits, NegotiatedSession? previous, Func<uint> nextSsrc, out string refusal)
    {
        if (!RemoteTransport.TryRead(offer, out var transport, out refusal))
            return null;

        var ssrcs = new SsrcAllocator(offer, previous, nextSsrc);
        var roles = new RoleAssigner(limits);
        var media = new List<NegotiatedMedia>(offer.Media.Count);
        foreach (var line in offer.Media)
        {
            var role = roles.Next(line);
            media.Add(Describe(line, role, transport.IsBundled(line), previous, ssrcs, limits.PreferredVideo));
        }

        if (!media.Exists(static m => m.PayloadType != 0))
        {
            refusal = OfferRefusal.NoMedia;
            return null;
        }

        return new NegotiatedSession
        {
            LocalUfrag = identity.Ufrag,
            LocalPassword = identity.Password,
            RemoteUfrag = transport.Ufrag,
            RemotePassword = transport.Password,
            RemoteFingerprintSha256 = transport.Fingerprint,
            Media = media,
        };
    }

    private static NegotiatedMedia Describe(
        MediaDescription line, MediaRole role, bool bundled, NegotiatedSession? previous, SsrcAllocator ssrcs, MediaCodec preferredVideo)
    {
        var codecs = CodecChoice.Of(line, preferredVideo);
        var usable = codecs.Count > 0 && bundled && !line.IsStopped && role.Kind != MediaRoleKind.Refused;
        var before = previous?.Media.FirstOrDefault(m => m.Mid == line.Mid && m.SlotSsrc != 0);
        var isSlot = usable && role.Kind == MediaRoleKind.Slot;
        var isRepaired = isSlot && codecs.Any(static c => c.Rtx is not null);
        var announced = line.Ssrcs();
        var extensions = line.Extensions();
        // Without the extension that names a packet's RID its layers could not be told apart.
        var rids = line.IsVideo && usable && role.Kind == MediaRoleKind.Published && Id(SdpExtension.Rid) != 0
            ? line.SentRids(LayerTarget.MaxSpatial) : [];
        var single = usable && role.Kind == MediaRoleKind.Published && rids.Count == 0 && announced.Count > 0;

        return new NegotiatedMedia
        {
            Mid = line.Mid ?? "",
            IsAudio = line.IsAudio,
            IsPublished = role.Kind != MediaRoleKind.Slot,
            Source = role.Source,
            Slot = role.Slot,
            IsActive = usable && role.IsActive,
            Codecs = usable ? codecs : [],
            ClockRate = line.IsAudio ? 48000 : 90000,
            AnnouncedSsrc = single ? announced[0] : null,
            AnnouncedRtxSsrc = single ? line.RtxSsrcOf(announced[0]) : null,
            Rids = rids,
            SlotSsrc = !isSlot ? 0 : before?.SlotSsrc ?? ssrcs.Next(),
            SlotRtxSsrc = !isRepaired ? 0 : before is { SlotRtxSsrc: not 0 } ? before.SlotRtxSsrc : ssrcs.Next(),
            MidExtension = Id(SdpExtension.Mid),
            RidExtension = rids.Count == 0 ? (byte)0 : Id(SdpExtension.Rid),
            RepairedRidExtension = rids.Count == 0 ? (byte)0 : Id(SdpExtension.RepairedRid),
            AudioLevelExtension = line.IsAudio ? Id(SdpExtension.AudioLevel) : (byte)0,
            TransportSequenceExtension = Id(SdpExtension.TransportSequence),
            // Transport-wide numbers make the send time redundant: three bytes a packet saved.
            AbsSendTimeExtension = Id(SdpExtension.TransportSequence) == 0 ? Id(SdpExtension.AbsSendTime) : (byte)0,
        };

        // Ids above 14 need the two-byte form (RFC 8285 section 4.3), which nothing we take requires.
        byte Id(string uri) => extensions.FirstOrDefault(e => e.Uri == uri && e.Id <= 14 && e.Direction != SdpDirection.Inactive).Id;
    }
}
