using Meetings.Server.Demo;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications;
using Meetings.Server.Persistence;
using Meetings.Server.Preparation;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Documents;
using Meetings.Server.Tests.Scheduling;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests.Preparation;

public sealed class PreparationTests(DemoApp app) : IClassFixture<DemoApp>
{
    private static readonly DateTimeOffset Due = MeetingsApp.Morning.AddHours(8);

    [Fact]
    public async Task A_commune_registers_delegates_and_hands_in_a_report_which_the_secretary_sends_back_and_then_accepts()
    {
        var (secretary, meeting) = await MeetingAsync();
        var commune = await app.SignedInAsync("ttmyan.chutich");
        var key = "u" + OrganisationSeed.UnitOf("ttmyan");
        Assert.Equal("204", await (await secretary.PutAsync($"{Path(meeting)}/plan", new PreparationPlanInput(Due, Due, "Báo cáo tháng"))).OutcomeAsync());
        var seen = await commune.GetAsync<PreparationView>(Path(meeting));
        Assert.Equal((key, true, ReportState.Missing), (seen.Rows.Single().Key, seen.Rows.Single().Mine, seen.Rows.Single().Report));
        Assert.Equal(2, (await secretary.GetAsync<PreparationView>(Path(meeting))).Rows.Count);

        var delegates = new DelegatesInput([new("Nguyễn Văn An", "Chủ tịch UBND thị trấn"), new("Trần Thị Bé", null)]);
        Assert.Equal("204", await (await commune.PutAsync($"{Path(meeting)}/{key}/delegates", delegates)).OutcomeAsync());
        Assert.Equal("400 documents_not_confirmed", await (await commune.PostAsync($"{Path(meeting)}/{key}/report", new ReportInput("Báo cáo.pdf", 10))).OutcomeAsync());
        var begun = await (await commune.PostAsync($"{Path(meeting)}/{key}/report", new ReportInput("Báo cáo.pdf", Pdfs.Report.Length, true))).ReadAsync<UploadStarted>();
        var paper = await (await Papers.AppendAsync(commune, begun.Id, 0, Pdfs.Report)).ReadAsync<DocumentView>();
        var row = Row(await secretary.GetAsync<PreparationView>(Path(meeting)), key);
        Assert.Equal((ReportState.Submitted, paper.Id, 2), (row.Report, row.ReportId!.Value, row.Delegates.Count));

        Assert.Equal("400 remark_missing", await (await secretary.PutAsync($"{Path(meeting)}/{key}/report", new ReportDecision(false, " "))).OutcomeAsync());
        Assert.Equal("204", await (await secretary.PutAsync($"{Path(meeting)}/{key}/report", new ReportDecision(false, "Thiếu số liệu"))).OutcomeAsync());
        Assert.Equal((ReportState.Returned, "Thiếu số liệu"), (Row(await commune.GetAsync<PreparationView>(Path(meeting)), key).Report, Row(await commune.GetAsync<PreparationView>(Path(meeting)), key).Remark));
        begun = await (await commune.PostAsync($"{Path(meeting)}/{key}/report", new ReportInput("Báo cáo 2.pdf", Pdfs.Plan.Length, true))).ReadAsync<UploadStarted>();
        Assert.Equal("200", await (await Papers.AppendAsync(commune, begun.Id, 0, Pdfs.Plan)).OutcomeAsync());
        Assert.Equal("204", await (await secretary.PutAsync($"{Path(meeting)}/{key}/report", new ReportDecision(true, null))).OutcomeAsync());
        Assert.Equal("409 report_accepted", await (await commune.PostAsync($"{Path(meeting)}/{key}/report", new ReportInput("x.pdf", 10, true))).OutcomeAsync());
    }

