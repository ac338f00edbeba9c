using Meetings.Server.Kernel;

namespace Meetings.Server.Organisation.Import;

/// <summary>Trees that come with the product; loaded like a table of one's own.</summary>
internal static class UnitPresets
{
    private const string Prefix = "Meetings.Server.Organisation.Presets.";

    /// <summary>In the order in which they are meant to be loaded: the state of 2021, then what became of it on 2025-07-01.</summary>
    public static readonly IReadOnlyList<string> Names =
    [
        .. typeof(UnitPresets).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^".csv".Length]).Order(StringComparer.Ordinal),
    ];

    public static Outcome<string> Read(string name)
    {
        if (!Names.Contains(name))
        {
            return Refusal.NotFound("preset_unknown");
        }

        using var stream = typeof(UnitPresets).Assembly.GetManifestResourceStream($"{Prefix}{name}.csv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
