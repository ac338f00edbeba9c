using Meetings.Media.Primitives;

namespace Meetings.Media.Session.Outbound;

/// <summary>
/// Which spatial layer a slot shall forward. Decides only; the slot applies it at the next key frame of that layer. Codecs whose layers
/// are not independent streams (VP9, AV1) decide by the same figures and apply by other rules.
/// </summary>
internal static class LayerSelector
{
    /// <summary>The layer that is wanted, whether it is sent or not: what the publisher is asked for.</summary>
    /// <param name="layers">Smallest picture first; at least one.</param>
    /// <param name="target">What the receiver's line may carry; not paused.</param>
    /// <param name="maxHeight">What the receiver has room to show, in pixels; 0 for no limit.</param>
    public static int Ideal(ReadOnlySpan<LayerState> layers, LayerTarget target, int maxHeight)
    {
        int ideal = Math.Min(target.Spatial, layers.Length - 1);
        while (ideal > 0 && maxHeight > 0 && !Fits(HeightOf(layers, ideal), maxHeight))
        {
            ideal--;
        }

        return Math.Max(0, ideal);
    }

    /// <summary>The layer to forward until the ideal one flows: the best below it, else the running one, else any.</summary>
    /// <param name="current">The layer of this source that is forwarded now; -1 when none is.</param>
    /// <param name="mayExceed">Nothing at or below the ideal has come for a while: a larger picture is better than none.</param>
    public static int Aim(ReadOnlySpan<LayerState> layers, int ideal, int current, bool mayExceed)
    {
        for (int i = ideal; i >= 0; i--)
        {
            if (layers[i].IsFlowing)
            {
                return i;
            }
        }

        if (current >= 0 && layers[current].IsFlowing)
        {
            return current;
        }

        for (int i = ideal + 1; mayExceed && i < layers.Length; i++)
        {
            if (layers[i].IsFlowing)
            {
                return i;
            }
        }

        return ideal;
    }

    // 320x240 is no wider than 320x180: a 4:3 picture may be higher by a third.
    private static bool Fits(int height, int maxHeight) => height * 3 <= maxHeight * 4;

    /// <summary>As measured; else by the measured ones, each layer half the next; else as of a 720-line camera.</summary>
    private static int HeightOf(ReadOnlySpan<LayerState> layers, int index)
    {
        for (int distance = 0; distance < layers.Length; distance++)
        {
            if (index + distance < layers.Length && layers[index + distance].Height > 0)
            {
                return layers[index + distance].Height >> distance;
            }

            if (index - distance >= 0 && layers[index - distance].Height > 0)
            {
                return layers[index - distance].Height << distance;
            }
        }

        return 720 >> layers.Length - 1 - index;
    }
}

/// <summary>What selection knows of a spatial layer.</summary>
/// <param name="IsFlowing">Its packets come.</param>
/// <param name="Height">Pixels of the shorter side; 0 while unknown.</param>
internal readonly record struct LayerState(bool IsFlowing, int Height);
