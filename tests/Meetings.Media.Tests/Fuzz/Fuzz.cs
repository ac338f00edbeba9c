namespace Meetings.Media.Tests.Fuzz;

/// <summary>The targets keep state and a buffer: one input at a time.</summary>
[CollectionDefinition(nameof(Fuzz))]
public sealed class Fuzz;
