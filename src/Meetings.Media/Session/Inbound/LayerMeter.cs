using Meetings.Media.Primitives;
using Meetings.Media.Session.Bandwidth;

namespace Meetings.Media.Session.Inbound;

/// <summary>What one spatial layer costs by temporal layer, and how high its picture is.</summary>
internal sealed class LayerMeter
{
    /// <summary>Bytes of RTP header, extensions and authentication tag that forwarding adds to a payload, roughly.</summary>
    private const int Overhead = 40;

    private readonly RateMeter[] _rates = [.. Enumerable.Repeat(new RateMeter(isEven: true), LayerTarget.MaxTemporal)];
    private readonly long[] _known = new long[LayerTarget.MaxTemporal];

    /// <summary>Pixels of the shorter side, from the last key frame; 0 while unknown.</summary>
    public int Height { get; set; }

    /// <summary>Temporal layers seen so far, 1 to <see cref="LayerTarget.MaxTemporal"/>.</summary>
    public int TemporalLayers { get; private set; } = 1;

    public void Add(Instant now, int temporal, int payloadBytes)
    {
        TemporalLayers = Math.Max(TemporalLayers, temporal + 1);
        _rates[temporal].Add(now, payloadBytes + Overhead);
    }

    /// <summary>A new stream takes the place: what was measured stays until it is measured anew.</summary>
    public void Restart() => TemporalLayers = 1;

    /// <summary>Bits per second of all temporal layers up to this one, as SRTP datagrams; the last known figure when not live.</summary>
    public long UpTo(Instant now, int temporal, bool isLive)
    {
        long sum = 0;
        for (int t = 0; t <= temporal; t++)
        {
            if (isLive && _rates[t].BitsPerSecond(now) is > 0 and long measured)
            {
                _known[t] = measured;
            }

            sum += _known[t];
        }

        return sum;
    }
}
