namespace Meetings.Media.Primitives;

/// <summary>What a room tells the outside. Notices are rare; they may allocate.</summary>
public abstract record RoomNotice(PeerId Peer);

/// <summary>A DTLS record arrived from the peer's ICE-validated address; hand it to the DTLS adapter.</summary>
public sealed record DtlsReceived(PeerId Peer, ReadOnlyMemory<byte> Record) : RoomNotice(Peer);

/// <summary>Connectivity changed: new, connected, silent (nothing authenticated for 5 s), dead (30 s: media stopped, seat kept).</summary>
public sealed record PeerConnectivityChanged(PeerId Peer, PeerConnectivity Connectivity, TransportAddress? Address) : RoomNotice(Peer);

/// <summary>
/// An integrity-checked binding (RFC 8445 section 7.3) made this address one of the peer's: its datagrams now belong to the room.
/// </summary>
public sealed record AddressValidated(PeerId Peer, TransportAddress Address) : RoomNotice(Peer);

/// <summary>The address no longer belongs to the peer (left, replaced, or pushed out by newer ones).</summary>
public sealed record AddressReleased(PeerId Peer, TransportAddress Address) : RoomNotice(Peer);

/// <summary>Receiver <c>Peer</c> now hears or sees this publisher in this slot; <c>Publisher</c> null means the slot is empty.</summary>
/// <param name="Slot">Zero-based among the receiver's slots of that kind (audio slots, video slots).</param>
/// <param name="IsUndecodable">It would see it, but cannot decode the codec it comes in: the slot stays empty.</param>
public sealed record SlotChanged(PeerId Peer, bool IsAudio, int Slot, PeerId? Publisher, SourceKind Source, bool IsUndecodable = false) : RoomNotice(Peer);

/// <summary>
/// Publisher <c>Peer</c> shall send these layers of its camera or screen and no others, until told anew; before the first time, all.
/// </summary>
/// <param name="Layers">Bit k stands for the k-th RID of its offer, bit 0 for the only stream without simulcast. 0: nobody watches.</param>
public sealed record LayersWanted(PeerId Peer, SourceKind Source, int Layers) : RoomNotice(Peer);

/// <summary>The dominant speaker changed; null when nobody has spoken for a while.</summary>
public sealed record DominantSpeakerChanged(PeerId? Speaker) : RoomNotice(Speaker ?? default);

/// <summary>A peer began or stopped speaking (audio level with hysteresis), for the record and the speaking marks.</summary>
public sealed record SpeakingChanged(PeerId Peer, bool Speaking) : RoomNotice(Peer);

public enum PeerConnectivity
{
    New,
    Connected,
    Silent,
    Dead,
}
