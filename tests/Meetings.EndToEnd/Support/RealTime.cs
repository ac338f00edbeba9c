namespace Meetings.EndToEnd.Support;

/// <summary>Several browsers in a call, or measured times: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(RealTime), DisableParallelization = true)]
public sealed class RealTime;
