namespace Meetings.Media.Session.Bandwidth;

/// <summary>
/// How fast packets arrive, on the receiver's own clock: bytes in steps of 10 ms over the last second or so. While a queue stands before
/// the bottleneck this is what the bottleneck carries.
/// </summary>
internal sealed class ArrivalRate
{
    private const int Steps = 128;
    private const double StepMilliseconds = 10;
    private const double LeastHole = 60;

    /// <summary>A hole is as long as so many packets of 1,200 bytes take at the rate around it.</summary>
    private const double HolePackets = 3;

    private readonly int[] _bytes = new int[Steps];
    private long _newest = long.MinValue;
    private long _first;

    /// <summary>False before 100 ms of arrivals.</summary>
    public bool IsKnown => _newest != long.MinValue && _newest - _first >= 10;

    public void Add(double arrivalMilliseconds, int bytes)
    {
        long step = (long)Math.Floor(arrivalMilliseconds / StepMilliseconds);
        if (_newest == long.MinValue || step - _newest > 3 * Steps || _newest - step > 3 * Steps)
        {
            Array.Clear(_bytes);
            (_newest, _first) = (step, step); // the first packet, or a clock that jumped
        }

        if (step > _newest)
        {
            for (long gone = Math.Max(_newest + 1, step - Steps + 1); gone <= step; gone++)
            {
                _bytes[gone & (Steps - 1)] = 0;
            }

            _newest = step;
        }

        if (_newest - step < Steps)
        {
            _bytes[step & (Steps - 1)] += bytes;
        }
    }

    /// <summary>
    /// What the line carries while a queue stands: the rate over the short span, but over the long one where the short holds a hole. A
    /// bottleneck delivers without holes; a radio or a busy computer that stalls delivers nothing, then everything, and has not become narrower.
    /// </summary>
    public long Carried(int shortMilliseconds, int longMilliseconds, out bool isHoled)
    {
        long around = Over(longMilliseconds);
        isHoled = LongestHole(shortMilliseconds) * StepMilliseconds >= Math.Max(LeastHole, HolePackets * 9_600_000.0 / Math.Max(1, around));
        return isHoled ? around : Over(shortMilliseconds);
    }

    /// <summary>Steps without an arrival, one after the other, in the last this many milliseconds.</summary>
    private long LongestHole(int milliseconds)
    {
        long longest = 0;
        long hole = 0;
        for (long step = Math.Max(_first, _newest - milliseconds / 10); step < _newest; step++)
        {
            hole = _bytes[step & (Steps - 1)] == 0 ? hole + 1 : 0;
            longest = Math.Max(longest, hole);
        }

        return longest;
    }

    /// <summary>Bits per second over the last this many milliseconds (10 to 1200) before the newest arrival.</summary>
    public long Over(int milliseconds)
    {
        if (_newest == long.MinValue)
        {
            return 0;
        }

        // The newest step is not over yet, so it is left out.
        long steps = Math.Min(Math.Min(milliseconds / 10, Steps - 2), _newest - _first);
        long sum = 0;
        for (long step = _newest - steps; step < _newest; step++)
        {
            sum += _bytes[step & (Steps - 1)];
        }

        return steps <= 0 ? 0 : (long)(sum * 8 * 1000 / (steps * StepMilliseconds));
    }
}
