using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;
using Meetings.Media.Session.Negotiation;
using Meetings.Media.Wire.Codecs;

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

/// <summary>Records the DTLS adapter wants sent to where the peer's last ones came from.</summary>
public sealed record DtlsSend(PeerId Peer, ReadOnlyMemory<byte> Datagram) : RoomCommand(Peer);

public sealed record DtlsFailed(PeerId Peer, string Reason) : RoomCommand(Peer);

/// <summary>What a receiver wants in its video slots, best first. Slot k shows <c>Video[k]</c>; audio is always sent.</summary>
public sealed record SetWishes(PeerId Peer, IReadOnlyList<VideoWish> Video) : RoomCommand(Peer);

/// <summary>
/// The peer is given no more than this rung, whatever its line carries: a person has pinned it, or wants no pictures
/// (<see cref="Rung.Speech"/>) or nothing at all (<see cref="Rung.Text"/>). <see cref="Rung.Full"/> leaves it to the line.
/// </summary>
public sealed record SetCeiling(PeerId Peer, Rung Ceiling) : RoomCommand(Peer);

/// <summary>What the line to the peer is known to have carried lately; of no effect once the line itself has told.</summary>
/// <param name="BitsPerSecond">On the wire; kept within 10 kbit/s and 20 Mbit/s.</param>
public sealed record SetStartEstimate(PeerId Peer, long BitsPerSecond) : RoomCommand(Peer);

/// <summary>Stops or resumes forwarding a publisher's microphone, whatever it sends (muted by the chair, or in the lobby).</summary>
public sealed record AllowSource(PeerId Peer, SourceKind Source, bool Allowed) : RoomCommand(Peer);

/// <summary>The peer was answered or told to send its pictures in this codec.</summary>
public sealed record ExpectCodec(PeerId Peer, MediaCodec Codec) : RoomCommand(Peer);

/// <summary>Pictures on the way to the peer were thrown away: what follows begins anew, with key frames.</summary>
public sealed record PicturesLost(PeerId Peer) : RoomCommand(Peer);

/// <summary>Begins to record, pauses, goes on or ends: commands for the room as a whole, at the instant they are applied.</summary>
public abstract record TapCommand() : RoomCommand(default(PeerId));

/// <summary>Records every allowed source into the sink; one recorder a room, another one takes its place.</summary>
public sealed record StartTap(Taps.ITapSink Sink) : TapCommand;

public sealed record PauseTap : TapCommand;

public sealed record ResumeTap : TapCommand;

/// <summary>Ends what records into this sink.</summary>
public sealed record StopTap(Taps.ITapSink Sink) : TapCommand;

/// <summary>One wanted source: a publisher's camera or screen, at most this high.</summary>
public readonly record struct VideoWish(PeerId Publisher, SourceKind Source, int MaxHeight);
