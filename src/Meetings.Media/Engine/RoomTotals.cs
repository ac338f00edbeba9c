using Meetings.Media.Primitives;

namespace Meetings.Media.Engine;

/// <summary>Counters of several rooms, closed ones included.</summary>
internal struct RoomTotals
{
    private long[]? _drops;

    public long DatagramsReceived { get; private set; }

    public long BytesReceived { get; private set; }

    public long PacketsForwarded { get; private set; }

    public long PacketsResent { get; private set; }

    public long SoundRepeated { get; private set; }

    public long PacketsRequestedAgain { get; private set; }

    public long PacketsRepaired { get; private set; }

    public long KeyFrameRequestsSent { get; private set; }

    public long DatagramsSent { get; private set; }

    public long BytesSent { get; private set; }

    public readonly long Drops(DropReason reason) => _drops?[(int)reason] ?? 0;

    public void Add(MediaRoom room)
    {
        var counters = room.Counters;
        DatagramsReceived += counters.DatagramsReceived;
        BytesReceived += counters.BytesReceived;
        PacketsForwarded += counters.PacketsForwarded;
        PacketsResent += counters.PacketsResent;
        SoundRepeated += counters.SoundRepeated;
        PacketsRequestedAgain += counters.PacketsRequestedAgain;
        PacketsRepaired += counters.PacketsRepaired;
        KeyFrameRequestsSent += counters.KeyFrameRequestsSent;
        DatagramsSent += counters.DatagramsSent;
        BytesSent += counters.BytesSent;

        // Copied before adding: a copy of this struct must not share its array.
        var drops = new long[Enum.GetValues<DropReason>().Length];
        foreach (var reason in Enum.GetValues<DropReason>())
            drops[(int)reason] = Drops(reason) + counters[reason];
        _drops = drops;
    }
}
