using DocumentFormat.OpenXml.Packaging;
using Meetings.Server.Demo;
using Meetings.Server.Documents;
using Meetings.Server.Kernel;
using Meetings.Server.Minutes;
using Meetings.Server.Preparation;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Documents;
using Meetings.Server.Tests.Rooms;

namespace Meetings.Server.Tests.Minutes;

public sealed class MinutesHttpTests
{
    private static readonly MeetingId Now = DemoMeetings.MeetingOf("now"), Yesterday = DemoMeetings.MeetingOf("yesterday");

    [Fact]
    public async Task Closing_a_live_meeting_leaves_a_draft_with_everything_that_was_said_and_written()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretaryHttp = await app.SignedInAsync("huyen.thuky");
        var agenda = (await secretaryHttp.GetAsync<MeetingDetails>($"/api/meetings/{Now}")).Agenda;
        app.Clock.Advance(DocumentWorker.ResumeAfter);
        await Papers.ReadyAsync(secretaryHttp, agenda[1].Documents[0].Id);

        // Asked and answered in writing before; the second form is about a paper that only one commune reads.
        var (asked, paper) = ($"/api/meetings/{Now}/preparation", agenda[1].Documents[0].Id);
        var rules = new DocumentRules([new(InviteeKind.Unit, OrganisationSeed.UnitOf("mydong").ToString())], true, false);
        Assert.Equal("204", await (await secretaryHttp.PutAsync($"/api/documents/{paper}/rules", rules)).OutcomeAsync());
        var due = app.Clock.GetUtcNow().AddDays(1);
        foreach (var form in new[] { new OpinionInput("Thống nhất phương án?", ["Đồng ý", "Không đồng ý"], due), new OpinionInput("Góp ý báo cáo", [], due, paper) })
        {
            Assert.Equal("204", await (await secretaryHttp.PostAsync($"{asked}/opinions", form)).OutcomeAsync());
        }

        var communeHttp = await app.SignedInAsync("mydong.chutich");
        foreach (var opinion in (await communeHttp.GetAsync<PreparationView>(asked)).Opinions)
        {
            var answer = new AnswerInput(opinion.Options.Count > 0 ? 0 : null, "Cần thêm kinh phí");
            Assert.Equal("204", await (await communeHttp.PutAsync($"/api/opinions/{opinion.Id}/answer", answer)).OutcomeAsync());
        }

        await using (var chair = await RoomClient.EnterAsync(app, await app.SignedInAsync("huyen.chutich"), Now))
        await using (var secretary = await RoomClient.EnterAsync(app, secretaryHttp, Now))
        await using (var commune = await RoomClient.EnterAsync(app, await app.SignedInAsync("mydong.chutich"), Now))
        {
            var item = agenda[1].Id.ToString();
            Assert.Equal("ok", await chair.TryAsync("Begin"));
            Assert.Equal("ok", await chair.TryAsync("BeginItem", item));
            Assert.Equal("ok", await secretary.TryAsync("Show", agenda[1].Documents[0].Id.ToString(), 1));
            Assert.Equal("ok", await secretary.TryAsync("Note", "n1", item, "Xã Mỹ Đông đề nghị sửa trạm bơm.", 0));
            Assert.Equal("ok", await secretary.TryAsync(
                "Conclusion", "c1", item, "Khảo sát trạm bơm", OrganisationSeed.UnitOf("p-nnptnt").ToString(), "2026-12-05", 0));
            Assert.Equal("ok", await commune.TryAsync("Chat", "m1", "Xã đã chuẩn bị kinh phí"));
            app.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal("ok", await chair.TryAsync("Close"));
            await commune.UntilAsync(() => commune.Ends.Contains("closed") || commune.Events.Exists(e => e.Text == "closed []"), "the end");
        }

        var minutes = await secretaryHttp.GetAsync<MinutesView>($"/api/meetings/{Now}/minutes");
        Assert.Equal("ỦY BAN NHÂN DÂN\nHUYỆN THÁP MƯỜI", minutes.Body.Authority);
        Assert.Equal(["Ông Lý Bá Ửng", "Bà Trần Thị Bích Vân"], minutes.Body.Attendance.Where(u => u.Unit.Contains("huyện")).SelectMany(u => u.People).Select(p => p.Name));
        Assert.Contains(minutes.Body.Attendance, u => u.Unit == "UBND xã Mỹ Đông");
        Assert.Contains(minutes.Body.Absent, a => a.Unit == "UBND xã Thạnh Lợi");
        var text = minutes.Body.Items[1].Text;
        Assert.Contains("Tài liệu trình chiếu: Báo cáo kinh tế - xã hội tháng 10.pdf.", text);
        Assert.Contains("Xã Mỹ Đông đề nghị sửa trạm bơm.", text);
        Assert.Contains("- Khảo sát trạm bơm (đơn vị chủ trì: Phòng Nông nghiệp và Phát triển nông thôn huyện Tháp Mười; thời hạn: ngày 05 tháng 12 năm 2026).", text);
        Assert.DoesNotContain("chuẩn bị kinh phí", text);

