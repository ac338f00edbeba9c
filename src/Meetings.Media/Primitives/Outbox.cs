namespace Meetings.Media.Primitives;

/// <summary>
/// Caller-owned output of a room: an arena of datagrams ready to send and a list of notices. Reused from call to call, so the
/// forwarding path allocates nothing. Not thread-safe: the owning media thread fills, sends and clears it.
/// </summary>
public sealed class Outbox
{
    private readonly byte[] _arena;
    private readonly OutboxEntry[] _entries;
    private readonly List<RoomNotice> _notices = new(64);
    private int _used;
    private int _count;
    private int _streamed;

    /// <param name="arenaBytes">Room for datagram bytes between two <see cref="Clear"/> calls.</param>
    /// <param name="maxDatagrams">Most datagrams between two <see cref="Clear"/> calls.</param>
    public Outbox(int arenaBytes = 8 * 1024 * 1024, int maxDatagrams = 16 * 1024)
    {
        _arena = GC.AllocateUninitializedArray<byte>(arenaBytes, pinned: true);
        _entries = new OutboxEntry[maxDatagrams];
    }

    public int Count => _count;

    public IReadOnlyList<RoomNotice> Notices => _notices;

    /// <summary>Free bytes left in the arena; a writer that needs more must drop with <see cref="DropReason.OutboxFull"/>.</summary>
    public int Free => _count == _entries.Length ? 0 : _arena.Length - _used;

    /// <summary>Reserves up to <paramref name="capacity"/> bytes to write the next datagram into; finish with <see cref="Commit"/>.</summary>
    /// <returns>False when full: the datagram is dropped and the caller counts it.</returns>
    public bool TryReserve(int capacity, out Span<byte> buffer)
    {
        if (Free < capacity)
        {
            buffer = default;
            return false;
        }

        buffer = _arena.AsSpan(_used, capacity);
        return true;
    }

    /// <summary>Commits the first <paramref name="length"/> bytes of the last reservation as one datagram.</summary>
    public void Commit(TransportAddress to, int length)
    {
        _entries[_count++] = new OutboxEntry(to, _used, length);
        _used += length;
        if (to.Connection != 0)
        {
            _streamed++;
        }
    }

    /// <summary>Takes out the datagrams that go over TCP connections, in order, and gives each to <paramref name="take"/>.</summary>
    internal void TakeStreamed(StreamedDatagram take)
    {
        if (_streamed == 0)
        {
            return;
        }

        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_entries[i].To.Connection == 0)
            {
                _entries[kept++] = _entries[i];
            }
            else
            {
                take(_entries[i].To, _arena.AsSpan(_entries[i].Offset, _entries[i].Length));
            }
        }

        (_count, _streamed) = (kept, 0);
    }

    public Datagram this[int index] =>
        new(_entries[index].To, _arena.AsSpan(_entries[index].Offset, _entries[index].Length));

    /// <summary>The arena, pinned for life, for batched system calls.</summary>
    internal byte[] Arena => _arena;

    /// <summary>Every datagram's place in the arena, in order.</summary>
    internal ReadOnlySpan<OutboxEntry> Entries => _entries.AsSpan(0, _count);

    /// <summary>
    /// How many datagrams from <paramref name="first"/> on can leave as one segmented message: neighbours to one address, all of the
    /// first one's length but the last, which may be shorter (Linux udp(7), UDP_SEGMENT), one behind the other in the arena.
    /// </summary>
    internal static int RunLength(ReadOnlySpan<OutboxEntry> entries, int first, int maxSegments, int maxBytes)
    {
        ref readonly OutboxEntry head = ref entries[first];
        int most = Math.Min(entries.Length - first, Math.Min(maxSegments, maxBytes / Math.Max(1, head.Length)));
        for (int count = 1; count < most; count++)
        {
            ref readonly OutboxEntry next = ref entries[first + count];
            if (next.Length > head.Length || next.Length == 0 || next.To != head.To || next.Offset != head.Offset + count * head.Length)
            {
                return count;
            }

            if (next.Length < head.Length)
            {
                return count + 1;
            }
        }

        return Math.Max(1, most);
    }

    public void Tell(RoomNotice notice) => _notices.Add(notice);

    public void Clear()
    {
        _used = 0;
        _count = 0;
        _streamed = 0;
        _notices.Clear();
    }
}

/// <summary>Takes a datagram for a TCP connection; the bytes are valid during the call.</summary>
internal delegate void StreamedDatagram(TransportAddress to, ReadOnlySpan<byte> datagram);

/// <summary>One datagram's place in an <see cref="Outbox"/>'s arena.</summary>
internal readonly record struct OutboxEntry(TransportAddress To, int Offset, int Length);

/// <summary>A datagram and the remote address it came from or goes to.</summary>
public readonly ref struct Datagram(TransportAddress remote, Span<byte> bytes)
{
    public TransportAddress Remote { get; } = remote;

    /// <summary>The bytes; a receiver may decrypt in place.</summary>
    public Span<byte> Bytes { get; } = bytes;
}
