using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;

namespace Meetings.Media.Session.Outbound;

/// <summary>Packets a receiver asked for again, kept until the next flush; how many it may ask for is limited.</summary>
internal sealed class ResendQueue
{
    private const int Capacity = 512;

    private readonly (OutboundSlot Slot, ushort Sequence)[] _wanted = new (OutboundSlot, ushort)[Capacity];
    private TokenBucket _asked = new(burst: 2000, perSecond: 2000);
    private int _count;

    public bool IsEmpty => _count == 0;

    public DropReason Want(Instant now, OutboundSlot slot, ushort sequence)
    {
        if (_count == Capacity || !_asked.TryTake(now))
        {
            return DropReason.FeedbackLimited;
        }

        _wanted[_count++] = (slot, sequence);
        return DropReason.None;
    }

    public void Flush(Instant now, TimeSpan roundTrip, PeerSender sender)
    {
        for (int i = 0; i < _count; i++)
        {
            DropReason reason = _wanted[i].Slot.Resend(now, _wanted[i].Sequence, roundTrip, sender);
            if (reason != DropReason.None)
            {
                sender.Counters.Drop(reason);
            }
        }

        Clear();
    }

    public void Clear()
    {
        Array.Clear(_wanted, 0, _count);
        _count = 0;
    }
}