        var opinions = minutes.Body.Items.Where(i => i.Title.StartsWith("Ý kiến bằng văn bản trước cuộc họp", StringComparison.Ordinal)).ToList();
        Assert.Contains("Kết quả (01 ý kiến): Đồng ý: 01; Không đồng ý: 00.", opinions[0].Text);
        Assert.EndsWith("(UBND xã Mỹ Đông): Cần thêm kinh phí.", opinions[0].Text);
        Assert.Equal(paper, opinions[1].PaperId);
        foreach (var (who, sees) in new[] { ("mydong.chutich", 2), ("thanhloi.chutich", 1) })
        {
            var theirs = await (await app.SignedInAsync(who)).GetAsync<MinutesView>($"/api/meetings/{Now}/minutes");
            Assert.Equal(sees, theirs.Body.Items.Count(i => i.Title.StartsWith("Ý kiến bằng văn bản trước cuộc họp", StringComparison.Ordinal)));
        }

        // The next meeting begins with what this one concluded; who was not invited learns nothing.
        var concluded = Assert.Single(await secretaryHttp.GetAsync<List<ConclusionView>>($"/api/meetings/{Now}/conclusions"));
        Assert.Equal(("Khảo sát trạm bơm", new DateOnly(2026, 12, 5)), (concluded.Text, concluded.Due));
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("sokhdt.giamdoc")).GetAsync($"/api/meetings/{Now}/conclusions")).OutcomeAsync());

        using var docx = WordprocessingDocument.Open(await secretaryHttp.GetStreamAsync($"/api/meetings/{Now}/minutes.docx"), false);
        var written = docx.MainDocumentPart!.Document!.InnerText;
        Assert.All(
            (string[])["Lý Bá Ửng", "Trần Thị Bích Vân", .. agenda.Select(i => i.Title)],
            part => Assert.Contains(part, written));
    }

    [Fact]
    public async Task The_secretary_edits_by_revision_and_the_invited_only_read()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var reader = await app.SignedInAsync("thanhloi.chutich");
        var path = $"/api/meetings/{Yesterday}/minutes";
        var seen = await reader.GetAsync<MinutesView>(path);
        Assert.Contains(seen.Body.Attendance.SelectMany(u => u.People), p => p.From == "8 giờ 12 phút");

        var edit = new MinutesEdit(seen.Revision, seen.Body with { Place = "Hội trường <b>A</b>" });
        Assert.Equal("403 forbidden", await (await reader.PutAsync(path, edit)).OutcomeAsync());
        Assert.Equal(seen.Revision + 1, (await (await secretary.PutAsync(path, edit)).ReadAsync<MinutesRevision>()).Revision);
        Assert.Equal("409 edited_elsewhere", await (await secretary.PutAsync(path, edit)).OutcomeAsync());
        var now = await reader.GetAsync<MinutesView>(path);
        Assert.Equal(("Hội trường <b>A</b>", true), (now.Body.Place, now.EditedAt is not null));
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("langbien.chutich")).GetAsync(path)).OutcomeAsync());
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("langbien.chutich")).GetAsync(path + ".docx")).OutcomeAsync());

        var file = await reader.GetAsync(path + ".docx");
        Assert.Equal("Biên bản - Họp trực tuyến rà soát hộ nghèo, hộ cận nghèo.docx", file.Content.Headers.ContentDisposition!.FileNameStar);
    }

    [Fact]
    public async Task A_meeting_that_was_not_held_has_no_minutes_yet()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        Assert.Equal("404 minutes_not_ready", await (await secretary.GetAsync($"/api/meetings/{Now}/minutes")).OutcomeAsync());
        Assert.Equal("400 bad_request", await (await secretary.PutAsync($"/api/meetings/{Yesterday}/minutes", new { revision = 1 })).OutcomeAsync());
    }
}
