using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Srtp;

/// <summary>Which of the last 1024 packet indexes were accepted (RFC 3711 section 3.3.2). Changes only by <see cref="Accept"/>.</summary>
internal sealed class ReplayWindow
{
    /// <summary>Width in packets; RFC 3711 asks for 64 at least, reordering by a second of video needs several hundred.</summary>
    public const int Size = 1024;

    private const int WordBits = 64;
    private const int Words = Size / WordBits;

    private readonly ulong[] _accepted = new ulong[Words];

    /// <summary>The highest index accepted; -1 before the first.</summary>
    public long Highest { get; private set; } = -1;

    /// <summary>Whether this index may be accepted: None, <see cref="DropReason.SrtpReplay"/> or <see cref="DropReason.SrtpTooOld"/>.</summary>
    public DropReason Check(long index)
    {
        if (index > Highest)
            return index < 0 ? DropReason.SrtpTooOld : DropReason.None;
        // The word of the highest index is partly empty; counting whole words keeps clearing cheap.
        if (index < 0 || (index / WordBits) <= (Highest / WordBits) - Words)
            return DropReason.SrtpTooOld;
        return (_accepted[index / WordBits % Words] & Bit(index)) == 0 ? DropReason.None : DropReason.SrtpReplay;
    }

    /// <summary>Marks an index whose packet was authenticated.</summary>
    public void Accept(long index)
    {
        if (index > Highest)
        {
            var from = Highest < 0 ? -1 : Highest / WordBits;
            var to = index / WordBits;
            for (var word = Math.Max(from, to - Words) + 1; word <= to; word++)
                _accepted[word % Words] = 0;
            Highest = index;
        }

        _accepted[index / WordBits % Words] |= Bit(index);
    }

    private static ulong Bit(long index) => 1UL << (int)(index % WordBits);
}
