using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Series;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>Meetings that recur: made once, changed one by one or together.</summary>
public sealed class SeriesTests(DemoApp app) : IClassFixture<DemoApp>
{
    private static readonly RecurrenceInput Weekly = new(RecurrenceUnit.Week, 1, null, default, null, 5, DayOffRule.NextWorkingDay);

    private static MeetingInput Plan(string title) => Plans.Input(title, Plans.Unit("mydong")) with { LocalStart = "2026-12-08T08:00" };

    [Fact]
    public async Task A_meeting_is_repeated_every_week_but_for_the_days_taken_out()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var preview = await (await secretary.PostAsync(
            "/api/meetings/recurrence", new RecurrenceQuestion("2026-12-08T08:00", "Asia/Ho_Chi_Minh", Weekly))).ReadAsync<List<OccurrenceView>>();
        Assert.Equal("2026-12-08T08:00 2026-12-15T08:00 2026-12-22T08:00 2026-12-29T08:00 2027-01-05T08:00", string.Join(' ', preview.Select(o => o.Start)));

        var id = await secretary.CreateAsync(Plan("Giao ban lặp"), schedule: false);
        var made = await (await secretary.PostAsync($"/api/meetings/{id}/series", new RepeatInput(Weekly, [new DateOnly(2026, 12, 22)]))).ReadAsync<SeriesMade>();
        Assert.Equal(3, made.Made);
        var all = await SeriesAsync(secretary, "Giao ban lặp");
        Assert.Equal(["2026-12-08T08:00", "2026-12-15T08:00", "2026-12-29T08:00", "2027-01-05T08:00"], all.Select(m => m.LocalStart));
        Assert.All(all, m => Assert.Equal((made.Id, MeetingStatus.Draft, 2), (m.SeriesId, m.Status, m.ItemCount)));

        var second = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{all[1].Id}");
        Assert.Equal((2, 4, all[0].Id, all[2].Id), (second.Series!.Position, second.Series.Count, second.Series.Previous!.Value, second.Series.Next!.Value));
        Assert.Equal((RecurrenceUnit.Week, 5), (second.Series.Rule.Unit, second.Series.Rule.Count));
        Assert.Equal("409 series_exists", await (await secretary.PostAsync($"/api/meetings/{all[1].Id}/series", new RepeatInput(Weekly))).OutcomeAsync());
        Assert.Equal("400 recurrence_invalid", await (await secretary.PostAsync($"/api/meetings/{await secretary.CreateAsync(Plan("Một lần"), schedule: false)}/series", new RepeatInput(null))).OutcomeAsync());

