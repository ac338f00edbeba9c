using System.Text;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// Tells which published m-line an SSRC belongs to: known SSRC, else MID header extension (RFC 8843 section 9.2), else the SSRC announced
/// in the offer, else a payload type only one m-line uses; and with simulcast which layer, by the RID and repaired RID extensions
/// (RFC 8852). Asked only for authenticated packets; holds at most 64 SSRCs.
/// </summary>
internal sealed class StreamDirectory
{
    public const int MaxStreams = 64;

    private readonly Dictionary<uint, StreamRole> _streams = new(MaxStreams);
    private readonly List<Candidate> _candidates = [];
    private byte _midExtension;
    private int _learnt;

    public int Count => _streams.Count;

    /// <summary>Sets the published m-lines; what was learnt about tracks that stay is kept.</summary>
    public void SetTracks(List<PublishedTrack> tracks)
    {
        _candidates.Clear();
        _midExtension = 0;
        foreach (PublishedTrack track in tracks)
        {
            _candidates.Add(new Candidate(track, Encoding.UTF8.GetBytes(track.Media.Mid)));
            _midExtension = track.Media.MidExtension != 0 ? track.Media.MidExtension : _midExtension;
        }

        foreach ((uint ssrc, StreamRole role) in _streams)
        {
            if (!tracks.Contains(role.Track) || !role.Track.Layers.Contains(role.Layer))
            {
                _streams.Remove(ssrc);
            }
        }
    }

    /// <summary>Looks up or learns the stream of an authenticated packet.</summary>
    public DropReason Find(in RtpPacket packet, out StreamRole role)
    {
        if (_streams.TryGetValue(packet.Ssrc, out role))
        {
            return DropReason.None;
        }

        if (_streams.Count >= MaxStreams)
        {
            return DropReason.TooManyStreams;
        }

        if (!TryIdentify(packet, out role))
        {
            return DropReason.UnknownStream;
        }

        role = role with { Learnt = ++_learnt };
        _streams.Add(packet.Ssrc, role);
        return DropReason.None;
    }

    /// <summary>The layer whose media an SSRC was learnt to be, for sender reports and BYE; null when unknown or a repair stream.</summary>
    public PublishedLayer? MediaOf(uint ssrc) => _streams.TryGetValue(ssrc, out StreamRole role) && !role.IsRepair ? role.Layer : null;

    /// <summary>Whether the first SSRC was learnt after the second.</summary>
    public bool IsNewer(uint ssrc, uint than) =>
        _streams.TryGetValue(ssrc, out StreamRole a) && (!_streams.TryGetValue(than, out StreamRole b) || a.Learnt > b.Learnt);

    private bool TryIdentify(in RtpPacket packet, out StreamRole role)
    {
        if (_midExtension != 0 && packet.TryGetExtension(_midExtension, out ReadOnlySpan<byte> mid))
        {
            foreach (Candidate candidate in _candidates)
            {
                if (mid.SequenceEqual(candidate.Mid))
                {
                    return TryRole(candidate.Track, packet, out role);
                }
            }

            role = default;
            return false;
        }

        foreach (Candidate candidate in _candidates)
        {
            NegotiatedMedia media = candidate.Track.Media;
            if (media.AnnouncedSsrc == packet.Ssrc || media.AnnouncedRtxSsrc == packet.Ssrc)
            {
                return TryRole(candidate.Track, packet, out role);
            }
        }

        return TryByPayloadType(packet, out role);
    }

    private bool TryByPayloadType(in RtpPacket packet, out StreamRole role)
    {
        role = default;
        int matches = 0;
        foreach (Candidate candidate in _candidates)
        {
            if (TryRole(candidate.Track, packet, out StreamRole found))
            {
                role = found;
                matches++;
            }
        }

        return matches == 1;
    }

    private static bool TryRole(PublishedTrack track, in RtpPacket packet, out StreamRole role)
    {
        role = default;
        NegotiatedMedia media = track.Media;
        if (media.ByPayloadType(packet.PayloadType, out bool repair) is null)
        {
            return false;
        }

        PublishedLayer? layer = media.Rids.Count == 0 ? track.Layers[0]
            : packet.TryGetExtension(repair ? media.RepairedRidExtension : media.RidExtension, out ReadOnlySpan<byte> rid) ? track.Layer(rid)
            : null;
        if (layer is null)
        {
            return false;
        }

        role = new StreamRole(layer, repair);
        return true;
    }

    private sealed record Candidate(PublishedTrack Track, byte[] Mid);
}

/// <summary>What an SSRC carries: a layer's media, or its retransmissions (RFC 4588).</summary>
/// <param name="Learnt">Order in which SSRCs were learnt.</param>
internal readonly record struct StreamRole(PublishedLayer Layer, bool IsRepair, int Learnt = 0)
{
    public PublishedTrack Track => Layer.Track;
}
