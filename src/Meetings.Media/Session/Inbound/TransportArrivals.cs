using Meetings.Media.Primitives;
using Meetings.Media.Wire.Rtcp;
using Meetings.Media.Wire.Rtp;

namespace Meetings.Media.Session.Inbound;

/// <summary>
/// Arrival times by transport-wide sequence number, and when to report them to the publisher
/// (draft-holmer-rmcat-transport-wide-cc-extensions-01): every 50 to 250 ms, the denser the more the publisher sends.
/// </summary>
internal sealed class TransportArrivals
{
    private const int Kept = 2048;
    private const double FeedbackShare = 0.05;
    private const int TypicalFeedbackBits = 110 * 8;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(250);

    // Made with the first arrival: most participants of a large meeting publish nothing.
    private PacketArrival[] _arrived = [];
    private SequenceExtender _extender;
    private long _next = -1;
    private Instant _lastReport;

    /// <summary>SSRC of the latest packet, named as media source in the feedback.</summary>
    public uint MediaSsrc { get; private set; }

    /// <summary>Counts feedback messages; eight bits on the wire.</summary>
    public byte FeedbackCount { get; private set; }

    public void Note(Instant now, ushort sequence, uint ssrc)
    {
        long extended = _extender.Extend(sequence);
        if (extended < _extender.Highest - Kept / 2)
        {
            return;
        }

        if (_arrived.Length == 0)
        {
            _arrived = new PacketArrival[Kept];
            Array.Fill(_arrived, new PacketArrival(-1, default));
        }

        ref PacketArrival arrival = ref _arrived[extended % Kept];
        if (arrival.Sequence == extended)
        {
            return; // a duplicate keeps its first arrival
        }

        arrival = new PacketArrival(extended, now);
        MediaSsrc = ssrc;
        if (_next < 0 || extended < _next || extended - _next > Kept / 2)
        {
            _next = extended; // late ones are reported after all; a long jump is not reported as loss
        }
    }

    /// <summary>Whether a report should go out, given what the publisher sends now (bit/s).</summary>
    public bool IsDue(Instant now, long bitrate)
    {
        if (_next < 0 || _next > _extender.Highest)
        {
            return false;
        }

        TimeSpan interval = bitrate <= 0 ? Longest : TimeSpan.FromSeconds(TypicalFeedbackBits / (FeedbackShare * bitrate));
        interval = interval < Shortest ? Shortest : interval > Longest ? Longest : interval;
        return now - _lastReport >= interval;
    }

    /// <summary>Extended number the next report begins with.</summary>
    public long Next => _next;

    /// <summary>Collects what arrived since the last report, ascending.</summary>
    public int Collect(Span<PacketArrival> arrivals)
    {
        int count = 0;
        for (long sequence = _next; sequence <= _extender.Highest && count < arrivals.Length; sequence++)
        {
            if (_arrived[sequence % Kept] is var arrival && arrival.Sequence == sequence)
            {
                arrivals[count++] = arrival;
            }
        }

        return count;
    }

    /// <summary>A report told everything up to this number.</summary>
    public void Told(Instant now, long last)
    {
        _next = last + 1;
        _lastReport = now;
        FeedbackCount++;
    }
}
