using Meetings.Media.Tests.Vectors;

namespace Meetings.Media.Tests.Fuzz;

public sealed class FuzzReplayTests
{
    private const int Mutations = 20_000;

    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Seeds_their_truncations_and_twenty_thousand_mutations_neither_throw_nor_allocate_over_the_bound(string name)
    {
        var target = FuzzTargets.Named(name);
        foreach (var seed in target.Seeds)
        {
            // First inputs fill caches and tables; they are run but not weighed.
            target.Run(seed);
            for (var length = 0; length <= Math.Min(seed.Length, 300); length++)
                Run(target, seed[..length], weigh: false);
        }

        var mutator = new Mutator(seed: 20_240_917);
        for (var i = 0; i < Mutations; i++)
            Run(target, mutator.Next(target.Seeds), weigh: i > 1000);
    }

    private static void Run(FuzzTarget target, byte[] input, bool weigh)
    {
        try
        {
            // What the runtime makes lazily it makes once: only an input that allocates every time is over the bound.
            var allocated = Weigh(target, input);
            if (weigh && allocated > target.MaxAllocatedBytes)
                allocated = Math.Min(allocated, Weigh(target, input));
            if (weigh && allocated > target.MaxAllocatedBytes)
                Assert.Fail($"{target.Name} allocated {allocated} bytes on {Hex.Text(input)}");
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{target.Name} threw on {Hex.Text(input)}", e);
        }
    }

    private static long Weigh(FuzzTarget target, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        target.Run(input);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
