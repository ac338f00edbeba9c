using Meetings.Media.Primitives;

namespace Meetings.Media.Conference.Allocation;

/// <summary>
/// Shares what a line carries among the pictures of one receiver: a pure function. Steps are granted in a fixed order, each if it fits, so
/// more budget never costs a more important picture anything. A step that was not held before must fit with room to spare, so noise in the
/// estimate moves nothing.
/// </summary>
internal static class Allocator
{
    /// <summary>Most pictures shared among; further ones get nothing.</summary>
    public const int MaxSlots = 64;

    /// <summary>A new step must fit this many times over.</summary>
    public const double UpMargin = 1.15;

    /// <summary>
    /// Order: the screen's least layer, the first camera's least, the screen's best, the first camera up to 360 lines, every other's least,
    /// the first camera's best, every other's better ones.
    /// </summary>
    /// <param name="budget">Wire bits per second for pictures: sound is already taken off.</param>
    /// <param name="slots">Most important first.</param>
    /// <param name="granted">One for each slot, index into its <see cref="SlotDemand.Options"/>; -1 pauses it.</param>
    /// <returns>Wire bits per second granted, never above the budget.</returns>
    public static long Allot(long budget, ReadOnlySpan<SlotDemand> slots, Span<int> granted)
    {
        granted[..slots.Length].Fill(-1);
        Span<bool> closed = stackalloc bool[MaxSlots];
        slots = slots[..Math.Min(slots.Length, MaxSlots)];
        int first = FirstCamera(slots);
        var state = new Shares(budget);
        Raise(ref state, slots, granted, closed, Group.Screens, first, least: true);
        Raise(ref state, slots, granted, closed, Group.FirstCamera, first, least: true);
        Raise(ref state, slots, granted, closed, Group.Screens, first, least: false);
        Raise(ref state, slots, granted, closed, Group.FirstCamera, first, least: false, maxHeight: 360);
        Raise(ref state, slots, granted, closed, Group.All, first, least: true);
        Raise(ref state, slots, granted, closed, Group.FirstCamera, first, least: false);
        Raise(ref state, slots, granted, closed, Group.All, first, least: false);
        return state.Used;
    }

    private enum Group
    {
        Screens,
        FirstCamera,
        All,
    }

    private static bool Is(Group group, in SlotDemand slot, bool isFirstCamera) => group switch
    {
        Group.Screens => slot.IsScreen,
        Group.FirstCamera => isFirstCamera,
        _ => true,
    };

    private static int FirstCamera(ReadOnlySpan<SlotDemand> slots)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            if (!slots[i].IsScreen && slots[i].Count > 0)
            {
                return i;
            }
        }

        return -1;
    }

    private static void Raise(
        ref Shares shares, ReadOnlySpan<SlotDemand> slots, Span<int> granted, Span<bool> closed, Group group, int first, bool least, int maxHeight = 0)
    {
        for (int i = 0; i < slots.Length; i++)
        {
            ref readonly SlotDemand slot = ref slots[i];
            if (!Is(group, slot, i == first))
            {
                continue;
            }

            int last = least ? Math.Min(0, slot.Count - 1) : slot.Count - 1;
            for (int next = granted[i] + 1; next <= last && !closed[i]; next++)
            {
                if (maxHeight > 0 && slot.Options[next].Height > maxHeight)
                {
                    break;
                }

                long before = granted[i] < 0 ? 0 : slot.Options[granted[i]].BitsPerSecond;
                if (shares.TryTake(slot.Options[next].BitsPerSecond - before, isHeld: next <= slot.Held))
                {
                    granted[i] = next;
                }
                else
                {
                    closed[i] = true;
                }
            }
        }
    }

    private struct Shares(long budget)
    {
        public long Used { get; private set; }

        public bool TryTake(long more, bool isHeld)
        {
            long total = Used + more;
            if (total > budget || !isHeld && total * UpMargin > budget)
            {
                return false;
            }

            Used = total;
            return true;
        }
    }
}

/// <summary>What one slot would like to show, and what each way of showing it costs.</summary>
internal struct SlotDemand
{
    /// <summary>A shared screen: before cameras.</summary>
    public bool IsScreen { get; set; }

    /// <summary>The option it has now, -1 for none: keeping it needs no room to spare.</summary>
    public int Held { get; set; }

    /// <summary>Options in use; 0 for a slot with nothing to show.</summary>
    public int Count { get; set; }

    /// <summary>Ways to show it, cheapest first.</summary>
    public OptionList Options;
}

/// <summary>One way to show a picture.</summary>
/// <param name="BitsPerSecond">On the wire, everything counted.</param>
/// <param name="Height">Lines of the picture; 0 while unknown.</param>
internal readonly record struct LayerOption(LayerTarget Target, long BitsPerSecond, int Height);

/// <summary>Options without a heap.</summary>
[System.Runtime.CompilerServices.InlineArray(LayerTarget.MaxSpatial * LayerTarget.MaxTemporal)]
internal struct OptionList
{
    private LayerOption _first;
}
