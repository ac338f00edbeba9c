using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Outbound;

/// <summary>What a slot sent under its latest sequence numbers: enough to make the same packet again from the source's ring.</summary>
internal sealed class SentHistory
{
    private const int FewKept = 128;
    private const int MostKept = 1024;
    private const uint WorthKeeping = 2500; // milliseconds: who asks for older packets is answered by a key frame
    private const int MaxResends = 10; // as often as browsers ask

    private Entry[] _entries = new Entry[FewKept];

    /// <param name="lineOffset">Lines since the epoch's start.</param>
    /// <param name="pictureIdDelta">What was added to the picture id, which differs within an epoch when pictures are left out.</param>
    public void Note(Instant now, long sequence, int epoch, long lineOffset, int pictureIdDelta)
    {
        uint clock = Clock(now);
        while (_entries.Length < MostKept && this[sequence] is { At: not 0 } kept && clock - kept.At < WorthKeeping)
        {
            Grow();
        }

        this[sequence] = new Entry
        {
            Sequence = (uint)sequence,
            Epoch = (short)epoch,
            At = clock,
            LineOffset = (uint)lineOffset,
            PictureIdDelta = (ushort)(pictureIdDelta & 0x7fff),
        };
    }

    /// <summary>The full sequence number meant by a 16-bit one, given the highest sent.</summary>
    public static long Extend(ushort sequence, long highest) => highest + (short)(sequence - (ushort)highest);

    /// <summary>Whether this packet may be resent now: it was sent, not within the last round trip, and not too often.</summary>
    public bool TryTake(Instant now, long sequence, TimeSpan roundTrip, int currentEpoch, out Sent sent)
    {
        ref Entry entry = ref this[sequence];
        sent = new Sent(currentEpoch - (short)((short)currentEpoch - entry.Epoch), entry.LineOffset, entry.PictureIdDelta, entry.Resends);
        if (entry.At == 0 || entry.Sequence != (uint)sequence || entry.Resends >= MaxResends)
        {
            return false;
        }

        uint clock = Clock(now);
        uint spacing = (uint)Math.Clamp(roundTrip.TotalMilliseconds * 0.8, 5, 500);
        if (entry.Resends > 0 && clock - entry.At < spacing)
        {
            return false; // the last resend may still be under way
        }

        entry.Resends++;
        entry.At = clock;
        return true;
    }

    private ref Entry this[long sequence] => ref _entries[sequence & (_entries.Length - 1)];

    /// <summary>A slow stream needs few entries, and there are many slots.</summary>
    private void Grow()
    {
        Entry[] few = _entries;
        _entries = new Entry[few.Length * 2];
        foreach (Entry entry in few)
        {
            if (entry.At != 0)
            {
                this[entry.Sequence] = entry;
            }
        }
    }

    private static uint Clock(Instant now) => (uint)(now.Nanoseconds / 1_000_000) | 1; // milliseconds; never zero, which means empty

    /// <summary>A packet that was sent: its epoch, how far into it, what was added to its picture id, and how often it was sent again.</summary>
    internal readonly record struct Sent(int Epoch, uint LineOffset, int PictureIdDelta, int Resends);

    private struct Entry
    {
        public uint Sequence;
        public uint At;
        public uint LineOffset;
        public short Epoch;
        public ushort PictureIdDelta;
        public byte Resends;
    }
}