        // Who may not see the meeting does not learn of its series.
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("mydong.chutich")).PostAsync($"/api/meetings/{id}/series", new RepeatInput(Weekly))).OutcomeAsync());
    }

    [Fact]
    public async Task This_one_the_following_or_all_are_changed()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var all = await MadeAsync(secretary, "Giao ban sửa");

        // Alone: place and time of the second one.
        var second = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{all[1].Id}"));
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{all[1].Id}", second with { Place = "Hội trường", LocalStart = "2026-12-16T08:00" })).OutcomeAsync());

        // From the second on: half an hour later and a new delegate; the first stays.
        second = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{all[1].Id}"));
        var edited = await (await secretary.PutAsync($"/api/meetings/{all[1].Id}?scope=following", second with
        {
            LocalStart = "2026-12-16T08:30",
            Invitees = [.. second.Invitees!, Plans.Unit("ttmyan")],
        })).ReadAsync<MeetingEdited>();
        Assert.Equal((3, true), (edited.Others, edited.Kept is null));
        all = await SeriesAsync(secretary, "Giao ban sửa");
        Assert.Equal(["2026-12-08T08:00", "2026-12-16T08:30", "2026-12-22T08:30", "2026-12-29T08:30", "2027-01-05T08:30"], all.Select(m => m.LocalStart));
        Assert.Equal([1, 2, 2, 2, 2], await EachAsync(secretary, all, m => m.Invitees.Count));

        // All: another title and place; what the second has of its own, its day, stays.
        var first = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{all[0].Id}"));
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{all[0].Id}?scope=all", first with { Title = "Giao ban sửa lại", LocalStart = "2026-12-09T08:00" })).OutcomeAsync());
        all = await SeriesAsync(secretary, "Giao ban sửa lại");
        Assert.Equal(["2026-12-09T08:00", "2026-12-16T08:00", "2026-12-23T08:00", "2026-12-30T08:00", "2027-01-06T08:00"], all.Select(m => m.LocalStart));
        Assert.Equal(["Phòng họp số 1", "Hội trường", "Phòng họp số 1", "Phòng họp số 1", "Phòng họp số 1"], await EachAsync(secretary, all, m => m.Place!));
    }

    [Fact]
    public async Task An_agenda_of_its_own_stays_when_the_others_change()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var all = await MadeAsync(secretary, "Giao ban chương trình");
        var third = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{all[2].Id}"));
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{all[2].Id}", third with
        {
            Agenda = [.. third.Agenda!, new AgendaItemInput(null, "Riêng kỳ này", AgendaItemKind.Discuss, 5, null, null)],
        })).OutcomeAsync());

        var first = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{all[0].Id}"));
        var edited = await (await secretary.PutAsync($"/api/meetings/{all[0].Id}?scope=all", first with
        {
            Agenda = [first.Agenda![1]!, new AgendaItemInput(null, "Nhiệm vụ tuần tới", AgendaItemKind.Decide, 10, null, null)],
        })).ReadAsync<MeetingEdited>();
        Assert.Equal((4, all[2].Id), (edited.Others, Assert.Single(edited.Kept!).Id));
        Assert.Equal(["agenda"], edited.Kept![0].Parts);
        Assert.Equal(
            ["Thảo luận, Nhiệm vụ tuần tới", "Thảo luận, Nhiệm vụ tuần tới", "Báo cáo tháng, Thảo luận, Riêng kỳ này", "Thảo luận, Nhiệm vụ tuần tới", "Thảo luận, Nhiệm vụ tuần tới"],
            await EachAsync(secretary, all, m => string.Join(", ", m.Agenda.Select(i => i.Title))));
    }

    [Fact]
    public async Task Meetings_of_a_series_are_announced_cancelled_deleted_and_added_together()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var all = await MadeAsync(secretary, "Giao ban hủy");
        var moved = await (await secretary.PostAsync($"/api/meetings/{all[0].Id}/schedule?scope=all", new { })).ReadAsync<MeetingMoved>();
        Assert.Equal((MeetingStatus.Scheduled, 4), (moved.Status, moved.Others));
        Assert.All(await SeriesAsync(secretary, "Giao ban hủy"), m => Assert.Equal(MeetingStatus.Scheduled, m.Status));

        Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{all[3].Id}/cancel?scope=following", new CancelInput("Nghỉ lễ"))).OutcomeAsync());
        Assert.Equal(
            [MeetingStatus.Scheduled, MeetingStatus.Scheduled, MeetingStatus.Scheduled, MeetingStatus.Cancelled, MeetingStatus.Cancelled],
            (await SeriesAsync(secretary, "Giao ban hủy")).Select(m => m.Status));

        var more = await (await secretary.PostAsync($"/api/meetings/{all[0].Id}/series/extend", new ExtendInput(new DateOnly(2027, 1, 20)))).ReadAsync<SeriesMade>();
        Assert.Equal(2, more.Made);
        var longer = await SeriesAsync(secretary, "Giao ban hủy");
        Assert.Equal(["2027-01-12T08:00", "2027-01-19T08:00"], longer.Skip(5).Select(m => m.LocalStart));
        Assert.Equal("400 recurrence_empty", await (await secretary.PostAsync($"/api/meetings/{all[0].Id}/series/extend", new ExtendInput(new DateOnly(2027, 1, 20)))).OutcomeAsync());

        Assert.Equal("204", await (await secretary.DeleteAsync($"/api/meetings/{longer[5].Id}?scope=following")).OutcomeAsync());
        Assert.Equal(5, (await SeriesAsync(secretary, "Giao ban hủy")).Count);
    }

    [Fact]
    public async Task A_series_moved_twice_to_another_day_moves_twice_and_is_added_to_where_it_now_is()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var all = await MadeAsync(secretary, "Giao ban dời");
        foreach (var start in new[] { "2026-12-09T09:00", "2026-12-10T10:00" })
        {
            var first = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{all[0].Id}"));
            Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{all[0].Id}?scope=all", first with { LocalStart = start })).OutcomeAsync());
        }

        Assert.Equal(
            ["2026-12-10T10:00", "2026-12-17T10:00", "2026-12-24T10:00", "2026-12-31T10:00", "2027-01-07T10:00"],
            (await SeriesAsync(secretary, "Giao ban dời")).Select(m => m.LocalStart));
        Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{all[0].Id}/series/extend", new ExtendInput(new DateOnly(2027, 1, 15)))).OutcomeAsync());
        Assert.Equal("2027-01-14T10:00", (await SeriesAsync(secretary, "Giao ban dời"))[^1].LocalStart);
    }

    [Fact]
    public async Task Who_manages_one_meeting_alone_does_not_reach_the_rest()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var all = await MadeAsync(secretary, "Giao ban một kỳ");
        await secretary.PostAsync($"/api/meetings/{all[0].Id}/schedule?scope=all", new { });
        var first = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{all[0].Id}"));
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{all[0].Id}", first with { SecretaryId = OrganisationSeed.PersonOf("ttmyan.chutich") })).OutcomeAsync());

        var once = await app.SignedInAsync("ttmyan.chutich");
        Assert.Equal(0, (await (await once.PostAsync($"/api/meetings/{all[0].Id}/cancel?scope=all", new CancelInput("Thử"))).ReadAsync<MeetingMoved>()).Others);
        Assert.Equal(1, (await SeriesAsync(secretary, "Giao ban một kỳ")).Count(m => m.Status == MeetingStatus.Cancelled));
        Assert.Equal("403 forbidden", await (await once.PostAsync($"/api/meetings/{all[0].Id}/series/extend", new ExtendInput(new DateOnly(2027, 3, 1)))).OutcomeAsync());
    }

    private static async Task<List<MeetingSummary>> MadeAsync(HttpClient secretary, string title)
    {
        var id = await secretary.CreateAsync(Plan(title), schedule: false);
        Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{id}/series", new RepeatInput(Weekly))).OutcomeAsync());
        return await SeriesAsync(secretary, title);
    }

    private static async Task<List<MeetingSummary>> SeriesAsync(HttpClient secretary, string title) =>
        [.. (await secretary.GetAsync<List<MeetingSummary>>($"/api/meetings?view=all&q={Uri.EscapeDataString(title)}")).Where(m => m.Title == title).OrderBy(m => m.LocalStart)];

    private static async Task<List<T>> EachAsync<T>(HttpClient secretary, IEnumerable<MeetingSummary> all, Func<MeetingDetails, T> read)
    {
        var answers = new List<T>();
        foreach (var one in all)
        {
            answers.Add(read(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{one.Id}")));
        }

        return answers;
    }
}
