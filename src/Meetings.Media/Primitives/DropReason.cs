namespace Meetings.Media.Primitives;

/// <summary>Why a datagram or a part of it was dropped. Every drop has a name and a counter (mediasoup's lesson).</summary>
public enum DropReason
{
    None = 0,
    Empty,
    UnknownClass,
    StunMalformed,
    StunUnsupported,
    StunUnknownUser,
    StunIntegrity,
    StunFingerprint,
    StunUnknownAttribute,
    UnknownAddress,
    DtlsBeforeIce,
    DtlsMalformed,
    DtlsOverLimit,
    NoKeys,
    RtpMalformed,
    RtcpMalformed,
    SrtpAuthentication,
    SrtpReplay,
    SrtpTooOld,
    SrtcpAuthentication,
    SrtcpReplay,
    UnknownStream,
    TooManyStreams,
    CodecMalformed,
    ProbePadding,
    Duplicate,
    TooLate,
    NotForwarded,
    FeedbackLimited,
    OutboxFull,
    PeerClosed,
    RingFull,
    Oversize,
    AddressTaken,
    TooManyPeers,

    /// <summary>A picture that a slow TCP connection had no room for.</summary>
    StreamCongested,

    /// <summary>A TCP connection refused or closed: too many, too long a frame, too much before a proof.</summary>
    StreamRefused,
}
