using System.Globalization;

namespace Meetings.Load.Soak;

/// <summary>How long, with how many.</summary>
internal sealed record SoakOptions
{
    public double Minutes { get; init; } = 120;

    /// <summary>Seats taken at any time; two of them publish.</summary>
    public int Participants { get; init; } = 8;

    public static SoakOptions Parse(IReadOnlyList<string> args)
    {
        var options = new SoakOptions();
        for (var i = 0; i + 1 < args.Count; i += 2)
        {
            options = args[i] switch
            {
                "--minutes" => options with { Minutes = double.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--participants" => options with { Participants = Math.Clamp(int.Parse(args[i + 1], CultureInfo.InvariantCulture), 3, 100) },
                _ => throw new ArgumentException($"{args[i]}?"),
            };
        }

        return options;
    }
}
