using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Allocation;

/// <summary>Receiver <c>Peer</c> now stands on this rung of the ladder: that of its line, or the pinned one where that is lower.</summary>
/// <param name="EstimateBitsPerSecond">What its line is taken to carry, on the wire.</param>
public sealed record RungChanged(PeerId Peer, Rung Rung, long EstimateBitsPerSecond) : RoomNotice(Peer);
