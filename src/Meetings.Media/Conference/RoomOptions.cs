namespace Meetings.Media.Conference;

/// <summary>Limits and intervals of one room. Every map of the engine is capped; these are the caps that a deployment may change.</summary>
public sealed record RoomOptions
{
    /// <summary>Seats at most; a join beyond them is ignored and counted.</summary>
    public int MaxPeers { get; init; } = 512;

    /// <summary>How many speakers a listener hears at once; at most the audio slots of its offer. 1 to 8.</summary>
    public int AudibleSpeakers { get; init; } = 3;

    /// <summary>Nothing authenticated for this long: the peer is told to be silent.</summary>
    public TimeSpan SilentAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Nothing authenticated for this long: nothing more is sent, the seat stays.</summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// What a receiver's line is taken to carry, bit/s, where no estimate says otherwise; retransmissions may use a fifth of it.
    /// </summary>
    public long AssumedReceiverBitrate { get; init; } = 5_000_000;

    /// <summary>A camera or screen without a packet for this long leaves its slots.</summary>
    public TimeSpan VideoGoneAfter { get; init; } = TimeSpan.FromSeconds(6);
}