    [Fact]
    public async Task Who_belongs_to_the_unit_of_an_invited_site_takes_part_and_hands_in_for_it()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var meeting = await secretary.CreateAsync(Plans.Input("Chỉ mời điểm cầu", Plans.Site("mydong"), Plans.Site("thanhloi")));
        var (commune, other, stranger) = (await app.SignedInAsync("mydong.chutich"), await app.SignedInAsync("thanhloi.chutich"), await app.SignedInAsync("ttmyan.chutich"));
        var row = Assert.Single((await commune.GetAsync<PreparationView>(Path(meeting))).Rows);
        Assert.True(row.Mine);
        Assert.Equal("204", await (await commune.PutAsync($"{Path(meeting)}/{row.Key}/delegates", new DelegatesInput([new("Nguyễn Văn An", null)]))).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await other.PutAsync($"{Path(meeting)}/{row.Key}/delegates", new DelegatesInput([]))).OutcomeAsync());
        Assert.Equal(MeetingRole.Delegate, (await commune.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).MyRole);
        Assert.Equal("404 not_found", await (await stranger.GetAsync($"/api/meetings/{meeting}")).OutcomeAsync());
    }

    [Fact]
    public async Task A_report_is_read_by_its_unit_and_the_secretary_and_by_no_other_commune()
    {
        var (secretary, meeting) = await MeetingAsync();
        var (commune, other) = (await app.SignedInAsync("ttmyan.chutich"), await app.SignedInAsync("thanhloi.chutich"));
        var key = "u" + OrganisationSeed.UnitOf("ttmyan");
        var begun = await (await commune.PostAsync($"{Path(meeting)}/{key}/report", new ReportInput("x.pdf", Pdfs.Report.Length, true))).ReadAsync<UploadStarted>();
        var paper = await (await Papers.AppendAsync(commune, begun.Id, 0, Pdfs.Report)).ReadAsync<DocumentView>();
        await Papers.ReadyAsync(secretary, paper.Id);
        Assert.Equal("200", await (await commune.GetAsync($"/api/documents/{paper.Id}")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await other.GetAsync($"/api/documents/{paper.Id}")).OutcomeAsync());
        Assert.Equal("404 not_found", await (await other.GetAsync($"/api/documents/{paper.Id}/original")).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await other.PutAsync($"{Path(meeting)}/{key}/delegates", new DelegatesInput([]))).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await other.PostAsync($"{Path(meeting)}/{key}/report", new ReportInput("x.pdf", 10, true))).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await commune.PutAsync($"{Path(meeting)}/{key}/report", new ReportDecision(true, null))).OutcomeAsync());
        Assert.DoesNotContain((await other.GetAsync<PreparationView>(Path(meeting))).Rows, r => r.Key == key);

        // A report hangs on no item of the agenda and weighs in nobody's packet.
        Assert.All((await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda, i => Assert.Empty(i.Documents));
    }

    [Fact]
    public async Task A_written_opinion_is_given_once_a_person_changed_until_the_deadline_and_counted_for_the_secretary()
    {
        var (secretary, meeting) = await MeetingAsync();
        var member = await app.SignedInAsync("ttmyan.chutich");
        var input = new OpinionInput("Thống nhất dự thảo?", ["Tán thành", "Không tán thành"], Due);
        Assert.Equal("403 forbidden", await (await member.PostAsync($"{Path(meeting)}/opinions", input)).OutcomeAsync());
        Assert.Equal("400 deadline_past", await (await secretary.PostAsync($"{Path(meeting)}/opinions", input with { DueAt = MeetingsApp.Morning })).OutcomeAsync());
        Assert.Equal("400 options_invalid", await (await secretary.PostAsync($"{Path(meeting)}/opinions", input with { Options = ["một"] })).OutcomeAsync());
        Assert.Equal("204", await (await secretary.PostAsync($"{Path(meeting)}/opinions", input)).OutcomeAsync());
        var id = (await member.GetAsync<PreparationView>(Path(meeting))).Opinions.Single().Id;
        Assert.Equal("400 answer_invalid", await (await member.PutAsync($"/api/opinions/{id}/answer", new AnswerInput(2, null))).OutcomeAsync());
        Assert.Equal("204", await (await member.PutAsync($"/api/opinions/{id}/answer", new AnswerInput(0, null))).OutcomeAsync());
        Assert.Equal("204", await (await member.PutAsync($"/api/opinions/{id}/answer", new AnswerInput(1, "Cần rà lại"))).OutcomeAsync());
        var mine = (await member.GetAsync<PreparationView>(Path(meeting))).Opinions.Single();
        Assert.Equal((1, 1, "Cần rà lại", null, null), (mine.Answered, mine.MyChoice, mine.MyText, mine.Counts, mine.Answers));
        var all = (await secretary.GetAsync<PreparationView>(Path(meeting))).Opinions.Single();
        Assert.Equal([0, 1], all.Counts!);
        Assert.Equal("Cần rà lại", all.Answers!.Single().Text);
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("docbinhkieu.chutich")).PutAsync($"/api/opinions/{id}/answer", new AnswerInput(0, null))).OutcomeAsync());
        Assert.Equal("204", await (await secretary.PostAsync($"/api/opinions/{id}/close", new { })).OutcomeAsync());
        Assert.Equal("409 opinion_closed", await (await member.PutAsync($"/api/opinions/{id}/answer", new AnswerInput(0, null))).OutcomeAsync());
    }

    [Fact]
    public async Task A_question_on_an_item_is_answered_by_its_presenter()
    {
        var (secretary, meeting) = await MeetingAsync();
        var (member, presenter) = (await app.SignedInAsync("ttmyan.chutich"), await app.SignedInAsync("mydong.chutich"));
        var item = (await secretary.GetAsync<MeetingDetails>($"/api/meetings/{meeting}")).Agenda[0].Id;
        Assert.Equal("204", await (await member.PostAsync($"{Path(meeting)}/questions", new QuestionInput(item, "Nguồn kinh phí nào?"))).OutcomeAsync());
        var id = (await presenter.GetAsync<PreparationView>(Path(meeting))).Questions.Single(q => q.MayAnswer).Id;
        Assert.Equal("403 forbidden", await (await member.PutAsync($"/api/questions/{id}/answer", new QuestionAnswer("x"))).OutcomeAsync());
        Assert.Equal("204", await (await presenter.PutAsync($"/api/questions/{id}/answer", new QuestionAnswer("Ngân sách xã."))).OutcomeAsync());
        Assert.Equal("Ngân sách xã.", (await member.GetAsync<PreparationView>(Path(meeting))).Questions.Single().Answer);
    }

    [Fact]
    public async Task Reminders_reach_those_who_owe_something_once_and_nobody_else()
    {
        await using var own = await MeetingsApp.StartAsync();
        var secretary = await own.SignedInAsync("huyen.thuky");
        var meeting = await secretary.CreateAsync(Plans.Input("Họp nhắc", Plans.Person("ttmyan.chutich"), Plans.Person("thanhloi.chutich")));
        await secretary.PutAsync($"{Path(meeting)}/plan", new PreparationPlanInput(Due, null, null));
        var key = "p" + OrganisationSeed.PersonOf("thanhloi.chutich");
        await (await own.SignedInAsync("thanhloi.chutich")).PutAsync($"{Path(meeting)}/{key}/delegates", new DelegatesInput([new("A B", null)]));
        var reminders = own.Services.GetRequiredService<PreparationReminders>();
        await reminders.RunAsync(TestContext.Current.CancellationToken);
        await reminders.RunAsync(TestContext.Current.CancellationToken);
        var told = await own.WithAsync<MeetingsDbContext, List<string>>(db =>
            db.Set<Notification>().Where(n => n.Kind == "delegatesDue").Select(n => n.Addressee).ToListAsync());
        Assert.Equal(["p" + OrganisationSeed.PersonOf("ttmyan.chutich")], told);
    }

    private static string Path(MeetingId meeting) => $"/api/meetings/{meeting}/preparation";

    private static SubmissionView Row(PreparationView view, string key) => view.Rows.Single(r => r.Key == key);

    private async Task<(HttpClient Secretary, MeetingId Meeting)> MeetingAsync()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        return (secretary, await secretary.CreateAsync(Plans.Input("Họp chuẩn bị", Plans.Unit("ttmyan"), Plans.Unit("thanhloi"))));
    }
}
