using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// What left under the latest transport-wide sequence numbers of one peer, until its feedback tells what became of it. A ring: noting and
/// finding a packet costs an array access.
/// </summary>
internal sealed class SentPackets
{
    /// <summary>Half of it must hold what is under way: 3 s at 340 packets a second.</summary>
    private const int Kept = 2048;

    private readonly Entry[] _entries = new Entry[Kept];
    private long _next;
    private bool _numbered;

    /// <summary>Numbers given so far.</summary>
    public long Count => _next;

    /// <summary>The next transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2).</summary>
    public ushort TakeNumber()
    {
        _numbered = true;
        return (ushort)_next++;
    }

    /// <summary>Says what was sent under the number just taken; without one there is nothing to note.</summary>
    /// <param name="wireBytes">With IP and UDP headers.</param>
    /// <param name="cluster">Number of the probe cluster it belongs to; 0 for none.</param>
    public void Note(Instant now, int wireBytes, byte cluster)
    {
        if (!_numbered)
        {
            return;
        }

        _numbered = false;
        long sequence = _next - 1;
        _entries[sequence & (Kept - 1)] = new Entry
        {
            At = now.Nanoseconds,
            Sequence = (uint)sequence,
            Bytes = (ushort)wireBytes,
            Cluster = cluster,
            Fate = Fate.UnderWay,
        };
    }

    /// <summary>The packet a 16-bit number means; false when it is too old, not sent or already known to have arrived.</summary>
    public bool TryFind(ushort number, out Sent sent)
    {
        sent = default;
        if (_next == 0)
        {
            return false;
        }

        long newest = _next - 1;
        long sequence = newest + (short)(number - (ushort)newest);
        if (sequence < 0 || sequence > newest || sequence <= newest - Kept)
        {
            return false;
        }

        ref Entry entry = ref _entries[sequence & (Kept - 1)];
        if (entry.Fate is Fate.None or Fate.Arrived || entry.Sequence != (uint)sequence)
        {
            return false;
        }

        sent = new Sent(sequence, new Instant(entry.At), entry.Bytes, entry.Cluster, entry.Fate == Fate.Lost);
        return true;
    }

    public void Settle(long sequence, bool arrived) => _entries[sequence & (Kept - 1)].Fate = arrived ? Fate.Arrived : Fate.Lost;

    /// <summary>A packet under way or told lost.</summary>
    internal readonly record struct Sent(long Sequence, Instant At, int Bytes, byte Cluster, bool WasLost);

    private enum Fate : byte
    {
        None,
        UnderWay,
        Arrived,
        Lost,
    }

    private struct Entry
    {
        public long At;
        public uint Sequence;
        public ushort Bytes;
        public byte Cluster;
        public Fate Fate;
    }
}
