namespace Meetings.Server.Scheduling.Contracts;

/// <summary>How a meeting recurs; day and time of day are those of its first one.</summary>
/// <param name="Interval">Every how many of the unit: 1 to 12.</param>
/// <param name="Weekdays">For weeks; none: the first meeting's own.</param>
/// <param name="Until">The last day; this or <paramref name="Count"/>.</param>
/// <param name="Count">How many, the first included.</param>
public sealed record RecurrenceInput(
    RecurrenceUnit Unit, int Interval, IReadOnlyList<DayOfWeek>? Weekdays, MonthlyBy MonthlyBy, DateOnly? Until, int? Count, DayOffRule OnDayOff);

public enum RecurrenceUnit
{
    Day,
    Week,
    Month,
}

/// <summary>Which day of the month.</summary>
public enum MonthlyBy
{
    /// <summary>The 5th; the month's last day where it has no such day.</summary>
    DayOfMonth,

    /// <summary>The second Monday; the fifth is taken as the last.</summary>
    Weekday,

    /// <summary>The last Friday.</summary>
    LastWeekday,
}

/// <summary>What becomes of a meeting that the rule puts on a day off.</summary>
public enum DayOffRule
{
    Keep,
    Skip,
    NextWorkingDay,
    PreviousWorkingDay,
}

/// <summary>Which meetings of a series an action means.</summary>
public enum SeriesScope
{
    This,

    /// <summary>This one and those after it.</summary>
    Following,

    /// <summary>All that have not been held yet.</summary>
    All,
}
