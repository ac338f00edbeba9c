using System.Net;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Session.Negotiation;

/// <summary>What our side says of itself in every answer of one PeerConnection; unchanged by re-offers and ICE restarts.</summary>
public sealed record AnswererIdentity
{
    /// <summary>ICE user name fragment (RFC 8839 section 5.4), 4..256 ice-chars, unique in the process.</summary>
    public required string Ufrag { get; init; }

    /// <summary>ICE password, 22..256 ice-chars.</summary>
    public required string Password { get; init; }

    /// <summary>SHA-256 of the server's certificate, 32 bytes (RFC 8122).</summary>
    public required ReadOnlyMemory<byte> FingerprintSha256 { get; init; }

    /// <summary>Where the server's one UDP port is reached, best first.</summary>
    public required IReadOnlyList<IPEndPoint> Candidates { get; init; }

    /// <summary>Where clients without UDP may connect by TCP (RFC 6544 passive candidates), best first.</summary>
    public IReadOnlyList<IPEndPoint> TcpCandidates { get; init; } = [];

    /// <summary>The numeric session id of the <c>o=</c> line.</summary>
    public required ulong SessionId { get; init; }
}

/// <summary>What the negotiator grants at most.</summary>
/// <param name="AudioSlots">Audio slots answered; further recvonly audio m-lines are answered inactive.</param>
/// <param name="VideoSlots">Video slots answered; further recvonly video m-lines are answered inactive.</param>
/// <param name="PreferredVideo">The codec a publisher that knows both shall send: what everybody in the room can decode.</param>
public sealed record NegotiationLimits(int AudioSlots = 3, int VideoSlots = 16, MediaCodec PreferredVideo = MediaCodec.Vp8);

/// <summary>Why an offer was refused; the code is shown to clients as it stands.</summary>
public static class OfferRefusal
{
    public const string Malformed = "offer_malformed";
    public const string TooLarge = "offer_too_large";
    public const string NoIce = "offer_no_ice";
    public const string NoFingerprint = "offer_no_fingerprint";
    public const string Setup = "offer_setup";
    public const string NoBundle = "offer_no_bundle";
    public const string NoRtcpMux = "offer_no_rtcp_mux";
    public const string BadMid = "offer_bad_mid";
    public const string Inconsistent = "offer_inconsistent";
    public const string NoMedia = "offer_no_media";
}
