using Meetings.Media.Conference.Allocation;
using Meetings.Media.Conference.Publishing;
using Meetings.Media.Primitives;
using Meetings.Media.Session;
using Meetings.Media.Session.Inbound;

namespace Meetings.Media.Conference;

/// <summary>A peer's place in the room: outlives its connections, keeps what it wants and what it is allowed.</summary>
internal sealed class Seat(PeerId id, PeerSession session)
{
    private readonly bool[] _denied = new bool[3];

    public PeerId Id { get; } = id;

    public PeerSession Session { get; set; } = session;

    public SpeakerMeter Meter { get; } = new();

    /// <summary>What its line carries and what it is given of that.</summary>
    public ReceiverAllotment Allotment { get; } = new();

    /// <summary>What the peer wants to see, best first.</summary>
    public IReadOnlyList<VideoWish> Wishes { get; set; } = [];

    /// <summary>When a media packet of it was last accepted.</summary>
    public Instant LastMedia { get; set; } = new(long.MinValue / 2);

    /// <summary>When its address was last claimed because something authenticated came from it.</summary>
    public Instant ClaimedAt { get; set; } = new(long.MinValue / 2);

    /// <summary>Sent media within the last second; a silent microphone sends several packets in that time.</summary>
    public bool Sends(Instant now) => now - LastMedia < TimeSpan.FromSeconds(1);

    public PublishedTrack? Microphone => Session.Receiver.Track(SourceKind.Microphone);

    public bool Allows(SourceKind source) => !_denied[(int)source];

    public void Allow(SourceKind source, bool allowed)
    {
        _denied[(int)source] = !allowed;
        ApplyPermissions();
    }

    /// <summary>Carries the permissions over to the tracks of a new connection or offer.</summary>
    public void ApplyPermissions()
    {
        foreach (PublishedTrack track in Session.Receiver.Tracks)
        {
            track.Allow(Allows(track.Source));
        }
    }

    public bool IsConnected => Session.Liveness.State is PeerConnectivity.Connected or PeerConnectivity.Silent;

    /// <summary>Whether this source could be forwarded now: allowed, its publisher not dead, packets within this span.</summary>
    public bool IsLive(PublishedTrack track, Instant now, TimeSpan goneAfter) =>
        track is { Allowed: true, Closed: false, HasStream: true }
        && IsConnected
        && now - track.LastPacketAt < goneAfter;
}
