using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Simulation;

/// <summary>How a line treats datagrams in one direction.</summary>
public sealed record LineQuality
{
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(20);

    public TimeSpan Jitter { get; init; } = TimeSpan.Zero;

    public double Loss { get; init; }

    /// <summary>Share of datagrams that take an extra 30 ms.</summary>
    public double Reordering { get; init; }

    /// <summary>Bits per second, IP and UDP headers included; 0 = unlimited.</summary>
    public long Rate { get; init; }

    /// <summary>How long a datagram waits at most for the rate; one that would wait longer is dropped.</summary>
    public TimeSpan Queue { get; init; } = TimeSpan.FromMilliseconds(500);
}

/// <summary>One direction of a line on the virtual clock: rate, delay, jitter, loss and reordering from a seed.</summary>
public sealed class SimulatedLink(int seed, LineQuality quality)
{
    private const int IpAndUdp = 28;

    private readonly Random _random = new(seed);
    private readonly PriorityQueue<(TransportAddress Address, byte[] Bytes), (long At, long Order)> _underWay = new();
    private long _free;
    private long _stalledUntil;
    private long _competingUntil;
    private long _order;

    public LineQuality Quality { get; set; } = quality;

    /// <summary>False: everything is lost, a cable pulled out.</summary>
    public bool IsUp { get; set; } = true;

    public long Lost { get; private set; }

    public long Carried { get; private set; }

    /// <summary>Drops what this says should be dropped, before chance decides.</summary>
    public Func<byte[], bool>? Sieve { get; set; }

    public void Send(Instant now, TransportAddress address, ReadOnlySpan<byte> datagram)
    {
        byte[] bytes = datagram.ToArray();
        if (!IsUp || _random.NextDouble() < Quality.Loss || Sieve?.Invoke(bytes) == true)
        {
            Lost++;
            return;
        }

        long start = Math.Max(now.Nanoseconds, _free);
        if (now.Nanoseconds < _competingUntil && Quality.Rate > 0)
        {
            while (start - now.Nanoseconds < Quality.Queue.Ticks * 50)
            {
                start += (long)(1500 * 8e9 / Quality.Rate); // somebody else's datagrams stand before this one
            }
        }

        if (Quality.Rate > 0)
        {
            if (start - now.Nanoseconds > Quality.Queue.Ticks * 100)
            {
                Lost++;
                return;
            }

            _free = start + (long)((datagram.Length + IpAndUdp) * 8e9 / Quality.Rate);
            start = _free;
        }

        double extra = _random.NextDouble() * Quality.Jitter.TotalMilliseconds;
        extra += _random.NextDouble() < Quality.Reordering ? 30 : 0;
        long at = start + Quality.Delay.Ticks * 100 + (long)(extra * 1e6);
        _underWay.Enqueue((address, bytes), (at, _order++));
        Carried++;
    }

    /// <summary>Nothing comes out for so long, then everything that waits.</summary>
    public void Stall(Instant now, TimeSpan time) => _stalledUntil = now.Nanoseconds + time.Ticks * 100;

    /// <summary>For so long somebody else (a page, a paper) keeps half of the queue full, as TCP does on a thin line.</summary>
    public void Compete(Instant now, TimeSpan time) => _competingUntil = now.Nanoseconds + time.Ticks * 100;

    public bool TryDeliver(Instant now, out TransportAddress address, out byte[] bytes)
    {
        if (now.Nanoseconds >= _stalledUntil && _underWay.TryPeek(out var item, out var due) && due.At <= now.Nanoseconds)
        {
            _underWay.Dequeue();
            (address, bytes) = item;
            return true;
        }

        (address, bytes) = (default, []);
        return false;
    }
}
