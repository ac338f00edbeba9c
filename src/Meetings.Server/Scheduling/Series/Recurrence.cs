using Ical.Net;
using Ical.Net.DataTypes;
using Ical.Net.Evaluation;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling.Series;

/// <summary>A place in a series.</summary>
/// <param name="ByRule">Where the rule puts it, wall clock.</param>
/// <param name="Start">Where it is held; null: not at all.</param>
/// <param name="DayOff">Why the day of the rule is off: "weekend", a key of the catalogue or an office's own words; null for a working day.</param>
internal sealed record Slot(DateTime ByRule, DateTime? Start, string? DayOff);

/// <summary>Between the rule people choose, RFC 5545 RRULE text, and the days it means. Pure.</summary>
internal static class Recurrence
{
    /// <summary>Meetings of one series at a time; a weekly meeting has them for more than a year, and more can be added.</summary>
    public const int Most = 60;

    public const int MaxInterval = 12;

    /// <summary>Days from the first to the last meeting.</summary>
    public const int LongestSpan = 800;

    /// <returns>"recurrence_invalid", or "recurrence_too_long" (args max) when its end is too far.</returns>
    public static Refusal? Refuse(RecurrenceInput? rule, DateTime first)
    {
        if (rule is null || !Enum.IsDefined(rule.Unit) || !Enum.IsDefined(rule.MonthlyBy) || !Enum.IsDefined(rule.OnDayOff)
            || rule.Interval is < 1 or > MaxInterval || rule.Weekdays?.Any(d => !Enum.IsDefined(d)) == true
            || rule.Count is null == rule.Until is null || rule.Count < 2 || rule.Until < DateOnly.FromDateTime(first))
        {
            return Refusal.Invalid("recurrence_invalid");
        }

        return rule.Count > Most || (rule.Until is { } until && until.DayNumber - DateOnly.FromDateTime(first).DayNumber > LongestSpan)
            ? Refusal.Invalid("recurrence_too_long", ("max", $"{Most}"))
            : null;
    }

    /// <summary>RRULE value, e.g. "FREQ=WEEKLY;COUNT=10;BYDAY=MO".</summary>
    public static string Write(RecurrenceInput rule, DateTime first)
    {
        var written = new RecurrencePattern(
            rule.Unit switch { RecurrenceUnit.Day => FrequencyType.Daily, RecurrenceUnit.Week => FrequencyType.Weekly, _ => FrequencyType.Monthly },
            rule.Interval)
        {
            FirstDayOfWeek = DayOfWeek.Monday,
        };
        if (rule.Count is { } count)
        {
            written.Count = count;
        }
        else
        {
            written.Until = new CalDateTime(rule.Until!.Value.ToDateTime(TimeOnly.MaxValue), hasTime: true);
        }

        if (rule.Unit == RecurrenceUnit.Week)
        {
            var days = rule.Weekdays is { Count: > 0 } chosen ? chosen.Distinct() : [first.DayOfWeek];
            written.ByDay.AddRange(days.OrderBy(d => ((int)d + 6) % 7).Select(d => new WeekDay(d)));
        }
        else if (rule.Unit == RecurrenceUnit.Month)
        {
            WriteMonthly(written, rule.MonthlyBy, first);
        }

        return written.ToString()!;
    }

    /// <summary>What <see cref="Write"/> wrote.</summary>
    public static RecurrenceInput Read(string rule, DayOffRule onDayOff)
    {
        var read = new RecurrencePattern(rule);
        var unit = read.Frequency switch { FrequencyType.Daily => RecurrenceUnit.Day, FrequencyType.Weekly => RecurrenceUnit.Week, _ => RecurrenceUnit.Month };
        var monthly = read.ByMonthDay.Count > 0 || unit != RecurrenceUnit.Month ? MonthlyBy.DayOfMonth
            : read.ByDay[0].Offset == -1 ? MonthlyBy.LastWeekday
            : MonthlyBy.Weekday;
        return new RecurrenceInput(
            unit, read.Interval, unit == RecurrenceUnit.Week ? [.. read.ByDay.Select(d => d.DayOfWeek)] : null, monthly, read.Until?.Date, read.Count, onDayOff);
    }

