namespace Meetings.EndToEnd.Support.Link;

/// <summary>
/// Decides, packet by packet, when one direction of the line releases it: a virtual transmit clock for the rate, tail drop at 500 ms of
/// queue, random loss, delay and jitter. Time is an argument, so the same numbers give the same line.
/// </summary>
internal sealed class Shaper(LineDirection line, int seed)
{
    private const double MaxQueueMs = 500;
    private readonly Random _random = new(seed);
    private double _transmitFreeAt;

    public LineDirection Line { get; set; } = line;

    public bool IsCut { get; set; }

    public long Passed { get; private set; }

    public long Dropped { get; private set; }

    public long Bytes { get; private set; }

    /// <param name="nowMs">Milliseconds of any monotonic clock.</param>
    /// <returns>When to release the packet, or null when the line loses it.</returns>
    public double? Release(double nowMs, int bytes)
    {
        var line = Line;
        var start = Math.Max(nowMs, _transmitFreeAt);
        if (IsCut || start - nowMs > MaxQueueMs || _random.NextDouble() * 100 < line.LossPercent)
        {
            Dropped++;
            return null;
        }

        Passed++;
        Bytes += bytes;
        _transmitFreeAt = start + (bytes * 8 / line.KilobitsPerSecond);
        var jitter = ((_random.NextDouble() * 2) - 1) * line.JitterMs;
        return _transmitFreeAt + Math.Max(0, line.DelayMs + jitter);
    }
}
