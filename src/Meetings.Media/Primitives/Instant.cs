namespace Meetings.Media.Primitives;

/// <summary>A point on the engine's monotonic clock, in nanoseconds since an arbitrary start. Never wall-clock time.</summary>
/// <param name="Nanoseconds">Nanoseconds since the clock's start; never negative in practice.</param>
public readonly record struct Instant(long Nanoseconds) : IComparable<Instant>
{
    /// <summary>The deadline of something that will not happen by itself.</summary>
    public static readonly Instant Never = new(long.MaxValue);

    /// <summary>An instant this many milliseconds after the clock's start.</summary>
    public static Instant FromMilliseconds(double milliseconds) => new((long)(milliseconds * 1_000_000));

    public double Milliseconds => Nanoseconds / 1e6;

    public static Instant operator +(Instant at, TimeSpan span) => new(at.Nanoseconds + span.Ticks * 100);

    public static Instant operator -(Instant at, TimeSpan span) => new(at.Nanoseconds - span.Ticks * 100);

    public static TimeSpan operator -(Instant later, Instant earlier) => new((later.Nanoseconds - earlier.Nanoseconds) / 100);

    public static bool operator <(Instant a, Instant b) => a.Nanoseconds < b.Nanoseconds;

    public static bool operator >(Instant a, Instant b) => a.Nanoseconds > b.Nanoseconds;

    public static bool operator <=(Instant a, Instant b) => a.Nanoseconds <= b.Nanoseconds;

    public static bool operator >=(Instant a, Instant b) => a.Nanoseconds >= b.Nanoseconds;

    public static Instant Min(Instant a, Instant b) => a < b ? a : b;

    public int CompareTo(Instant other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public override string ToString() => $"{Milliseconds:F3} ms";
}
