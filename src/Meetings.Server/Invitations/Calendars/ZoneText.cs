using System.Globalization;

namespace Meetings.Server.Invitations.Calendars;

/// <summary>
/// VTIMEZONE (RFC 5545 section 3.6.5) of an IANA zone, made from the changes of its clock that the runtime knows. Where they follow
/// one yearly rule for the years ahead it is written as that rule, else change by change.
/// </summary>
internal static class ZoneText
{
    /// <summary>Years looked ahead for a yearly rule, and written out where there is none.</summary>
    private const int Ahead = 8;

    public static void Write(ContentLines lines, TimeZoneInfo zone, int firstYear)
    {
        lines.Add("BEGIN", "VTIMEZONE").Add("TZID", zone.Id);
        var changes = Changes(zone, firstYear - 1, firstYear + Ahead);
        if (changes.Count == 0)
        {
            var offset = zone.GetUtcOffset(new DateTime(firstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            Observance(lines, "STANDARD", new DateTime(1970, 1, 1), offset, offset, null);
        }
        else if (Yearly(changes) is { } rules)
        {
            foreach (var (first, rule) in rules)
            {
                Observance(lines, first.IsDaylight ? "DAYLIGHT" : "STANDARD", first.Local, first.Before, first.After, rule);
            }
        }
        else
        {
            // What holds before the first change.
            Observance(lines, "STANDARD", new DateTime(1970, 1, 1), changes[0].Before, changes[0].Before, null);
            foreach (var change in changes)
            {
                Observance(lines, change.IsDaylight ? "DAYLIGHT" : "STANDARD", change.Local, change.Before, change.After, null);
            }
        }

        lines.Add("END", "VTIMEZONE");
    }

    /// <summary>When the clock is moved; both offsets and the wall time before the move, as section 3.6.5 wants it.</summary>
    internal readonly record struct Change(DateTime Local, TimeSpan Before, TimeSpan After, bool IsDaylight);

    internal static List<Change> Changes(TimeZoneInfo zone, int firstYear, int lastYear)
    {
        var changes = new List<Change>();
        var at = new DateTime(firstYear, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var end = new DateTime(lastYear, 12, 31, 0, 0, 0, DateTimeKind.Utc);
        for (var before = zone.GetUtcOffset(at); at < end; at = at.AddDays(1))
        {
            var after = zone.GetUtcOffset(at.AddDays(1));
            if (after != before)
            {
                var moved = Search(zone, at, before);
                changes.Add(new Change(moved + before, before, after, zone.IsDaylightSavingTime(moved.AddMinutes(1))));
                before = after;
            }
        }

        return changes;
    }

    private static DateTime Search(TimeZoneInfo zone, DateTime day, TimeSpan before)
    {
        var (low, high) = (0, 24 * 60);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (zone.GetUtcOffset(day.AddMinutes(middle)) == before)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return day.AddMinutes(high);
    }

    /// <summary>Two changes a year, each on the same weekday of the same month at the same time; null where that is not so.</summary>
    private static List<(Change First, string Rule)>? Yearly(List<Change> changes)
    {
        var rules = new List<(Change, string)>();
        foreach (var kind in changes.GroupBy(c => c.IsDaylight))
        {
            var all = kind.ToList();
            var first = all[0];
            var years = all.Select(c => c.Local.Year).ToList();
            var steady = all.All(c => c.Local.Month == first.Local.Month && c.Local.DayOfWeek == first.Local.DayOfWeek
                && c.Local.TimeOfDay == first.Local.TimeOfDay && c.Before == first.Before && c.After == first.After);
            if (!steady || years.Count < Ahead || !years.SequenceEqual(Enumerable.Range(years[0], years.Count)) || Week(all) is not { } week)
            {
                return null;
            }

            var day = first.Local.DayOfWeek.ToString()[..2].ToUpperInvariant();
            rules.Add((first, string.Create(CultureInfo.InvariantCulture, $"FREQ=YEARLY;BYMONTH={first.Local.Month};BYDAY={week}{day}")));
        }

        return rules.Count == 2 ? rules : null;
    }

    private static int? Week(List<Change> changes)
    {
        if (changes.All(c => c.Local.Day > DateTime.DaysInMonth(c.Local.Year, c.Local.Month) - 7))
        {
            return -1;
        }

        var nth = (changes[0].Local.Day + 6) / 7;
        return changes.All(c => (c.Local.Day + 6) / 7 == nth) ? nth : null;
    }

    private static void Observance(ContentLines lines, string kind, DateTime start, TimeSpan before, TimeSpan after, string? rule)
    {
        lines.Add("BEGIN", kind).Add("DTSTART", ContentLines.Local(start)).Add("TZOFFSETFROM", Offset(before)).Add("TZOFFSETTO", Offset(after));
        if (rule is not null)
        {
            lines.Add("RRULE", rule);
        }

        lines.Add("TZNAME", Offset(after)).Add("END", kind);
    }

    private static string Offset(TimeSpan offset)
    {
        var text = offset.ToString(offset.Seconds == 0 ? "hhmm" : "hhmmss", CultureInfo.InvariantCulture);
        return (offset < TimeSpan.Zero ? "-" : "+") + text;
    }
}
