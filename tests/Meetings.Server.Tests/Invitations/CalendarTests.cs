using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Meetings.Server.Invitations.Calendars;
using Meetings.Server.Invitations.Feed;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Scheduling;
using Meetings.Server.Tests.Notifications;
using Meetings.Server.Tests.Scheduling;

namespace Meetings.Server.Tests.Invitations;

/// <summary>What we write is read the same by three calendars of other people's making (trust.md F17).</summary>
public sealed partial class CalendarTests
{
    private static readonly MailAddress Organizer = new("Văn phòng", "hop@thapmuoi.example");

    [Fact]
    public void A_line_is_folded_at_75_octets_and_never_inside_a_letter()
    {
        var text = new ContentLines().Add("SUMMARY", string.Concat(Enumerable.Repeat("Họp ủy ban ", 30))).ToString();
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 4);
        Assert.All(lines, l => Assert.InRange(Encoding.UTF8.GetByteCount(l), 1, 75));
        Assert.All(lines.Skip(1), l => Assert.Equal(' ', l[0]));
        Assert.Equal("SUMMARY:" + string.Concat(Enumerable.Repeat("Họp ủy ban ", 30)), InvitationTests.Unfolded(text).TrimEnd('\r', '\n'));
    }

    [Theory]
    [InlineData("a;b,c\\d\r\ne\u0007", "a\\;b\\,c\\\\d\\ne")]
    [InlineData("BEGIN:VEVENT\nX:1", "BEGIN:VEVENT\\nX:1")]
    public void Text_cannot_leave_its_value(string text, string written) => Assert.Equal(written, ContentLines.Text(text));

    [Theory]
    [InlineData("Ông \"A\"; b", "\"Ông ^'A^'; b\"")]
    [InlineData("x\r\nATTENDEE:y", "\"x  ATTENDEE:y\"")]
    public void A_name_cannot_leave_its_parameter(string name, string written) => Assert.Equal(written, ContentLines.Parameter(name));

    [Fact]
    public void Berlin_follows_its_yearly_rules_and_Ho_Chi_Minh_City_none()
    {
        var berlin = Zone("Europe/Berlin");
        Assert.Contains("RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", berlin);
        Assert.Contains("RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", berlin);
        var home = Zone("Asia/Ho_Chi_Minh");
        Assert.Equal(1, Regex.Count(home, "BEGIN:STANDARD"));
        Assert.Contains("TZOFFSETTO:+0700", home);
        Assert.DoesNotContain("DAYLIGHT", home);
    }

    [Fact]
    public async Task Three_readers_agree_on_a_series_over_both_changes_of_the_clock()
    {
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var home = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");
        var stamp = MeetingsApp.Morning;
        var weeks = Enumerable.Range(0, 34).Select(week => new DateTime(2027, 3, 22, 9, 0, 0).AddDays(7 * week)).Where(d => d.Day != 5 || d.Month != 4).ToList();
        CalendarEvent[] events =
        [
            .. weeks.Select((local, n) => new CalendarEvent($"week{n}@x", 0, stamp, local, berlin, 60, "Giao ban tuần", null, null, null)),
            new("home@x", 2, stamp, new DateTime(2027, 3, 28, 8, 30, 0), home, 90, "Họp; xã, phường", "Phòng họp 1", "Dòng 1\nDòng 2", "https://hop.example/g/a"),
            new("night@x", 0, stamp, new DateTime(2027, 10, 31, 12, 0, 0), berlin, 45, "Sau khi đổi giờ", null, null, null),
        ];
        var text = CalendarText.Feed(events, Organizer, "Lịch họp");
        var expected = new List<string>
        {
            "2027-03-28T01:30:00Z|90|Họp; xã, phường", "2027-10-31T11:00:00Z|45|Sau khi đổi giờ",
        };
        expected.AddRange(weeks.Select(local => $"{TimeZoneInfo.ConvertTimeToUtc(local, berlin):yyyy-MM-ddTHH:mm:ssZ}|60|Giao ban tuần"));
        expected.Sort(StringComparer.Ordinal);
        Assert.Equal(expected, await ReadAsync("icalendar", text, "2027-01-01", "2028-01-01"));
        Assert.Equal(expected, await ReadAsync("ical.js", text, "2027-01-01", "2028-01-01"));
        Assert.Equal(expected.Select(e => Regex.Replace(e, "\\|\\d+\\|", "|")).Order(StringComparer.Ordinal), await ReadAsync("khal", text, "2027-01-01", "2028-01-01"));
    }

    [Fact]
    public async Task A_persons_feed_is_read_by_its_secret_address_until_that_is_replaced_or_ended()
    {
        await using var app = await MeetingsApp.StartAsync(settings: ("Meetings:PublicAddress", "https://hop.thapmuoi.example"));
        var secretary = await app.SignedInAsync("huyen.thuky");
        await secretary.CreateAsync(Plans.Input("Họp của Mỹ Đông", Plans.Person("mydong.chutich")));
        await secretary.CreateAsync(Plans.Input("Họp ở Berlin", Plans.Person("mydong.chutich")) with { LocalStart = "2027-07-05T10:00", Zone = "Europe/Berlin" });
        await secretary.CreateAsync(Plans.Input("Họp của người khác", Plans.Person("ttmyan.chutich")) with { Agenda = [] });
        await secretary.CreateAsync(Plans.Input("Còn là nháp", Plans.Person("mydong.chutich")), schedule: false);
        var cancelled = await secretary.CreateAsync(Plans.Input("Họp bị hủy", Plans.Person("mydong.chutich")) with { LocalStart = "2026-11-25T09:00" });
        await secretary.PostAsync($"/api/meetings/{cancelled}/cancel", new CancelInput("Hoãn"));

        var chair = await app.SignedInAsync("mydong.chutich");
        Assert.Null((await chair.GetAsync<CalendarFeedView>("/api/calendar")).Url);
        var url = new Uri((await (await chair.PostAsync("/api/calendar", new { })).ReadAsync<CalendarFeedView>()).Url!).PathAndQuery;
        using var answer = await app.Anonymous().GetAsync(url);
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("Họp của người khác", text);
        Assert.DoesNotContain("nháp", text);
        Assert.DoesNotContain("/g/", text);
        Assert.Contains("STATUS:CANCELLED", text);
        foreach (var reader in (string[])["icalendar", "ical.js", "khal"])
        {
            var read = string.Join('\n', await ReadAsync(reader, text, "2026-11-24", "2027-12-31"));
            Assert.Contains("2026-11-24T02:00:00Z", read);
            Assert.Contains("Họp của Mỹ Đông", read);
            Assert.Matches("2027-07-05T08:00:00Z.*Họp ở Berlin", read);
        }

        Assert.NotNull((await chair.GetAsync<CalendarFeedView>("/api/calendar")).ReadAt);
        var renewed = new Uri((await (await chair.PostAsync("/api/calendar", new { })).ReadAsync<CalendarFeedView>()).Url!).PathAndQuery;
        Assert.Equal("404 not_found", await (await app.Anonymous().GetAsync(url)).OutcomeAsync());
        Assert.Equal("200", await (await app.Anonymous().GetAsync(renewed)).OutcomeAsync());
        await chair.DeleteAsync("/api/calendar");
        Assert.Equal("404 not_found", await (await app.Anonymous().GetAsync(renewed)).OutcomeAsync());
    }

    private static string Zone(string id)
    {
        var lines = new ContentLines();
        ZoneText.Write(lines, TimeZoneInfo.FindSystemTimeZoneById(id), 2027);
        return lines.ToString();
    }

    /// <summary>Lines "UTC instant|minutes|summary"; khal says no minutes.</summary>
    private static async Task<List<string>> ReadAsync(string reader, string text, string from, string to)
    {
        var folder = Directory.CreateTempSubdirectory("meetings-ics-").FullName;
        try
        {
            var file = Path.Combine(folder, "feed.ics");
            await File.WriteAllTextAsync(file, text);
            var readers = Path.Combine(SmtpServer.Root(), "tests", "readers");
            var output = reader switch
            {
                "icalendar" => await RunAsync("/usr/bin/python3", [Path.Combine(readers, "icalendar_py.py"), file, from, to]),
                "ical.js" => await RunAsync("node", [Path.Combine(readers, "ical_js.mjs"), file, from, to]),
                _ => await KhalAsync(folder, file, from, to),
            };
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> KhalAsync(string folder, string file, string from, string to)
    {
        var config = Path.Combine(folder, "khal.conf");
        await File.WriteAllTextAsync(
            config,
            $"""
            [calendars]
            [[test]]
            path = {folder}/store
            [sqlite]
            path = {folder}/khal.db
            [locale]
            local_timezone = UTC
            default_timezone = UTC
            timeformat = %H:%M:%S
            dateformat = %Y-%m-%d
            longdateformat = %Y-%m-%d
            datetimeformat = %Y-%m-%d %H:%M:%S
            longdatetimeformat = %Y-%m-%d %H:%M:%S
            [default]
            default_calendar = test
            """);
        Directory.CreateDirectory(Path.Combine(folder, "store"));
        await RunAsync("khal", ["-c", config, "import", "--batch", "-a", "test", file]);
        var listed = await RunAsync("khal", ["-c", config, "list", "--day-format", "", "--format", "{start-date}T{start-time}Z|{title}", from, to]);
        return string.Join('\n', listed.Split('\n').Where(l => Line().IsMatch(l)).Distinct());
    }

    private static async Task<string> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["LC_ALL"] = "C.UTF-8", ["TZ"] = "UTC" },
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
        return output;
    }

    [GeneratedRegex("^\\d{4}-\\d\\d-\\d\\dT")]
    private static partial Regex Line();
}
