using Meetings.Media.Tests.Vectors;

namespace Meetings.Media.Tests.Fuzz;

/// <summary>One parser to be fed arbitrary bytes: it must neither throw nor allocate more than its bound.</summary>
/// <param name="Seeds">Well-formed inputs and old enemies; mutations start from them.</param>
/// <param name="MaxAllocatedBytes">Most bytes one input may allocate; trust.md M07 allows 64 KiB, the wire layer needs none.</param>
public sealed record FuzzTarget(
    string Name, Action<ReadOnlySpan<byte>> Run, IReadOnlyList<byte[]> Seeds, long MaxAllocatedBytes = 0)
{
    /// <summary>Bytes of one input at most: more does not get so far.</summary>
    public int MaxInput { get; init; } = 2048;

    /// <summary>How long one input may take once the code is warm; asked of public corpora only.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Mutations in an ordinary run: fewer of long inputs.</summary>
    public int Mutations { get; init; } = 20_000;

    public override string ToString() => Name;

    /// <summary>Fails with the input when it throws, or when it is over the bound on allocations.</summary>
    /// <param name="weigh">False for the first inputs, which fill caches and tables.</param>
    public void Check(byte[] input, bool weigh)
    {
        try
        {
            // What the runtime makes lazily it makes once: only an input that allocates every time is over the bound.
            var allocated = Weigh(input);
            if (weigh && allocated > MaxAllocatedBytes)
                allocated = Math.Min(allocated, Weigh(input));
            if (weigh && allocated > MaxAllocatedBytes)
                Assert.Fail($"{Name} allocated {allocated} bytes on {Told(input)}");
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{Name} threw on {Told(input)}", e);
        }
    }

    /// <summary>Bytes one input allocates.</summary>
    public long Weigh(byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(input);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static string Told(byte[] input) => Hex.Text(input.AsSpan(0, Math.Min(input.Length, 4096)));
}
