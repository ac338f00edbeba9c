using Meetings.Media.Primitives;
using Meetings.Media.Wire.Codecs;

namespace Meetings.Media.Conference;

/// <summary>A reading of one peer's connection, made on request.</summary>
public sealed record PeerStatistics
{
    public required PeerId Peer { get; init; }

    public required PeerConnectivity Connectivity { get; init; }

    /// <summary>True once the DTLS handshake gave SRTP keys.</summary>
    public required bool HasKeys { get; init; }

    public required TransportAddress? Address { get; init; }

    /// <summary>Smoothed round trip, or null before the first measurement.</summary>
    public required TimeSpan? RoundTrip { get; init; }

    /// <summary>Fraction lost of what the peer sent, as in our last reports, 0 to 1.</summary>
    public required double LossFromPeer { get; init; }

    /// <summary>Fraction lost of what we sent, as the peer last reported, 0 to 1.</summary>
    public required double LossToPeer { get; init; }

    /// <summary>Media bits per second over the last second or so.</summary>
    public required long BitrateFromPeer { get; init; }

    public required long BitrateToPeer { get; init; }

    /// <summary>What the line is taken to carry to the peer, bit/s on the wire.</summary>
    public long EstimateToPeer { get; init; }

    /// <summary>
    /// Whether <see cref="EstimateToPeer"/> comes from the line itself (transport-wide feedback) and not from guesses. Where nothing but sound is sent and
    /// no padding tries for more, it is a guess that sound has not disproved.
    /// </summary>
    public bool IsEstimateMeasured { get; init; }

    /// <summary>What the peer is given: the rung of its line, or the pinned one where that is lower.</summary>
    public Allocation.Rung Rung { get; init; }

    /// <summary>Variation of arrivals at the peer as it last reported (RFC 3550 section 6.4.1).</summary>
    public TimeSpan JitterToPeer { get; init; }

    /// <summary>Variation of arrivals from the peer, the worst of its streams.</summary>
    public TimeSpan JitterFromPeer { get; init; }

    /// <summary>How long packets to the peer wait in queues on the way; zero without transport-wide feedback.</summary>
    public TimeSpan QueueToPeer { get; init; }

    public required IReadOnlyList<PublishedStatistics> Published { get; init; }

    public required IReadOnlyList<SlotStatistics> Slots { get; init; }
}

/// <summary>One published source of a peer.</summary>
public sealed record PublishedStatistics(SourceKind Source, bool Allowed, bool Live, long Packets, long Lost, long Repaired, long KeyFrames)
{
    /// <summary>What its packets hold; null before the first.</summary>
    public MediaCodec? Codec { get; init; }

    /// <summary>Smallest picture first.</summary>
    public IReadOnlyList<LayerStatistics> Layers { get; init; } = [];
}

/// <summary>One layer of a published source.</summary>
/// <param name="Rid">Empty without simulcast.</param>
/// <param name="Height">Pixels of the picture's shorter side; 0 while unknown.</param>
/// <param name="Live">Packets came within two seconds.</param>
/// <param name="BitsPerSecond">Of all its temporal layers; while not live the last figure measured.</param>
/// <param name="TemporalLayers">Seen so far, at least 1.</param>
public sealed record LayerStatistics(string Rid, int Height, bool Live, long BitsPerSecond, int TemporalLayers, long Packets);

/// <summary>One slot of a receiver.</summary>
public sealed record SlotStatistics(bool IsAudio, int Slot, PeerId? Publisher, long Packets, long Resent)
{
    /// <summary>The layer that is forwarded now; empty without simulcast, null when none is.</summary>
    public string? Rid { get; init; }

    /// <summary>Pixels of the shorter side of the picture that is forwarded now; 0 for none, or while unknown.</summary>
    public int Height { get; init; }

    /// <summary>Highest temporal layer that passes; -1 when nothing is forwarded.</summary>
    public int Temporal { get; init; } = -1;

    public LayerTarget Target { get; init; }
}
