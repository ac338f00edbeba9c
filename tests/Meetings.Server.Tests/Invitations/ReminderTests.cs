using Meetings.Server.Invitations;
using Meetings.Server.Invitations.Reminders;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications;
using Meetings.Server.Persistence;
using Meetings.Server.Persistence.Outbox;
using Meetings.Server.Scheduling.Days;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Notifications;
using Meetings.Server.Tests.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace Meetings.Server.Tests.Invitations;

/// <summary>Reminders come once, in time or not at all, though the server was down meanwhile (trust.md F16). The clock is the test's.</summary>
public sealed class ReminderTests
{
    /// <summary>09:00 of a Tuesday in Đồng Tháp.</summary>
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("day", -1441, false)]
    [InlineData("day", -1440, true)]
    [InlineData("day", -121, true)]
    [InlineData("day", -120, false)]
    [InlineData("hour", -61, false)]
    [InlineData("hour", -60, true)]
    [InlineData("hour", -20, false)]
    [InlineData("soon", -15, true)]
    [InlineData("soon", -1, true)]
    [InlineData("soon", 0, false)]
    [InlineData("soon", 30, false)]
    public void A_reminder_is_worth_having_until_the_next_one_says_it(string name, int minutes, bool due) =>
        Assert.Equal(due, ReminderRules.IsDue(ReminderRules.OfMeeting.Single(r => r.Name == name), Plan(), Start.AddMinutes(minutes)));

    [Theory]
    [InlineData(MeetingStatus.Cancelled)]
    [InlineData(MeetingStatus.Closed)]
    [InlineData(MeetingStatus.InSession)]
    public void Nobody_is_reminded_of_a_meeting_that_runs_is_over_or_called_off(MeetingStatus status) =>
        Assert.All(ReminderRules.OfMeeting, r => Assert.False(ReminderRules.IsDue(r, Plan() with { Status = status }, Start.AddMinutes(-10))));

    [Theory]
    [InlineData(2026, 11, 24, 2026, 11, 19)] // Tuesday: Monday, Friday, Thursday before
    [InlineData(2026, 11, 27, 2026, 11, 24)]
    [InlineData(2026, 11, 23, 2026, 11, 18)]
    public void The_lead_time_counts_working_days(int year, int month, int day, int leadYear, int leadMonth, int leadDay) => Assert.Equal(
        new DateOnly(leadYear, leadMonth, leadDay),
        ReminderRules.LeadDay(Plan() with { LocalStart = new DateTime(year, month, day, 9, 0, 0) }, WorkingDays.ByLaw.IsWorkingDay));

    [Theory]
    [InlineData(30, 27, true)] // a last day on Monday: from Friday on
    [InlineData(30, 26, false)]
    [InlineData(30, 28, false)] // and not at the weekend
    [InlineData(25, 24, true)]
    [InlineData(25, 23, false)]
    public void The_secretary_is_warned_from_the_working_day_before_the_last_one(int lead, int day, bool warned) => Assert.Equal(
        warned,
        ReminderRules.WarnsOfLead(
            Plan() with { Start = new DateTimeOffset(2026, 12, 4, 2, 0, 0, TimeSpan.Zero) }, new DateOnly(2026, 11, lead),
            new DateTimeOffset(2026, 11, day, 3, 0, 0, TimeSpan.Zero), WorkingDays.ByLaw.IsWorkingDay));

    [Fact]
    public void An_urgent_meeting_has_no_lead_time_and_nobody_is_asked_at_night()
    {
        Assert.Null(ReminderRules.LeadDay(Plan() with { Kind = MeetingKind.Urgent }, WorkingDays.ByLaw.IsWorkingDay));
        var sent = Start.AddDays(-5);
        Assert.True(ReminderRules.AsksUnanswered(Plan(), sent, Start.AddDays(-1)));
        Assert.False(ReminderRules.AsksUnanswered(Plan(), sent, Start.AddDays(-1).AddHours(10)));
        Assert.False(ReminderRules.AsksUnanswered(Plan(), Start.AddHours(-20), Start.AddHours(-4)));
        Assert.False(ReminderRules.AsksUnanswered(Plan(), sent, Start.AddHours(-2)));
    }

    [Fact]
    public async Task The_clock_of_the_server_reminds_everybody_but_those_who_declined_once()
    {
        await using var app = await MeetingsApp.StartAsync();
        var (secretary, id) = await InviteAsync(app);
        var row = (await InvitationTests.BoardAsync(secretary, id)).Rows.Single(r => r.Name == "Huỳnh Trọng Ân").Id;
        await secretary.PutAsync($"/api/meetings/{id}/invitations/{row}/reply", new ReplyInput(ReplyKind.Declined, "Bận"));
        app.Clock.SetUtcNow(Start.AddMinutes(-60));
        await UntilAsync(app, id, "hour", 3);
        app.Clock.Advance(TimeSpan.FromMinutes(45));
        await UntilAsync(app, id, "soon", 3);
        await app.WithAsync<ReminderRun>(run => run.MeetingAsync(id, "soon", default));
        await app.WithAsync<ReminderRun>(run => run.MeetingAsync(id, "hour", default));
        Assert.Equal((3, 3), (await CountAsync(app, id, "hour"), await CountAsync(app, id, "soon")));
        var told = await (await app.SignedInAsync("huyen.chutich")).GetAsync<NotificationList>("/api/notifications");
        Assert.Contains(told.Items, n => n.Kind == "remind.soon");
    }

    [Theory]
    [InlineData(-40, 3)] // an hour late, and still worth it
    [InlineData(90, 0)] // the meeting is over
    public async Task Downtime_over_the_moment_sends_what_is_still_worth_it_and_nothing_twice(int minutes, int reminders)
    {
        var folder = Directory.CreateTempSubdirectory("meetings-test-").FullName;
        MeetingId id;
        await using (var before = await MeetingsApp.StartAsync(dataFolder: folder, keepFolder: true))
        {
            (var secretary, id) = await InviteAsync(before);
            var row = (await InvitationTests.BoardAsync(secretary, id)).Rows.Single(r => r.Name == "Huỳnh Trọng Ân").Id;
            await secretary.PutAsync($"/api/meetings/{id}/invitations/{row}/reply", new ReplyInput(ReplyKind.Declined, "Bận"));
            await before.StopAsync();
        }

        await using var after = await MeetingsApp.StartAsync(dataFolder: folder, now: Start.AddMinutes(minutes));
        await after.WithAsync<ReminderRun>(run => run.SweepAsync(default));
        await Eventually.TrueAsync(async () =>
        {
            // Quartz looks for misfires by this clock.
            after.Clock.Advance(TimeSpan.FromSeconds(5));
            return await LeftAsync(after, id, "hour") == 0;
        });
        await Eventually.TrueAsync(async () => await CountAsync(after, id, "hour") == reminders);
        Assert.Equal(0, await CountAsync(after, id, "day"));
    }

    [Fact]
    public async Task A_change_whose_news_was_lost_in_a_crash_is_told_by_the_sweep()
    {
        await using var app = await MeetingsApp.StartAsync();
        var (secretary, id) = await InviteAsync(app);
        await app.WithAsync<MeetingsDbContext>(db => db.Set<Server.Scheduling.Meeting>().Where(m => m.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.Place, "Phòng họp số 2").SetProperty(m => m.Revision, m => m.Revision + 1)));
        await app.WithAsync<ReminderRun>(run => run.SweepAsync(default));
        await app.WithAsync<ReminderRun>(run => run.SweepAsync(default));
        Assert.Equal(1, (await InvitationTests.BoardAsync(secretary, id)).Sequence);
        Assert.Equal(4, await app.WithAsync<MeetingsDbContext, int>(db => db.Set<OutboxMessage>().CountAsync(m => m.Topic == id.ToString() && m.Key.Contains("/1/REQUEST"))));
    }

    [Fact]
    public async Task The_secretary_is_warned_before_the_lead_time_is_over_and_who_is_silent_is_asked()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var late = await secretary.CreateAsync(Plans.Input("Chưa gửi giấy mời", Plans.Person("mydong.chutich")) with { LocalStart = "2026-11-27T09:00" });
        var (_, id) = await InviteAsync(app, "2026-11-26T09:00");
        app.Clock.Advance(TimeSpan.FromHours(26)); // Tuesday, ten in the morning
        await app.WithAsync<ReminderRun>(run => run.SweepAsync(default));
        await app.WithAsync<ReminderRun>(run => run.SweepAsync(default));
        var told = await secretary.GetAsync<NotificationList>("/api/notifications");
        Assert.Single(told.Items, n => n.Kind == "lead" && n.Link.Contains(late.ToString()) && n.Args["day"] == "24/11/2026");
        Assert.Equal(4, await CountAsync(app, id, "unanswered"));
    }

    private static async Task<(HttpClient Secretary, MeetingId Id)> InviteAsync(MeetingsApp app, string start = "2026-11-24T09:00")
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp", Plans.Person("mydong.chutich"), Plans.Site("ttmyan")) with { LocalStart = start });
        await InvitationTests.SendAsync(secretary, id);
        return (secretary, id);
    }

    private static Task UntilAsync(MeetingsApp app, MeetingId id, string name, int count) => Eventually.TrueAsync(
        async () =>
        {
            app.Clock.Advance(TimeSpan.FromMilliseconds(200));
            return await CountAsync(app, id, name) == count;
        },
        otherwise: () => $"{name}: {CountAsync(app, id, name).GetAwaiter().GetResult()}");

    private static Task<int> CountAsync(MeetingsApp app, MeetingId id, string name) => app.WithAsync<MeetingsDbContext, int>(async db =>
    {
        var ids = await db.Set<Invitation>().Where(i => i.MeetingId == id).Select(i => i.Id).ToListAsync();
        return await db.Set<ReminderMade>().CountAsync(m => ids.Contains(m.InvitationId) && m.Occasion.StartsWith(name + "/"));
    });

    private static async Task<int> LeftAsync(MeetingsApp app, MeetingId id, string name)
    {
        var scheduler = await app.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        return await scheduler.Exists(new TriggerKey($"{id}/{name}", "meeting-reminders")) ? 1 : 0;
    }

    private static MeetingPlan Plan() => new(
        default, "Họp", MeetingKind.Briefing, MeetingMode.Online, MeetingStatus.Scheduled, default, null, null,
        new DateTime(2026, 11, 24, 9, 0, 0), "Asia/Ho_Chi_Minh", Start, 60, null, [], []);
}