    /// <summary>The same rule so many days later.</summary>
    public static RecurrenceInput Shifted(RecurrenceInput rule, int days) =>
        rule with { Weekdays = rule.Weekdays?.Select(d => (DayOfWeek)((((int)d + days) % 7 + 7) % 7)).ToList(), Until = rule.Until?.AddDays(days) };

    /// <summary>The places of a series in order, at most <see cref="Most"/> and one more to show that there would be more.</summary>
    /// <param name="first">The first meeting's wall clock: it counts although the rule may not name its day (RFC 5545, DTSTART).</param>
    public static IReadOnlyList<Slot> Expand(string rule, DateTime first, DayOffRule onDayOff, IWorkingDays days)
    {
        var read = new RecurrencePattern(rule);
        return Slots(Days(read, first).TakeWhile(at => (at - first).TotalDays <= LongestSpan).Take(Math.Min(read.Count ?? Most + 1, Most + 1)), first, onDayOff, days);
    }

    /// <summary>The places after one of them, as <see cref="Expand"/>.</summary>
    public static IReadOnlyList<Slot> After(string rule, DateTime first, DateTime last, DayOffRule onDayOff, IWorkingDays days) =>
        Slots(Days(new RecurrencePattern(rule), first).SkipWhile(at => at <= last).Take(Most + 1), first, onDayOff, days);

    private static IEnumerable<DateTime> Days(RecurrencePattern rule, DateTime first)
    {
        var start = new CalDateTime(first, hasTime: true);
        return new RecurrencePatternEvaluator((RecurrenceRule)rule).Evaluate(start, start, new EvaluationOptions { MaxUnmatchedIncrementsLimit = 1000 })
            .Select(p => p.StartTime.Value).Prepend(first).Distinct();
    }

    private static List<Slot> Slots(IEnumerable<DateTime> byRule, DateTime first, DayOffRule onDayOff, IWorkingDays days)
    {
        var taken = new HashSet<DateTime>();
        var slots = new List<Slot>();
        foreach (var at in byRule)
        {
            // The first was chosen by somebody, with the warning before their eyes.
            var off = at == first ? null : WhyOff(DateOnly.FromDateTime(at), days);
            var held = off is null ? at : Place(at, onDayOff, days);
            slots.Add(new Slot(at, held is { } day && taken.Add(day) ? held : null, off));
        }

        return slots;
    }

    /// <summary>Where a meeting of that day is held; null: not at all.</summary>
    public static DateTime? Place(DateTime at, DayOffRule rule, IWorkingDays days)
    {
        if (rule == DayOffRule.Keep || days.IsWorkingDay(DateOnly.FromDateTime(at)))
        {
            return at;
        }

        if (rule == DayOffRule.Skip)
        {
            return null;
        }

        var day = WorkingDayMath.Nearest(DateOnly.FromDateTime(at), rule == DayOffRule.NextWorkingDay ? 1 : -1, days.IsWorkingDay);
        return day.ToDateTime(TimeOnly.FromDateTime(at));
    }

    private static string? WhyOff(DateOnly day, IWorkingDays days) => days.IsWorkingDay(day) ? null : days.HolidayOn(day) ?? "weekend";

    private static void WriteMonthly(RecurrencePattern written, MonthlyBy by, DateTime first)
    {
        var which = ((first.Day - 1) / 7) + 1;
        if (by == MonthlyBy.DayOfMonth)
        {
            // "The 31st" is the last day of a shorter month: of all days up to it the last that exists.
            written.ByMonthDay.AddRange(first.Day > 28 ? Enumerable.Range(28, first.Day - 27) : [first.Day]);
            if (first.Day > 28)
            {
                written.BySetPosition.Add(-1);
            }
        }
        else
        {
            written.ByDay.Add(new WeekDay(first.DayOfWeek, by == MonthlyBy.LastWeekday || which > 4 ? -1 : which));
        }
    }
}
