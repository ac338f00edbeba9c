using CsCheck;
using Meetings.Media.Conference.Allocation;
using Meetings.Media.Primitives;

namespace Meetings.Media.Tests.Conference;

public sealed class AllocatorTests
{
    private static readonly Gen<long[]> Steps = Gen.Long[5_000, 1_200_000].Array[0, 9];
    private static readonly Gen<(bool IsScreen, long[] Steps)[]> Wishes = Gen.Select(Gen.Bool, Steps).Array[0, 16];
    private static readonly Gen<long> Budget = Gen.Long[0, 12_000_000];

    [Fact]
    public void More_than_the_budget_is_never_granted() => Gen.Select(Wishes, Budget).Sample((wishes, budget) =>
    {
        SlotDemand[] slots = Demands(wishes);
        var granted = new int[slots.Length];
        long used = Allocator.Allot(budget, slots, granted);
        Assert.Equal(used, slots.Zip(granted, (s, g) => g < 0 ? 0 : s.Options[g].BitsPerSecond).Sum());
        Assert.True(used <= budget);
    });

    [Fact]
    public void More_budget_never_lowers_a_picture_unless_a_more_important_step_is_granted() => Gen.Select(Wishes, Budget, Budget).Sample((wishes, a, b) =>
    {
        SlotDemand[] slots = Demands(wishes);
        var less = new int[slots.Length];
        var more = new int[slots.Length];
        Allocator.Allot(Math.Min(a, b), slots, less);
        Allocator.Allot(Math.Max(a, b), slots, more);
        foreach ((int slot, int level) in ByImportance(slots))
        {
            (int before, int after) = (Math.Min(less[slot], level), Math.Min(more[slot], level));
            Assert.True(after >= before, $"slot {slot} fell from {before} to {after}");
            if (after > before)
            {
                return; // what follows may have paid for it
            }
        }
    });

    [Fact]
    public void Noise_in_the_estimate_moves_nothing_once_settled() =>
        Gen.Select(Wishes, Gen.Long[20_000, 8_000_000], Gen.Double[-0.06, 0.06].Array[20]).Sample((wishes, budget, noise) =>
        {
            SlotDemand[] slots = Demands(wishes);
            var granted = new int[slots.Length];
            for (int i = 0; i < 100; i++)
            {
                Grant((long)(budget * (i % 2 == 0 ? 1.06 : 0.94)), slots, granted); // the highest and lowest it will see
            }

            int[] settled = [.. granted];
            foreach (double n in noise)
            {
                Grant((long)(budget * (1 + n)), slots, granted);
                Assert.Equal(settled, granted);
            }
        });

    [Fact]
    public void The_last_to_be_paused_is_the_first_camera_and_before_it_the_screen_is_kept_whole()
    {
        SlotDemand[] slots = Demands([(false, [60_000, 120_000, 500_000]), (true, [80_000, 400_000]), (false, [60_000, 120_000])], held: false);
        Assert.Equal([-1, -1, -1], Grant(60_000, slots));
        Assert.Equal([-1, 0, -1], Grant(100_000, slots));
        Assert.Equal([0, 0, -1], Grant(170_000, slots));
        Assert.Equal([0, 1, -1], Grant(530_000, slots));
        Assert.Equal([1, 1, -1], Grant(600_000, slots));
        Assert.Equal([2, 1, 1], Grant(2_000_000, slots));
    }

    [Fact]
    public void A_screen_too_large_for_the_line_does_not_cost_the_speaker_its_picture()
    {
        SlotDemand[] slots = Demands([(true, [2_000_000]), (false, [60_000, 150_000])], held: false);
        Assert.Equal([-1, 1], Grant(500_000, slots));
    }

    [Theory]
    [InlineData(22_500, Rung.Full, Rung.Text)]
    [InlineData(23_500, Rung.Speech, Rung.Speech)]
    [InlineData(130_000, Rung.Speech, Rung.Speech)]
    [InlineData(139_000, Rung.Speech, Rung.Thumbnail)]
    [InlineData(116_000, Rung.Thumbnail, Rung.Thumbnail)]
    [InlineData(110_000, Rung.Thumbnail, Rung.Speech)]
    [InlineData(2_000_000, Rung.Text, Rung.Full)]
    public void A_rung_is_left_only_when_the_estimate_is_clearly_past_its_mark(long estimate, Rung before, Rung expected) =>
        Assert.Equal(expected, Rungs.Of(estimate, before));

    private static int[] Grant(long budget, SlotDemand[] slots)
    {
        var granted = new int[slots.Length];
        Allocator.Allot(budget, slots, granted);
        return granted;
    }

    private static void Grant(long budget, SlotDemand[] slots, int[] granted)
    {
        Allocator.Allot(budget, slots, granted);
        for (int i = 0; i < slots.Length; i++)
        {
            slots[i].Held = granted[i];
        }
    }

    /// <summary>Slots and levels in the order in which they are granted.</summary>
    private static IEnumerable<(int Slot, int Level)> ByImportance(SlotDemand[] slots)
    {
        const int Medium = 5;
        int first = Array.FindIndex(slots, s => !s.IsScreen && s.Count > 0);
        int[] all = [.. Enumerable.Range(0, slots.Length)];
        int[] screens = [.. all.Where(i => slots[i].IsScreen)];
        int[] camera = first < 0 ? [] : [first];
        return
        [
            .. screens.Select(i => (i, 0)), .. camera.Select(i => (i, 0)), .. screens.Select(i => (i, 99)), .. camera.Select(i => (i, Medium)),
            .. all.Select(i => (i, 0)), .. camera.Select(i => (i, 99)), .. all.Select(i => (i, 99)),
        ];
    }

    private static SlotDemand[] Demands((bool IsScreen, long[] Steps)[] wishes, bool held = true) =>
    [
        .. wishes.Select(w =>
        {
            var demand = new SlotDemand { IsScreen = w.IsScreen, Held = held ? w.Steps.Length - 1 : -1, Count = w.Steps.Length };
            long sum = 0;
            for (int i = 0; i < w.Steps.Length; i++)
            {
                sum = held ? sum + w.Steps[i] : w.Steps[i];
                demand.Options[i] = new LayerOption(new LayerTarget(i / 3, i % 3), sum, 180 << i / 3);
            }

            return demand;
        }),
    ];
}
