using System.Globalization;

namespace Meetings.Load.Bench;

/// <summary>What to measure and for how long.</summary>
internal sealed record BenchOptions
{
    public IReadOnlyList<Scenario> Scenarios { get; init; } = [new(1, 10), new(1, 40), new(5, 15)];

    /// <summary>Seconds measured of each scenario.</summary>
    public int Seconds { get; init; } = 8;

    /// <summary>Seconds of media before measuring: compilation and estimates settle.</summary>
    public int Warmup { get; init; } = 4;

    public int Threads { get; init; } = 1;

    public bool PlainSockets { get; init; }

    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions();
        var scenarios = new List<Scenario>();
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--seconds": options = options with { Seconds = Number(args[++i]) }; break;
                case "--warmup": options = options with { Warmup = Number(args[++i]) }; break;
                case "--threads": options = options with { Threads = Number(args[++i]) }; break;
                case "--plain": options = options with { PlainSockets = true }; break;
                default: scenarios.Add(Scenario.Parse(args[i])); break;
            }
        }

        return scenarios.Count == 0 ? options : options with { Scenarios = scenarios };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>P publishers, each also seeing the others, and S more participants that only receive; everybody sees every publisher.</summary>
internal sealed record Scenario(int Publishers, int Subscribers)
{
    public static Scenario Parse(string text)
    {
        var parts = text.Split('x');
        return new Scenario(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public override string ToString() => $"{Publishers}x{Subscribers}";
}
