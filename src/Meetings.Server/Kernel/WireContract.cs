namespace Meetings.Server.Kernel;

/// <summary>Marks a record or enum that crosses the wire, so that its TypeScript form is generated for the client.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class WireContractAttribute : Attribute
{
    /// <summary>The name in TypeScript, when it differs.</summary>
    public string? Name { get; init; }
}

/// <summary>Gives a member a TypeScript type that C# cannot say, e.g. an enum of a higher slice or a tuple.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class WireTypeAttribute(string typeScript) : Attribute
{
    public string TypeScript { get; } = typeScript;
}
