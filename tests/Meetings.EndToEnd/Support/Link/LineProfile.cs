namespace Meetings.EndToEnd.Support.Link;

/// <summary>What one direction of a line does to packets.</summary>
/// <param name="KilobitsPerSecond">Rate of the bottleneck.</param>
/// <param name="DelayMs">One-way delay, milliseconds.</param>
/// <param name="JitterMs">Uniform variation around the delay, plus and minus; packets may overtake each other.</param>
/// <param name="LossPercent">Independent random loss, 0-100.</param>
internal sealed record LineDirection(double KilobitsPerSecond, double DelayMs, double JitterMs, double LossPercent);

/// <summary>A line as a commune has it; the named ones are those of the low-bandwidth promise.</summary>
/// <param name="Down">Towards the browser.</param>
/// <param name="Up">Towards the server.</param>
internal sealed record LineProfile(string Name, LineDirection Down, LineDirection Up)
{
    public static readonly LineProfile Dsl = Symmetric("DSL", 2000, 512, 20, 5, 0.5);
    public static readonly LineProfile ThirdGeneration = Symmetric("3G", 512, 256, 75, 15, 2);
    public static readonly LineProfile Thin = Symmetric("THIN", 128, 64, 150, 40, 5);
    public static readonly LineProfile Edge = Symmetric("EDGE", 64, 32, 300, 100, 10);

    /// <summary>The same device without anything bad, for what is not measured.</summary>
    public static readonly LineProfile Clean = Symmetric("clean", 50_000, 50_000, 0.2, 0, 0);

    public LineProfile With(Func<LineDirection, LineDirection> change) => new(Name, change(Down), change(Up));

    private static LineProfile Symmetric(string name, double down, double up, double delay, double jitter, double loss) =>
        new(name, new LineDirection(down, delay, jitter, loss), new LineDirection(up, delay, jitter, loss));
}
