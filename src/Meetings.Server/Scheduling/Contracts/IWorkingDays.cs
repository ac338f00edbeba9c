namespace Meetings.Server.Scheduling.Contracts;

/// <summary>Which days offices work: Monday to Friday but public holidays, and the Saturdays that were swapped for them.</summary>
internal interface IWorkingDays
{
    bool IsWorkingDay(DateOnly day);

    /// <summary>Why a day is off: a key of the catalogue ("tet"), or the words of the office that entered it; null for ordinary days and weekends.</summary>
    string? HolidayOn(DateOnly day);
}

/// <summary>Arithmetic over working days.</summary>
internal static class WorkingDayMath
{
    /// <summary>The longest row of days off, Tết with its weekends, is shorter than this.</summary>
    private const int LongestRow = 21;

    /// <summary>The nearest working day after (<paramref name="step"/> 1) or before (-1) a day.</summary>
    public static DateOnly Nearest(DateOnly day, int step, Func<DateOnly, bool> isWorkingDay) =>
        Enumerable.Range(1, LongestRow).Select(n => day.AddDays(n * step)).First(d => isWorkingDay(d) || d == day.AddDays(LongestRow * step));
}
