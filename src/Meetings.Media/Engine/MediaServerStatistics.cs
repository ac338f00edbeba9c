using Meetings.Media.Primitives;

namespace Meetings.Media.Engine;

/// <summary>A reading of the whole media server since its start.</summary>
public sealed record MediaServerStatistics
{
    public required int Rooms { get; init; }

    public required int Peers { get; init; }

    public required int ValidatedAddresses { get; init; }

    /// <summary>TCP connections that carry media, proven or not.</summary>
    public required int Connections { get; init; }

    public required long DatagramsReceived { get; init; }

    public required long BytesReceived { get; init; }

    public required long PacketsForwarded { get; init; }

    public required long PacketsResent { get; init; }

    /// <summary>Packets of sound that carried the frame before theirs once more (RFC 2198).</summary>
    public long SoundRepeated { get; init; }

    /// <summary>Packets publishers were asked to send again, and those that came so.</summary>
    public long PacketsRequestedAgain { get; init; }

    public long PacketsRepaired { get; init; }

    /// <summary>Key frames publishers were asked for.</summary>
    public long KeyFrameRequestsSent { get; init; }

    public required long DatagramsSent { get; init; }

    public required long BytesSent { get; init; }

    /// <summary>Datagrams the operating system refused to send.</summary>
    public required long SendsRefused { get; init; }

    public required int DtlsThreads { get; init; }

    public required long HandshakesCompleted { get; init; }

    public required long HandshakesFailed { get; init; }

    /// <summary>Exceptions caught at the edge of a room's loop: bugs, each logged.</summary>
    public required long Faults { get; init; }

    /// <summary>How much was dropped, by reason; reasons that never occurred are absent.</summary>
    public required IReadOnlyDictionary<DropReason, long> Drops { get; init; }

    public required IReadOnlyList<MediaThreadStatistics> Threads { get; init; }
}

/// <summary>What one media thread did since the start.</summary>
/// <param name="CpuTime">User and system time; null where the system does not tell.</param>
/// <param name="Turns">Times it went round: woke, worked, sent.</param>
/// <param name="Receives">Turns that received something.</param>
/// <param name="DatagramsReceived">Datagrams per receiving turn is the batch size.</param>
/// <param name="SendCalls">System calls made to send.</param>
/// <param name="MessagesSent">Messages given to the system; a segmented one (UDP_SEGMENT) counts once.</param>
/// <param name="DatagramsSent">Datagrams on the wire.</param>
/// <param name="SinceLastTurn">An idle thread turns twice a second; one that stays away longer is stuck.</param>
/// <param name="Shedding">What its rooms leave out: 0 nothing, up to <see cref="Conference.Allocation.Shedding.Most"/>.</param>
/// <param name="HandedOver">Datagrams received for rooms of other threads and given to those.</param>
public sealed record MediaThreadStatistics(
    int Number, int Rooms, TimeSpan? CpuTime, long Turns, long Receives, long DatagramsReceived, long SendCalls, long MessagesSent, long DatagramsSent,
    TimeSpan SinceLastTurn, int Shedding = 0, long HandedOver = 0);
