namespace Meetings.Media.Primitives;

/// <summary>
/// Caller-owned output of a room: an arena of datagrams ready to send and a list of notices. Reused from call to call, so the
/// forwarding path allocates nothing. Not thread-safe: the owning media thread fills, sends and clears it.
/// </summary>
public sealed class Outbox
{
    private readonly byte[] _arena;
    private readonly Entry[] _entries;
    private readonly List<RoomNotice> _notices = new(64);
    private int _used;
    private int _count;

    /// <param name="arenaBytes">Room for datagram bytes between two <see cref="Clear"/> calls.</param>
    /// <param name="maxDatagrams">Most datagrams between two <see cref="Clear"/> calls.</param>
    public Outbox(int arenaBytes = 8 * 1024 * 1024, int maxDatagrams = 16 * 1024)
    {
        _arena = GC.AllocateUninitializedArray<byte>(arenaBytes, pinned: true);
        _entries = new Entry[maxDatagrams];
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
        _entries[_count++] = new Entry(to, _used, length);
        _used += length;
    }

    public Datagram this[int index] =>
        new(_entries[index].To, _arena.AsSpan(_entries[index].Offset, _entries[index].Length));

    /// <summary>The pinned arena and an entry's place in it, for batched system calls.</summary>
    public (byte[] Arena, int Offset, int Length, TransportAddress To) Raw(int index) =>
        (_arena, _entries[index].Offset, _entries[index].Length, _entries[index].To);

    public void Tell(RoomNotice notice) => _notices.Add(notice);

    public void Clear()
    {
        _used = 0;
        _count = 0;
        _notices.Clear();
    }

    private readonly record struct Entry(TransportAddress To, int Offset, int Length);
}

/// <summary>A datagram and the remote address it came from or goes to.</summary>
public readonly ref struct Datagram(TransportAddress remote, Span<byte> bytes)
{
    public TransportAddress Remote { get; } = remote;

    /// <summary>The bytes; a receiver may decrypt in place.</summary>
    public Span<byte> Bytes { get; } = bytes;
}
