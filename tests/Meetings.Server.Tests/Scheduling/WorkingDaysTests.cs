using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Days;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>Labour Code 2019, articles 111 and 112, on real calendars.</summary>
public sealed class WorkingDaysTests
{
    [Theory]
    [InlineData("2026-11-27", null, true)] // an ordinary Friday
    [InlineData("2026-11-28", null, false)] // Saturday
    [InlineData("2026-01-01", "newYear", false)]
    [InlineData("2026-02-16", "tet", false)] // the eve
    [InlineData("2026-02-17", "tet", false)]
    [InlineData("2026-02-20", "tet", false)]
    [InlineData("2026-02-23", null, true)]
    [InlineData("2025-01-28", "tet", false)]
    [InlineData("2026-04-26", "hungKings", false)] // a Sunday
    [InlineData("2026-04-27", "instead", false)] // so Monday is off
    [InlineData("2026-04-28", null, true)]
    [InlineData("2026-04-30", "reunification", false)]
    [InlineData("2026-05-01", "labour", false)]
    [InlineData("2027-05-01", "labour", false)] // a Saturday
    [InlineData("2027-05-03", "instead", false)]
    [InlineData("2027-05-04", null, true)]
    [InlineData("2026-09-02", "national", false)]
    [InlineData("2035-02-08", null, true)] // lunar days are not known so far ahead
    public void Days_off_are_those_of_the_law(string day, string? name, bool works)
    {
        Assert.Equal(name, WorkingDays.ByLaw.HolidayOn(DateOnly.Parse(day, null)));
        Assert.Equal(works, WorkingDays.ByLaw.IsWorkingDay(DateOnly.Parse(day, null)));
    }

    [Fact]
    public void What_the_office_entered_wins()
    {
        var days = new WorkingDays(new WorkingDays.Decided(
            new Dictionary<DateOnly, string> { [new(2026, 8, 31)] = "Nghỉ hoán đổi" }, [new DateOnly(2026, 8, 22), new DateOnly(2026, 9, 2)]));
        Assert.Equal("Nghỉ hoán đổi", days.HolidayOn(new(2026, 8, 31)));
        Assert.False(days.IsWorkingDay(new(2026, 8, 31)));
        Assert.True(days.IsWorkingDay(new(2026, 8, 22))); // a Saturday
        Assert.True(days.IsWorkingDay(new(2026, 9, 2)));
    }

    [Fact]
    public void A_range_lists_only_what_differs_from_an_ordinary_week()
    {
        var days = ShowDays.Run(WorkingDays.ByLaw, new(2026, 4, 20), new(2026, 5, 3)).Value;
        Assert.Equal(["2026-04-26 hungKings", "2026-04-27 instead", "2026-04-30 reunification", "2026-05-01 labour"], days.Select(d => $"{d.Day:yyyy-MM-dd} {d.Name}"));
        Assert.Equal("range_invalid", ShowDays.Run(WorkingDays.ByLaw, new(2026, 1, 1), new(2028, 1, 1)).Refusal!.Code);
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_how_it_should_look()
    {
        var folder = Directory.CreateTempSubdirectory("meetings-test-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, WorkingDays.FileName), "{ \"off\": [1] }", TestContext.Current.CancellationToken);
        using var data = new DataFolder(new MeetingsSettings { DataFolder = folder });
        var failure = Assert.Throws<InvalidDataException>(() => WorkingDays.Of(data));
        Assert.Contains("2026-09-01", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calendar_asks_for_days_with_an_account_only()
    {
        await using var app = await MeetingsApp.StartAsync();
        var days = await (await app.SignedInAsync("huyen.thuky")).GetAsync<List<DayView>>("/api/days?from=2026-04-30&to=2026-04-30");
        Assert.Equal("reunification", Assert.Single(days).Name);
        Assert.Equal("401", (await (await app.Anonymous().GetAsync("/api/days?from=2026-04-30&to=2026-04-30")).OutcomeAsync())[..3]);
    }
}
