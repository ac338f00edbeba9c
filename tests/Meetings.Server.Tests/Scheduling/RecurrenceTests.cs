using System.Diagnostics;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Days;
using Meetings.Server.Scheduling.Series;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>From the rule people choose to the days it means.</summary>
public sealed class RecurrenceTests
{
    private static readonly DateTime Monday = new(2026, 11, 30, 8, 0, 0);

    [Theory]
    [InlineData(RecurrenceUnit.Week, 1, MonthlyBy.DayOfMonth, "2026-11-30", "30/11 07/12 14/12 21/12")]
    [InlineData(RecurrenceUnit.Week, 2, MonthlyBy.DayOfMonth, "2026-11-30", "30/11 14/12 28/12 11/01")]
    [InlineData(RecurrenceUnit.Day, 1, MonthlyBy.DayOfMonth, "2026-12-03", "03/12 04/12 05/12 06/12")]
    [InlineData(RecurrenceUnit.Month, 1, MonthlyBy.DayOfMonth, "2026-12-05", "05/12 05/01 05/02 05/03")]
    [InlineData(RecurrenceUnit.Month, 1, MonthlyBy.DayOfMonth, "2026-12-31", "31/12 31/01 28/02 31/03")]
    [InlineData(RecurrenceUnit.Month, 1, MonthlyBy.Weekday, "2026-12-14", "14/12 11/01 08/02 08/03")]
    [InlineData(RecurrenceUnit.Month, 3, MonthlyBy.LastWeekday, "2026-12-25", "25/12 26/03 25/06 24/09")]
    [InlineData(RecurrenceUnit.Month, 1, MonthlyBy.Weekday, "2026-11-30", "30/11 28/12 25/01 22/02")]
    public void A_rule_means_these_days(RecurrenceUnit unit, int interval, MonthlyBy by, string first, string days)
    {
        var start = DateTime.Parse(first + "T08:00", System.Globalization.CultureInfo.InvariantCulture);
        var rule = new RecurrenceInput(unit, interval, null, by, null, 4, DayOffRule.Keep);
        Assert.Equal(days, Days(Expand(rule, start)));
        var written = Recurrence.Write(rule, start);
        Assert.Equal((unit, interval, 4), (Recurrence.Read(written, DayOffRule.Keep).Unit, Recurrence.Read(written, DayOffRule.Keep).Interval, Recurrence.Read(written, DayOffRule.Keep).Count));
    }

    [Fact]
    public void Several_days_of_the_week_until_a_day_and_the_first_counts_although_the_rule_does_not_name_it()
    {
        var rule = new RecurrenceInput(RecurrenceUnit.Week, 1, [DayOfWeek.Thursday, DayOfWeek.Tuesday], default, new DateOnly(2026, 12, 10), null, DayOffRule.Keep);
        Assert.Equal("30/11 01/12 03/12 08/12 10/12", Days(Expand(rule, Monday)));
        Assert.Equal([DayOfWeek.Tuesday, DayOfWeek.Thursday], Recurrence.Read(Recurrence.Write(rule, Monday), DayOffRule.Keep).Weekdays!);
    }

    [Theory]
    [InlineData(DayOffRule.Keep, "25/01 01/02 08/02 15/02 22/02")]
    [InlineData(DayOffRule.Skip, "25/01 01/02 - 15/02 22/02")]
    [InlineData(DayOffRule.NextWorkingDay, "25/01 01/02 12/02 15/02 22/02")]
    [InlineData(DayOffRule.PreviousWorkingDay, "25/01 01/02 04/02 15/02 22/02")]
    public void A_day_off_moves_or_drops_a_meeting(DayOffRule onDayOff, string days)
    {
        // Tết 2027 is on 6 February, a Saturday: its eve and four days, two of them a weekend that is given back.
        var rule = new RecurrenceInput(RecurrenceUnit.Week, 1, null, default, null, 5, onDayOff);
        var slots = Expand(rule, new DateTime(2027, 1, 25, 8, 0, 0));
        Assert.Equal(days, Days(slots));
        Assert.Equal([null, null, "tet", null, null], slots.Select(s => s.DayOff));
    }

    [Fact]
    public void Two_meetings_moved_to_one_day_are_held_once()
    {
        var rule = new RecurrenceInput(RecurrenceUnit.Day, 1, null, default, null, 5, DayOffRule.NextWorkingDay);
        Assert.Equal("04/12 07/12 - - 08/12", Days(Expand(rule, new DateTime(2026, 12, 4, 8, 0, 0))));
    }

    [Fact]
    public void Rules_without_end_or_sense_are_refused_and_expansion_is_bounded()
    {
        var good = new RecurrenceInput(RecurrenceUnit.Week, 1, null, default, null, 10, DayOffRule.Keep);
        Assert.Null(Recurrence.Refuse(good, Monday));
        foreach (var bad in new[]
        {
            null, good with { Count = null }, good with { Until = new DateOnly(2027, 1, 1) }, good with { Count = 1 }, good with { Interval = 0 },
            good with { Interval = 13 }, good with { Count = null, Until = new DateOnly(2026, 11, 29) }, good with { Unit = (RecurrenceUnit)7 },
            good with { Weekdays = [(DayOfWeek)9] },
        })
        {
            Assert.Equal("recurrence_invalid", Recurrence.Refuse(bad, Monday)?.Code);
        }

        Assert.Equal("recurrence_too_long", Recurrence.Refuse(good with { Count = 61 }, Monday)?.Code);
        Assert.Equal("recurrence_too_long", Recurrence.Refuse(good with { Count = null, Until = new DateOnly(2030, 1, 1) }, Monday)?.Code);
        var endless = Stopwatch.StartNew();
        Assert.Equal(Recurrence.Most + 1, Recurrence.Expand("FREQ=SECONDLY;COUNT=999999999", Monday, DayOffRule.Keep, WorkingDays.ByLaw).Count);
        Assert.True(endless.Elapsed < TimeSpan.FromSeconds(2), $"{endless.Elapsed}");
    }

    [Fact]
    public void Clock_times_of_a_series_stay_over_the_change_of_clocks()
    {
        const string Berlin = "Europe/Berlin";
        Assert.Equal(new DateTimeOffset(2027, 3, 27, 1, 30, 0, TimeSpan.Zero), MeetingTime.ByRule(new DateTime(2027, 3, 27, 2, 30, 0), Berlin).Utc);

        // 02:30 does not exist on 28 March: the offset before it holds. On 31 October it is there twice: the first.
        var skipped = MeetingTime.ByRule(new DateTime(2027, 3, 28, 2, 30, 0), Berlin);
        Assert.Equal((new DateTime(2027, 3, 28, 3, 30, 0), new DateTimeOffset(2027, 3, 28, 1, 30, 0, TimeSpan.Zero)), (skipped.Local, skipped.Utc));
        Assert.Equal(new DateTimeOffset(2027, 10, 31, 0, 30, 0, TimeSpan.Zero), MeetingTime.ByRule(new DateTime(2027, 10, 31, 2, 30, 0), Berlin).Utc);
    }

    private static IReadOnlyList<Slot> Expand(RecurrenceInput rule, DateTime first) =>
        Recurrence.Expand(Recurrence.Write(rule, first), first, rule.OnDayOff, WorkingDays.ByLaw);

    private static string Days(IEnumerable<Slot> slots) =>
        string.Join(' ', slots.Select(s => s.Start?.ToString("dd'/'MM", System.Globalization.CultureInfo.InvariantCulture) ?? "-"));
}
