using System.Globalization;
using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Bench;

/// <summary>What to measure and for how long.</summary>
internal sealed record BenchOptions
{
    public IReadOnlyList<Scenario> Scenarios { get; init; } = [.. new[] { "1x10", "1x40", "5x15" }.Select(Scenario.Parse)];

    /// <summary>Each scenario is measured so often, systems and floor taking turns; medians are printed.</summary>
    public int Rounds { get; init; } = 1;

    /// <summary>Seconds measured of each scenario.</summary>
    public double Seconds { get; init; } = 6;

    /// <summary>Seconds of media before measuring: compilation and estimates settle.</summary>
    public double Warmup { get; init; } = 3;

    public int Threads { get; init; } = 1;

    public bool PlainSockets { get; init; }

    /// <summary>Milliseconds our media threads may rest; see MediaServerOptions.LongestRest.</summary>
    public double Rest { get; init; } = 2;

    /// <summary>Measures Janus (Debian package "janus") as well, in turns.</summary>
    public bool Janus { get; init; }

    /// <summary>The program that serves; default: this one. Name a ReadyToRun build to measure that.</summary>
    public string? Server { get; init; }

    /// <summary>Every participant sleeps on its socket in a thread of its own, so sending to it wakes it at the server's cost; otherwise one thread looks at all.</summary>
    public bool Wakes { get; init; }

    /// <summary>What drives all participants of the run; null where each has its own thread.</summary>
    public ParticipantThread? Participants { get; init; }

    public static BenchOptions Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions();
        var scenarios = new List<Scenario>();
        for (var i = 0; i < args.Count; i++)
        {
            options = args[i] switch
            {
                "--rounds" => options with { Rounds = (int)Number(args[++i]) },
                "--seconds" => options with { Seconds = Number(args[++i]) },
                "--warmup" => options with { Warmup = Number(args[++i]) },
                "--threads" => options with { Threads = (int)Number(args[++i]) },
                "--rest" => options with { Rest = Number(args[++i]) },
                "--plain" => options with { PlainSockets = true },
                "--wakes" => options with { Wakes = true },
                "--janus" => options with { Janus = true },
                "--server" => options with { Server = args[++i] },
                _ => Add(options, args[i]),
            };
        }

        return scenarios.Count == 0 ? options : options with { Scenarios = scenarios };

        BenchOptions Add(BenchOptions same, string scenario)
        {
            scenarios.Add(Scenario.Parse(scenario));
            return same;
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
