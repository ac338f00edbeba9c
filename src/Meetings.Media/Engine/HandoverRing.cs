using Meetings.Media.Engine.Net;
using Meetings.Media.Primitives;

namespace Meetings.Media.Engine;

/// <summary>
/// Datagrams that another media thread received for one of ours (the kernel spreads by address and knows no rooms). Bounded; what
/// does not fit is dropped and counted by the caller.
/// </summary>
internal sealed class HandoverRing
{
    /// <summary>Datagrams it holds: what some tens of milliseconds bring at the most.</summary>
    public const int Slots = 2048;

    private readonly byte[] _arena = GC.AllocateUninitializedArray<byte>(Slots * DatagramBatch.SlotBytes, pinned: true);
    private readonly (TransportAddress From, MediaRoom Room, int Length)[] _entries = new (TransportAddress, MediaRoom, int)[Slots];
    private readonly Lock _gate = new();
    private int _head;
    private int _count;

    /// <summary>A hint for a thread about to sleep.</summary>
    public bool IsEmpty => Volatile.Read(ref _count) == 0;

    public bool TryPut(TransportAddress from, MediaRoom room, ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            if (_count == Slots)
                return false;
            var slot = (_head + _count++) % Slots;
            datagram.CopyTo(_arena.AsSpan(slot * DatagramBatch.SlotBytes));
            _entries[slot] = (from, room, datagram.Length);
            return true;
        }
    }

    /// <summary>Copies the oldest datagram into <paramref name="buffer"/>.</summary>
    public bool TryTake(Span<byte> buffer, out TransportAddress from, out MediaRoom? room, out int length)
    {
        lock (_gate)
        {
            if (_count == 0)
            {
                (from, room, length) = (default, null, 0);
                return false;
            }

            (from, room, length) = _entries[_head];
            _arena.AsSpan(_head * DatagramBatch.SlotBytes, length).CopyTo(buffer);
            _entries[_head] = default;
            _head = (_head + 1) % Slots;
            _count--;
            return true;
        }
    }
}
