using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// What left under the latest transport-wide sequence numbers of one peer, until its feedback tells what became of it. A ring: noting and
/// finding a packet costs an array access.
/// </summary>
internal sealed class SentPackets
{
    private const int FewKept = 256;

    /// <summary>Half of it must hold what is under way: 3 s at 340 packets a second.</summary>
    private const int MostKept = 2048;

    private static readonly long WorthKeeping = TimeSpan.FromSeconds(6).Ticks * 100; // nanoseconds

    private Entry[] _entries = new Entry[FewKept];
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
        while (_entries.Length < MostKept && this[sequence] is { Fate: Fate.UnderWay or Fate.Lost } kept && now.Nanoseconds - kept.At < WorthKeeping)
        {
            Grow();
        }

        this[sequence] = new Entry
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
        if (sequence < 0 || sequence > newest || sequence <= newest - _entries.Length)
        {
            return false;
        }

        ref Entry entry = ref this[sequence];
        if (entry.Fate is Fate.None or Fate.Arrived || entry.Sequence != (uint)sequence)
        {
            return false;
        }

        sent = new Sent(sequence, new Instant(entry.At), entry.Bytes, entry.Cluster, entry.Fate == Fate.Lost);
        return true;
    }

    public void Settle(long sequence, bool arrived) => this[sequence].Fate = arrived ? Fate.Arrived : Fate.Lost;

    private ref Entry this[long sequence] => ref _entries[sequence & (_entries.Length - 1)];

    /// <summary>What is under way is a second's worth on most lines; who tells late or receives much gets more room.</summary>
    private void Grow()
    {
        Entry[] few = _entries;
        _entries = new Entry[few.Length * 2];
        foreach (Entry entry in few)
        {
            if (entry.Fate != Fate.None)
            {
                this[entry.Sequence] = entry;
            }
        }
    }

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
