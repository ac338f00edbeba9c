using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Ice;

/// <summary>The addresses of one peer that passed an integrity-checked binding; at most eight, the least recently checked leaves first.</summary>
internal sealed class ValidatedAddresses
{
    public const int Capacity = 8;

    private readonly Entry[] _entries = new Entry[Capacity];

    public int Count { get; private set; }

    public TransportAddress this[int index] => _entries[index].Address;

    /// <summary>Notes a binding from this address.</summary>
    /// <param name="evicted">The address that had to leave for it.</param>
    /// <returns>True when the address is new.</returns>
    public bool Note(Instant now, TransportAddress address, TransportAddress? keep, out TransportAddress? evicted)
    {
        evicted = null;
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Address == address)
            {
                _entries[i].Seen = now;
                return false;
            }
        }

        int at = Count < Capacity ? Count++ : OldestExcept(keep);
        if (_entries[at].Address != default)
        {
            evicted = _entries[at].Address;
        }

        _entries[at] = new Entry { Address = address, Seen = now };
        return true;
    }

    public bool Remove(TransportAddress address)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Address == address)
            {
                _entries[i] = _entries[--Count];
                _entries[Count] = default;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether the peer checked this address within the span.</summary>
    public bool WasSeen(TransportAddress address, Instant now, TimeSpan within)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Address == address)
            {
                return now - _entries[i].Seen < within;
            }
        }

        return false;
    }

    /// <summary>The address checked last, to answer DTLS before anything is nominated.</summary>
    public TransportAddress? Latest()
    {
        TransportAddress? latest = null;
        Instant seen = new(long.MinValue);
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Seen > seen)
            {
                (latest, seen) = (_entries[i].Address, _entries[i].Seen);
            }
        }

        return latest;
    }

    private int OldestExcept(TransportAddress? keep)
    {
        int oldest = -1;
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Address != keep && (oldest < 0 || _entries[i].Seen < _entries[oldest].Seen))
            {
                oldest = i;
            }
        }

        return oldest;
    }

    private struct Entry
    {
        public TransportAddress Address;
        public Instant Seen;
    }
}
