namespace Meetings.Media.Wire.Rtp;

/// <summary>Extends 16-bit sequence numbers to 64 bits by the nearest to the highest seen (RFC 3550 appendix A.1 in spirit).</summary>
public struct SequenceExtender
{
    private long _highest;
    private bool _started;

    /// <summary>The highest extended number so far; 0 before the first.</summary>
    public readonly long Highest => _highest;

    public readonly bool Started => _started;

    /// <summary>Extends and remembers the highest. The first number keeps its value plus 65536, so that older ones stay positive.</summary>
    public long Extend(ushort sequence)
    {
        var extended = Nearest(sequence);
        if (!_started || extended > _highest)
            _highest = extended;
        _started = true;
        return extended;
    }

    /// <summary>What <see cref="Extend"/> would return, without remembering.</summary>
    public readonly long Nearest(ushort sequence) =>
        _started ? _highest + (short)(ushort)(sequence - (ushort)_highest) : 0x1_0000 + sequence;
}
