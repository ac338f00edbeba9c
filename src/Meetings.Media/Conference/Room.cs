using Meetings.Media.Primitives;

namespace Meetings.Media.Conference;

/// <summary>
/// A conference as a pure machine: bytes, commands and time go in, datagrams and notices come out through the caller's
/// <see cref="Outbox"/>. No clock, socket, thread, lock or entropy. The order of calls is: <see cref="Receive"/> for every datagram of
/// a batch, then <see cref="Flush"/> once; <see cref="Apply"/> and <see cref="Tick"/> at any time between, followed by a flush.
/// </summary>
public sealed class Room
{
    private readonly RoomOptions _options;

    public Room(RoomOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    public RoomCounters Counters { get; } = new();

    /// <summary>Seats taken, connected or not.</summary>
    public int PeerCount => 0;

    /// <summary>Whether an integrity-checked binding made this address one of this room's.</summary>
    public bool Owns(TransportAddress address) => false;

    /// <summary>Whether this is the local user name fragment of one of this room's peers (the part of USERNAME before the colon).</summary>
    public bool OwnsUfrag(ReadOnlySpan<byte> ufrag) => false;

    /// <summary>Takes one datagram; decrypts it in place, records what is to be forwarded. Answers to STUN are written at once.</summary>
    public void Receive(Instant now, TransportAddress from, Span<byte> datagram, Outbox outbox)
    {
        Counters.DatagramsReceived++;
    }

    /// <summary>Joins, re-negotiates, removes, keys or steers a peer.</summary>
    public void Apply(Instant now, RoomCommand command, Outbox outbox)
    {
    }

    /// <summary>A deadline returned by <see cref="Flush"/> has passed.</summary>
    public void Tick(Instant now, Outbox outbox)
    {
    }

    /// <summary>Encrypts what was recorded, receiver by receiver, writes due feedback and says when the room wants to be called again.</summary>
    public Instant Flush(Instant now, Outbox outbox) => Instant.Never;

    /// <summary>A reading of one peer; null when it is not seated here.</summary>
    public PeerStatistics? Statistics(PeerId peer) => null;
}
