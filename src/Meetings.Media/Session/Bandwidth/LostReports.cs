using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// Reports get lost like anything else, and what one told of is told by no other. It is taken to have arrived as evenly as it was sent, between what
/// the reports before and after told, less what the line always loses. One more report is waited for: the missing one may only have been overtaken.
/// </summary>
internal sealed class LostReports(SentPackets sent)
{
    private const int MostPackets = 512;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private (long Sequence, Instant At, double Arrival) _told = (-1, default, 0);
    private (long From, long To, Instant At, double Arrival, TimeSpan Span, double ArrivalSpan) _gap;
    private bool _isNew = true;

    /// <summary>A report begins.</summary>
    public void Begin() => _isNew = true;

    /// <summary>A packet that the report at hand tells to have arrived, in order of numbers.</summary>
    /// <param name="arrival">The peer's clock, ms.</param>
    public void Told(in SentPackets.Sent packet, double arrival)
    {
        if (packet.Sequence <= _told.Sequence)
        {
            return;
        }

        if (_isNew && _told.Sequence >= 0 && packet.Sequence - _told.Sequence is > 1 and <= MostPackets && packet.At - _told.At is var span && span < Longest)
        {
            _gap = (_told.Sequence + 1, packet.Sequence - 1, _told.At, _told.Arrival, span, arrival - _told.Arrival);
        }

        (_told, _isNew) = ((packet.Sequence, packet.At, arrival), false);
    }

    /// <summary>
    /// The next packet that no report will tell of, and when it may have arrived, ms on the peer's clock; to be called before a report until false.
    /// </summary>
    public bool TryTakeUntold(out SentPackets.Sent packet, out double arrival)
    {
        for (; _gap.From <= _gap.To && _gap.To > 0; _gap.From++)
        {
            if (sent.TryFind((ushort)_gap.From, out packet) && packet.Sequence == _gap.From && !packet.WasLost)
            {
                double share = _gap.Span > TimeSpan.Zero ? (packet.At - _gap.At) / _gap.Span : 1;
                arrival = _gap.Arrival + (share * _gap.ArrivalSpan);
                sent.Settle(packet.Sequence, arrived: true);
                _gap.From++;
                return true;
            }
        }

        (packet, arrival) = (default, 0);
        return false;
    }
}
