using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Session.Srtp;
using Meetings.Media.Wire.Codecs;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Inbound;

/// <summary>What one peer sends: authenticates, finds the track, undoes retransmission (RFC 4588), hands new packets to the track.</summary>
internal sealed class PeerReceiver : IDisposable
{
    private static readonly TimeSpan OldStreamQuiet = TimeSpan.FromSeconds(1);

    private readonly PeerId _peer;
    private readonly List<PublishedTrack> _tracks = [];
    private readonly StreamDirectory _streams = new();
    private RateMeter _rate;
    private byte _transportExtension;
    private byte _levelExtension;

    public PeerReceiver(PeerId peer) => _peer = peer;

    public SrtpReceiver? Srtp { get; set; }

    public List<PublishedTrack> Tracks => _tracks;

    public StreamDirectory Streams => _streams;

    public TransportArrivals Arrivals { get; } = new();

    public RoundTrip RoundTrip { get; } = new();

    public SenderClock Clock { get; } = new();

    /// <summary>Level of the last accepted microphone packet, -dBov 0 to 127 (RFC 6464); 127 is silence.</summary>
    public byte LastLevel { get; private set; }

    /// <summary>Takes over the published m-lines of an offer; tracks whose mid and source stay are kept.</summary>
    public void Negotiate(NegotiatedSession session)
    {
        List<PublishedTrack> before = [.. _tracks];
        _tracks.Clear();
        _transportExtension = _levelExtension = 0;
        foreach (NegotiatedMedia media in session.Media)
        {
            if (!media.IsPublished || !media.IsActive || _tracks.Any(t => t.Source == media.Source))
            {
                continue; // one microphone, one camera, one screen a connection
            }

            PublishedTrack? track = before.Find(t => t.Media.Mid == media.Mid && t.Source == media.Source);
            if (track is not null)
            {
                track.Renegotiate(media);
                before.Remove(track);
            }

            _tracks.Add(track ?? new PublishedTrack(_peer, media));
            _transportExtension = media.TransportSequenceExtension != 0 ? media.TransportSequenceExtension : _transportExtension;
            _levelExtension = media.AudioLevelExtension != 0 ? media.AudioLevelExtension : _levelExtension;
        }

        before.ForEach(t => t.Close());
        _streams.SetTracks(_tracks);
    }

    /// <summary>The peer was told to send its pictures in this codec.</summary>
    public void Expect(Instant now, MediaCodec picture) => _tracks.ForEach(t => t.Expect(now, picture));

    /// <summary>Takes an SRTP packet; decrypts in place.</summary>
    /// <param name="authenticated">Whether the tag was right, which is a sign of life whatever becomes of the packet.</param>
    /// <param name="layer">The layer that accepted it.</param>
    public DropReason Receive(Instant now, Span<byte> datagram, out bool authenticated, out PublishedLayer? layer)
    {
        layer = null;
        authenticated = false;
        if (Srtp is null)
        {
            return DropReason.NoKeys;
        }

        if (!Srtp.TryUnprotectRtp(datagram, out int length, out long sequence, out DropReason reason))
        {
            return reason;
        }

        authenticated = true;
        if (!RtpPacket.TryParse(datagram[..length], out RtpPacket packet))
        {
            return DropReason.RtpMalformed;
        }

        _rate.Add(now, length);
        if (_transportExtension != 0 && packet.TryGetExtension(_transportExtension, out ReadOnlySpan<byte> value)
            && RtpExtensions.TryReadTransportSequence(value, out ushort transport))
        {
            Arrivals.Note(now, transport, packet.Ssrc);
        }

        reason = _streams.Find(packet, out StreamRole role);
        if (reason != DropReason.None)
        {
            return reason;
        }

        reason = role.IsRepair ? AcceptRepair(now, packet, role.Layer) : AcceptMedia(now, packet, sequence, role.Layer);
        layer = reason == DropReason.None ? role.Layer : null;
        return reason;
    }

    public long BitsPerSecond(Instant now) => _rate.BitsPerSecond(now);

    public PublishedTrack? Track(SourceKind source)
    {
        foreach (PublishedTrack track in _tracks)
        {
            if (track.Source == source)
            {
                return track;
            }
        }

        return null;
    }

    public void Dispose()
    {
        _tracks.ForEach(t => t.Close());
        Srtp?.Dispose();
    }

    private DropReason AcceptMedia(Instant now, in RtpPacket packet, long sequence, PublishedLayer layer)
    {
        if (layer.Track.Media.ByPayloadType(packet.PayloadType, out bool repair) is not { } codec || repair)
        {
            return DropReason.UnknownStream;
        }

        if (layer.HasStream && layer.Ssrc != packet.Ssrc && now - layer.LastPacketAt < OldStreamQuiet && !_streams.IsNewer(packet.Ssrc, layer.Ssrc))
        {
            return DropReason.TooLate; // stragglers of a stream that was replaced
        }

        layer.BindStream(packet.Ssrc, sequence, packet.PayloadType, codec.Codec);
        if (layer.Track.IsAudio)
        {
            LastLevel = packet.TryGetExtension(_levelExtension, out ReadOnlySpan<byte> level) && level.Length > 0 ? (byte)(level[0] & 0x7f) : UnknownLevel(packet);
        }

        return layer.Accept(now, layer.LineOf(sequence), packet, packet.Payload, repaired: false, RoundTrip);
    }

    private DropReason AcceptRepair(Instant now, in RtpPacket packet, PublishedLayer layer)
    {
        if (!layer.HasStream || !Rtx.TryUnwrap(packet.Payload, out ushort original, out ReadOnlySpan<byte> payload))
        {
            return DropReason.ProbePadding; // browsers probe the line with padding on the repair stream
        }

        return layer.Accept(now, layer.LineNear(original), packet, payload, repaired: true, RoundTrip);
    }

    // Without the extension a packet of ordinary size counts as quiet speech, one of a few bytes as silence (Opus DTX).
    private static byte UnknownLevel(in RtpPacket packet) => packet.Payload.Length > 10 ? (byte)45 : (byte)127;
}
