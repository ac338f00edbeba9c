namespace Meetings.Media.Tests.Fuzz;

/// <summary>One parser to be fed arbitrary bytes: it must neither throw nor allocate more than its bound.</summary>
/// <param name="Seeds">Well-formed inputs and old enemies; mutations start from them.</param>
/// <param name="MaxAllocatedBytes">Most bytes one input may allocate; trust.md M07 allows 64 KiB, the wire layer needs none.</param>
public sealed record FuzzTarget(
    string Name, Action<ReadOnlySpan<byte>> Run, IReadOnlyList<byte[]> Seeds, long MaxAllocatedBytes = 0)
{
    public override string ToString() => Name;
}
