using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Negotiation;

/// <summary>
/// Publisher <c>Peer</c> shall send its pictures in this codec from now on, which it has negotiated: who came or went has changed what
/// everybody decodes.
/// </summary>
public sealed record CodecWanted(PeerId Peer, MediaCodec Codec) : RoomNotice(Peer);
