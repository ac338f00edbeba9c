using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling.Days;

/// <param name="Name">A key of the catalogue, or what the office entered; null for a plain weekend day, or one that is worked.</param>
/// <param name="IsWorking">Offices work: a Saturday swapped for a holiday.</param>
[WireContract]
internal sealed record DayView(DateOnly Day, string? Name, bool IsWorking);

/// <summary>The days that are not as the week would have them.</summary>
internal static class ShowDays
{
    private const int LongestRange = 400;

    public static Outcome<IReadOnlyList<DayView>> Run(IWorkingDays days, DateOnly from, DateOnly to)
    {
        if (to < from || to.DayNumber - from.DayNumber > LongestRange)
        {
            return Refusal.Invalid("range_invalid");
        }

        var special = new List<DayView>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var works = days.IsWorkingDay(day);
            var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            if (days.HolidayOn(day) is { } name)
            {
                special.Add(new DayView(day, name, works));
            }
            else if (works && isWeekend)
            {
                special.Add(new DayView(day, null, works));
            }
        }

        return special;
    }
}
