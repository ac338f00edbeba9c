namespace Meetings.Media.Primitives;

/// <summary>What a room counted since it was made. Written by the owning thread only; a reader on another thread sees a recent value.</summary>
public sealed class RoomCounters
{
    private static readonly int Reasons = Enum.GetValues<DropReason>().Length;
    private readonly long[] _drops = new long[Reasons];

    /// <summary>Datagrams given to the room.</summary>
    public long DatagramsReceived { get; internal set; }

    public long BytesReceived { get; internal set; }

    /// <summary>Authenticated RTP packets that brought something new.</summary>
    public long PacketsAccepted { get; internal set; }

    /// <summary>RTP packets written for receivers, retransmissions not counted.</summary>
    public long PacketsForwarded { get; internal set; }

    /// <summary>Packets resent to receivers on request (RFC 4588).</summary>
    public long PacketsResent { get; internal set; }

    /// <summary>Frames of sound that packets carried besides their own, for lines that lose packets (RFC 2198).</summary>
    public long SoundRepeated { get; internal set; }

    /// <summary>All datagrams written into outboxes.</summary>
    public long DatagramsSent { get; internal set; }

    public long BytesSent { get; internal set; }

    /// <summary>Packets we asked publishers to send again (RFC 4585 section 6.2.1).</summary>
    public long PacketsRequestedAgain { get; internal set; }

    /// <summary>Packets that came by retransmission and filled a gap.</summary>
    public long PacketsRepaired { get; internal set; }

    /// <summary>Key-frame requests sent to publishers.</summary>
    public long KeyFrameRequestsSent { get; internal set; }

    /// <summary>Key-frame requests received from subscribers.</summary>
    public long KeyFrameRequestsReceived { get; internal set; }

    /// <summary>How often something was dropped for this reason.</summary>
    public long this[DropReason reason] => _drops[(int)reason];

    internal void Drop(DropReason reason) => _drops[(int)reason]++;

    internal void Drop(DropReason reason, int times) => _drops[(int)reason] += times;

    internal void Sent(int bytes)
    {
        DatagramsSent++;
        BytesSent += bytes;
    }
}
