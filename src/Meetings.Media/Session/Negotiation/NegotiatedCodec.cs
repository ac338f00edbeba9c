using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Negotiation;

/// <summary>A codec of an m-line with the payload types the peer gave it.</summary>
/// <param name="PayloadType">1 to 127.</param>
/// <param name="Rtx">Payload type of its retransmissions (RFC 4588), or null.</param>
/// <param name="PacketizationMode">H.264 only: 0 single NAL units, 1 non-interleaved (RFC 6184 section 6.2).</param>
/// <param name="Profile">H.264 only: the profile-level-id offered, six hexadecimal digits.</param>
public sealed record NegotiatedCodec(MediaCodec Codec, byte PayloadType, byte? Rtx = null, int PacketizationMode = 0, string Profile = "");
