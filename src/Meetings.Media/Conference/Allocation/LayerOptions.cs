using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Allocation;

/// <summary>The ways a source can be shown, cheapest first, with what each costs on the wire.</summary>
internal static class LayerOptions
{
    /// <summary>IP, UDP headers beside what is measured of a layer (SRTP datagrams), as a share at about 600 bytes a packet.</summary>
    private const double IpShare = 1.05;
    private const long UnknownLeast = 120_000;

    /// <param name="rates">As <c>PublishedTrack.CopyRates</c> gives them.</param>
    /// <param name="maxHeight">Lines the receiver has room for; 0 for no limit.</param>
    /// <param name="loss">Share always lost on the way, 0 to 0.5: what is lost is sent again, and lost again.</param>
    /// <param name="demand">Its options are written.</param>
    public static void Fill(ReadOnlySpan<LayerRate> rates, int maxHeight, double loss, ref SlotDemand demand)
    {
        demand.Count = 0;
        long before = 0;
        for (int i = 0; i < rates.Length; i++)
        {
            LayerRate rate = rates[i];
            bool hasMore = i + 1 < rates.Length && rates[i + 1].Spatial == rate.Spatial;
            if (rate.Spatial > 0 && rate.Temporal == 0 && hasMore)
            {
                continue; // from a fluent small picture to a jerky larger one is no gain
            }

            if (rate.Spatial > 0 && maxHeight > 0 && IsAbove(maxHeight, HeightOf(rates, i)))
            {
                break;
            }

            long bits = rate.BitsPerSecond > 0 ? rate.BitsPerSecond : Guess(rates, i);
            bits = Math.Max(before + 1, (long)(bits * IpShare / (1 - loss)));
            int temporal = hasMore ? rate.Temporal : LayerTarget.MaxTemporal - 1; // a layer may have more than was seen of it so far
            demand.Options[demand.Count++] = new LayerOption(new LayerTarget(rate.Spatial, temporal), bits, rate.Height);
            before = bits;
        }
    }

    /// <summary>Whether a picture is more than a third larger than there is room for: a little larger is as good as equal.</summary>
    public static bool IsAbove(int maxHeight, int height) => height * 3 > maxHeight * 4;

    /// <summary>A layer not heard yet: three times the one below, four times the pixels.</summary>
    private static long Guess(ReadOnlySpan<LayerRate> rates, int index)
    {
        int spatial = rates[index].Spatial;
        long below = UnknownLeast;
        for (int i = 0; i < index; i++)
        {
            if (rates[i].Spatial == spatial - 1 && rates[i].BitsPerSecond > 0)
            {
                below = rates[i].BitsPerSecond * 3;
            }
        }

        return spatial == 0 ? UnknownLeast : Math.Max(below, UnknownLeast << spatial);
    }

    private static int HeightOf(ReadOnlySpan<LayerRate> rates, int index)
    {
        if (rates[index].Height > 0)
        {
            return rates[index].Height;
        }

        int spatial = rates[index].Spatial;
        for (int i = 0; i < rates.Length; i++)
        {
            if (rates[i].Height > 0)
            {
                int steps = rates[i].Spatial - spatial;
                return steps >= 0 ? rates[i].Height >> steps : rates[i].Height << -steps;
            }
        }

        return 720 >> Math.Max(0, rates[^1].Spatial - spatial);
    }
}
