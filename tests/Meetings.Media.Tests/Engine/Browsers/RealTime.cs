namespace Meetings.Media.Tests.Engine.Browsers;

/// <summary>Real browsers, which encode pictures by the processor, and bars in seconds: nothing else may run beside them.</summary>
[CollectionDefinition(nameof(RealTime), DisableParallelization = true)]
public sealed class RealTime;
