using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// Lines (see <c>PublishedLayer</c>) a slot still has to forward when its receiver's line has room: numbers only, the packets stay in the
/// publisher's ring.
/// </summary>
internal sealed class LineQueue
{
    private const int Capacity = 512;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    private readonly long[] _lines = new long[Capacity];
    private int _head;
    private bool _overflowed;
    private Instant _waitingSince;

    public int Count { get; private set; }

    /// <summary>It was full, or has not run empty for so long that what waits is of no use.</summary>
    public bool IsStale(Instant now) => Count > 0 && (_overflowed || now - _waitingSince > LongestWait);

    public void Add(Instant now, long line)
    {
        if (Count == 0)
        {
            (_waitingSince, _overflowed) = (now, false);
        }

        if (Count == Capacity)
        {
            _overflowed = true;
            return;
        }

        _lines[(_head + Count++) % Capacity] = line;
    }

    public long Take()
    {
        long line = _lines[_head];
        _head = (_head + 1) % Capacity;
        Count--;
        return line;
    }

    public void Clear() => Count = 0;
}
