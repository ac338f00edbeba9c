using Meetings.Server.Scheduling;

namespace Meetings.Server.Tests.Scheduling;

public sealed class MeetingTimeTests
{
    [Fact]
    public void Eight_in_the_morning_in_Vietnam_is_one_in_the_morning_UTC()
    {
        var time = MeetingTime.Resolve("2026-11-23T08:00", "Asia/Ho_Chi_Minh").Value;
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 1, 0, 0, TimeSpan.Zero), time.Utc);
        Assert.Equal("2026-11-23T08:00", MeetingTime.Write(time.Local));
    }

    [Fact]
    public void An_hour_that_the_clock_skips_is_refused() =>
        Assert.Equal("time_does_not_exist", MeetingTime.Resolve("2027-03-28T02:30", "Europe/Berlin").Refusal!.Code);

    [Fact]
    public void An_hour_that_the_clock_shows_twice_is_refused_until_the_offset_says_which()
    {
        Assert.Equal("time_twice", MeetingTime.Resolve("2027-10-31T02:30", "Europe/Berlin").Refusal!.Code);
        Assert.Equal(new DateTime(2027, 10, 31, 0, 30, 0), MeetingTime.Resolve("2027-10-31T02:30+02:00", "Europe/Berlin").Value.Utc.DateTime);
        Assert.Equal(new DateTime(2027, 10, 31, 1, 30, 0), MeetingTime.Resolve("2027-10-31T02:30+01:00", "Europe/Berlin").Value.Utc.DateTime);
        Assert.Equal("time_offset_wrong", MeetingTime.Resolve("2027-10-31T02:30+07:00", "Europe/Berlin").Refusal!.Code);
    }

    [Theory]
    [InlineData("2026-11-23T08:00", "SE Asia Standard Time", "zone_unknown")]
    [InlineData("2026-11-23T08:00", "+07:00", "zone_unknown")]
    [InlineData("2026-11-23T08:00", "../../etc/passwd", "zone_unknown")]
    [InlineData("2026-11-23T08:00", null, "zone_unknown")]
    [InlineData("23/11/2026 08:00", "Asia/Ho_Chi_Minh", "start_invalid")]
    [InlineData("2026-02-30T08:00", "Asia/Ho_Chi_Minh", "start_invalid")]
    [InlineData("2026-11-23T08:00:30", "Asia/Ho_Chi_Minh", "start_invalid")]
    [InlineData("0001-01-01T00:00", "Asia/Ho_Chi_Minh", "start_invalid")]
    [InlineData(null, "Asia/Ho_Chi_Minh", "start_invalid")]
    public void Nonsense_is_refused_with_its_reason(string? local, string? zone, string code) =>
        Assert.Equal(code, MeetingTime.Resolve(local, zone).Refusal!.Code);
}
