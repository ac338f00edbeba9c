using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;

namespace Meetings.Media.Conference;

/// <summary>What the outside asks of a room. All entropy and credentials enter here, so that a simulation repeats to the bit.</summary>
public abstract record RoomCommand(PeerId Peer);

/// <summary>Adds a peer, or replaces the negotiated shape of one that re-offers. The answer was made by <c>Negotiator</c>.</summary>
/// <param name="Session">Everything negotiated: codecs, extension ids, slots, ICE credentials, the remote fingerprint.</param>
/// <param name="Entropy">Seeds initial SSRCs, sequence numbers and timestamps of the outgoing slots; 32 bytes.</param>
public sealed record JoinPeer(PeerId Peer, NegotiatedSession Session, ReadOnlyMemory<byte> Entropy) : RoomCommand(Peer);

public sealed record RemovePeer(PeerId Peer) : RoomCommand(Peer);

/// <summary>The DTLS adapter finished a handshake whose peer certificate matched the signalled fingerprint.</summary>
/// <param name="Profile">The SRTP protection profile chosen (RFC 5764 section 4.1.2, RFC 7714 section 14.2).</param>
/// <param name="InboundKey">Master key and salt of what the peer sends (client write).</param>
/// <param name="OutboundKey">Master key and salt of what we send (server write).</param>
public sealed record DtlsEstablished(
    PeerId Peer, Session.Srtp.SrtpProfile Profile, ReadOnlyMemory<byte> InboundKey, ReadOnlyMemory<byte> OutboundKey) : RoomCommand(Peer);

/// <summary>Bytes the DTLS adapter wants sent to the peer's selected address.</summary>
public sealed record DtlsSend(PeerId Peer, ReadOnlyMemory<byte> Record) : RoomCommand(Peer);

public sealed record DtlsFailed(PeerId Peer, string Reason) : RoomCommand(Peer);

/// <summary>What a receiver wants in its video slots, best first. Slot k shows <c>Video[k]</c>; audio is always sent.</summary>
public sealed record SetWishes(PeerId Peer, IReadOnlyList<VideoWish> Video) : RoomCommand(Peer);

/// <summary>Stops or resumes forwarding a publisher's microphone, whatever it sends (muted by the chair, or in the lobby).</summary>
public sealed record AllowSource(PeerId Peer, SourceKind Source, bool Allowed) : RoomCommand(Peer);

/// <summary>Pictures on the way to the peer were thrown away: what follows begins anew, with key frames.</summary>
public sealed record PicturesLost(PeerId Peer) : RoomCommand(Peer);

/// <summary>One wanted source: a publisher's camera or screen, at most this high.</summary>
public readonly record struct VideoWish(PeerId Publisher, SourceKind Source, int MaxHeight);
