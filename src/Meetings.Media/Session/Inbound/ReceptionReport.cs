using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Inbound;

/// <summary>Counts for receiver reports: loss since the last report, cumulative loss, interarrival jitter (RFC 3550 sections 6.4.1, A.3, A.8).</summary>
internal sealed class ReceptionReport
{
    private readonly int _clockRate;
    private long _first = -1;
    private long _highest = -1;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private double _jitter;
    private long _transit;
    private bool _hasTransit;

    public ReceptionReport(int clockRate) => _clockRate = clockRate;

    /// <summary>Loss of the last reported interval, 0 to 1.</summary>
    public double LastLoss { get; private set; }

    public long Received => _received;

    /// <summary>Variation of arrivals, in seconds (RFC 3550 section 6.4.1).</summary>
    public double JitterSeconds => _jitter / _clockRate;

    public long Lost => _first < 0 ? 0 : Math.Max(0, _highest - _first + 1 - _received);

    public void Reset()
    {
        _first = _highest = -1;
        _received = _expectedBefore = _receivedBefore = 0;
        _hasTransit = false;
        _jitter = 0;
    }

    public void Record(Instant now, long sequence, uint timestamp, bool newest)
    {
        if (_first < 0)
        {
            _first = _highest = sequence;
        }

        _highest = Math.Max(_highest, sequence);
        _received++;
        if (!newest)
        {
            return; // retransmissions and late ones say nothing about jitter
        }

        long transit = (uint)(now.Nanoseconds / 1000 * _clockRate / 1_000_000) - (long)timestamp;
        if (_hasTransit)
        {
            long difference = Math.Abs((long)(int)(uint)(transit - _transit)); // half the circle has no opposite among the 32-bit numbers
            _jitter += (difference - _jitter) / 16;
        }

        _transit = transit;
        _hasTransit = true;
    }

    /// <summary>Closes the interval and gives the figures of a report block.</summary>
    public (byte FractionLost, int CumulativeLost, uint HighestSequence, uint Jitter) Close()
    {
        long expected = _first < 0 ? 0 : _highest - _first + 1;
        long expectedNow = expected - _expectedBefore;
        long lostNow = Math.Max(0, expectedNow - (_received - _receivedBefore));
        _expectedBefore = expected;
        _receivedBefore = _received;
        byte fraction = expectedNow <= 0 ? (byte)0 : (byte)Math.Min(255, lostNow * 256 / expectedNow);
        LastLoss = expectedNow <= 0 ? 0 : Math.Min(1, (double)lostNow / expectedNow);
        return (fraction, (int)Math.Min(Lost, 0x7f_ffff), (uint)_highest, (uint)_jitter);
    }
}
