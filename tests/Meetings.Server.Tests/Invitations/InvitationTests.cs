using System.Diagnostics;
using System.Text.RegularExpressions;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Demo;
using Meetings.Server.Invitations;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Persistence.Outbox;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Tests.Notifications;
using Meetings.Server.Tests.Rooms;
using Meetings.Server.Tests.Scheduling;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Tests.Invitations;

/// <summary>From the secretary's button over a real mail server to the answer on the board and the seat in the room.</summary>
public sealed partial class InvitationTests
{
    [Fact]
    public async Task The_invited_get_mail_with_a_calendar_part_once_and_a_notice()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await MeetingsApp.StartAsync(settings: smtp.Settings);
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp giao ban; \"tuần\", số 1", Plans.Site("mydong"), Plans.Person("mydong.chutich"), Plans.Unit("ttmyan")));
        Assert.Equal("409 invitations_of_draft", await (await secretary.PostAsync($"/api/meetings/{await secretary.CreateAsync(Plans.Input(), schedule: false)}/invitations/send", new { })).OutcomeAsync());
        var board = await SendAsync(secretary, id);
        await SendAsync(secretary, id);

        // Chair, secretary, the presenter who is also invited, a site, and a unit that reads its site's mail.
        Assert.Equal((true, 5), (board.IsSent, board.Rows.Count));
        var mails = await smtp.ReceivedAsync(5);
        Assert.Equal(
            ["diemcau.mydong@demo.example", "diemcau.ttmyan@demo.example", "huyen.chutich@demo.example", "huyen.thuky@demo.example", "mydong.chutich@demo.example"],
            mails.Select(m => m.To).Order());
        var mail = mails.Single(m => m.To == "mydong.chutich@demo.example");
        Assert.Equal("Giấy mời: Họp giao ban; \"tuần\", số 1", mail.Message.Subject);
        Assert.Contains("09 giờ 00 phút, thứ Ba, ngày 24/11/2026", mail.Message.TextBody);
        Assert.Contains("https://hop.thapmuoi.example/g/", mail.Message.TextBody);
        var calendar = Unfolded(mail.Calendar!);
        Assert.Contains("METHOD:REQUEST", calendar);
        Assert.Contains($"UID:{id}@thapmuoi.example", calendar);
        Assert.Contains("SEQUENCE:0", calendar);
        Assert.Contains("DTSTART;TZID=Asia/Ho_Chi_Minh:20261124T090000", calendar);
        Assert.Contains("SUMMARY:Họp giao ban\\; \"tuần\"\\, số 1", calendar);
        Assert.Contains("mailto:mydong.chutich@demo.example", calendar);

        await WaitForAsync(app, id, OutboxState.Sent);
        Assert.Equal(5, smtp.Received().Count);
        Assert.All((await BoardAsync(secretary, id)).Rows, r => Assert.Equal(MailState.Sent, r.Mail!.State));
        var told = await (await app.SignedInAsync("ttmyan.chutich")).GetAsync<NotificationList>("/api/notifications");
        Assert.Contains(told.Items, n => n.Kind == "invited" && n.Link == $"/meetings/{id}");
    }

    [Fact]
    public async Task A_moved_meeting_sends_an_update_and_asks_again_a_cancelled_one_a_cancellation()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await MeetingsApp.StartAsync(settings: smtp.Settings);
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp dời", Plans.Person("mydong.chutich"), Plans.Site("ttmyan")));
        await SendAsync(secretary, id);
        await smtp.ReceivedAsync(4);
        var token = TokenIn(smtp.Received().Single(m => m.To == "mydong.chutich@demo.example"));
        Assert.Equal("200", await (await app.Anonymous().PutAsync($"/api/guest/{token}/reply", new ReplyInput(ReplyKind.Accepted))).OutcomeAsync());

        // Another note is no other meeting.
        var plan = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        await EditAsync(secretary, id, Plans.Edited(plan) with { Notes = "Mang theo số liệu." });
        Assert.Equal(ReplyKind.Accepted, (await BoardAsync(secretary, id)).Rows.Single(r => r.Name == "Huỳnh Trọng Ân").Reply.Reply);

        // Another time, one less, one more.
        plan = await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}");
        await EditAsync(secretary, id, Plans.Edited(plan) with { LocalStart = "2026-11-24T14:00", Invitees = [Plans.Person("mydong.chutich"), Plans.Site("mydong")] });
        var mails = (await smtp.ReceivedAsync(9)).Skip(4).ToDictionary(m => m.To);
        Assert.Equal(5, mails.Count);
        Assert.Contains("METHOD:REQUEST", mails["mydong.chutich@demo.example"].Calendar);
        Assert.Contains("SEQUENCE:1", mails["mydong.chutich@demo.example"].Calendar);
        Assert.Contains("T140000", mails["mydong.chutich@demo.example"].Calendar);
        Assert.Contains("PARTSTAT=NEEDS-ACTION", Unfolded(mails["mydong.chutich@demo.example"].Calendar!));
        Assert.Contains("METHOD:CANCEL", mails["diemcau.ttmyan@demo.example"].Calendar);
        Assert.StartsWith("Giấy mời", mails["diemcau.mydong@demo.example"].Message.Subject);
        Assert.Equal(ReplyKind.None, (await BoardAsync(secretary, id)).Rows.Single(r => r.Name == "Huỳnh Trọng Ân").Reply.Reply);

        await secretary.PostAsync($"/api/meetings/{id}/cancel", new CancelInput("Chủ trì đi công tác"));
        var cancelled = (await smtp.ReceivedAsync(13)).Skip(9).ToList();
        Assert.All(cancelled, m => Assert.Contains("METHOD:CANCEL", m.Calendar));
        Assert.All(cancelled, m => Assert.Contains("SEQUENCE:2", m.Calendar));
        Assert.All(cancelled, m => Assert.Contains("STATUS:CANCELLED", m.Calendar));
        Assert.DoesNotContain(cancelled, m => m.To == "diemcau.ttmyan@demo.example");
        Assert.Contains("Chủ trì đi công tác", cancelled[0].Message.TextBody);
        Assert.Equal("404 guest_link_invalid", await (await app.Anonymous().GetAsync($"/api/guest/{token}")).OutcomeAsync());
    }

    [Fact]
    public async Task Answers_by_link_reach_the_board_and_the_secretarys_bell()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp", Plans.Person("mydong.chutich"), Plans.Site("mydong"), Plans.Unit("ttmyan")));
        await SendAsync(secretary, id);
        var (person, site) = (await TokenAsync(app, secretary, id, InvitedKind.Person, "Huỳnh Trọng Ân"), await TokenAsync(app, secretary, id, InvitedKind.Site));
        var anyone = app.Anonymous();
        Assert.Equal("400 reply_reason_missing", await (await anyone.PutAsync($"/api/guest/{person}/reply", new ReplyInput(ReplyKind.Declined, " "))).OutcomeAsync());
        Assert.Equal("400 substitute_missing", await (await anyone.PutAsync($"/api/guest/{person}/reply", new ReplyInput(ReplyKind.Delegated))).OutcomeAsync());
        Assert.Equal("400 text_too_long", await (await anyone.PutAsync($"/api/guest/{person}/reply", new ReplyInput(ReplyKind.Declined, new string('a', 501)))).OutcomeAsync());
        Assert.Equal("200", await (await anyone.PutAsync(
            $"/api/guest/{person}/reply", new ReplyInput(ReplyKind.Delegated, "Đi công tác\r\nBcc: x", "Lê Văn Thay", "Phó Chủ tịch"))).OutcomeAsync());
        Assert.Equal("200", await (await anyone.PutAsync($"/api/guest/{site}/reply", new ReplyInput(ReplyKind.Tentative, "Chờ sửa đường truyền"))).OutcomeAsync());

        // In the application a unit's people answer for it; a stranger answers nothing.
        var chair = await app.SignedInAsync("ttmyan.chutich");
        Assert.Equal("200", await (await chair.PutAsync($"/api/meetings/{id}/reply", new ReplyInput(ReplyKind.Accepted))).OutcomeAsync());
        Assert.Equal(ReplyKind.Accepted, (await chair.GetAsync<MyInvitationAnswer>($"/api/meetings/{id}/reply")).Mine!.Reply.Reply);
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("tankieu.chutich")).PutAsync($"/api/meetings/{id}/reply", new ReplyInput(ReplyKind.Accepted))).OutcomeAsync());

        var rows = (await BoardAsync(secretary, id)).Rows;
        var delegated = rows.Single(r => r.Name == "Huỳnh Trọng Ân").Reply;
        Assert.Equal((ReplyKind.Delegated, "Lê Văn Thay", "Phó Chủ tịch", ReplyWay.Link), (delegated.Reply, delegated.SubstituteName, delegated.SubstitutePosition, delegated.Way));
        Assert.Equal("Đi công tác Bcc: x", delegated.Reason);
        Assert.Equal(ReplyKind.Tentative, rows.Single(r => r.Kind == InvitedKind.Site).Reply.Reply);
        Assert.Equal((ReplyKind.Accepted, ReplyWay.Account), (rows.Single(r => r.Kind == InvitedKind.Unit).Reply.Reply, rows.Single(r => r.Kind == InvitedKind.Unit).Reply.Way));
        var bell = await secretary.GetAsync<NotificationList>("/api/notifications");
        Assert.Contains(bell.Items, n => n.Kind == "replied.delegated" && n.Args["substitute"] == "Lê Văn Thay");

        // By telephone, and only by who prepares the meeting.
        var row = rows.Single(r => r.Kind == InvitedKind.Site).Id;
        Assert.Equal("403 forbidden", await (await chair.PutAsync($"/api/meetings/{id}/invitations/{row}/reply", new ReplyInput(ReplyKind.Accepted))).OutcomeAsync());
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{id}/invitations/{row}/reply", new ReplyInput(ReplyKind.Accepted))).OutcomeAsync());
    }

    [Fact]
    public async Task A_link_of_another_meeting_or_taken_back_changes_nothing()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var first = await secretary.CreateAsync(Plans.Input("Một", Plans.Person("mydong.chutich")));
        var second = await secretary.CreateAsync(Plans.Input("Hai", Plans.Person("mydong.chutich")) with { LocalStart = "2026-11-24T15:00" });
        await SendAsync(secretary, first);
        await SendAsync(secretary, second);
        var token = await TokenAsync(app, secretary, first, InvitedKind.Person, "Huỳnh Trọng Ân");
        var browser = app.Anonymous();
        var session = await (await browser.PostAsync($"/api/guest/{token}", new GuestName(null))).ReadAsync<SessionView>();
        Assert.Equal((SessionKind.Guest, "Huỳnh Trọng Ân", first), (session.User!.Kind, session.User.DisplayName, session.User.GuestMeetingId!.Value));
        Assert.Equal("404 not_found", await (await browser.PutAsync($"/api/meetings/{second}/reply", new ReplyInput(ReplyKind.Declined, "x"))).OutcomeAsync());
        Assert.Equal("404 not_found", await (await browser.GetAsync($"/api/meetings/{second}")).OutcomeAsync());
        Assert.Equal("200", await (await browser.GetAsync($"/api/meetings/{first}")).OutcomeAsync());

        var row = (await BoardAsync(secretary, first)).Rows.Single(r => r.Name == "Huỳnh Trọng Ân").Id;
        Assert.Equal("404 not_found", await (await secretary.DeleteAsync($"/api/meetings/{second}/invitations/{row}/link")).OutcomeAsync());
        Assert.Equal("204", await (await secretary.DeleteAsync($"/api/meetings/{first}/invitations/{row}/link")).OutcomeAsync());
        Assert.Equal("404 guest_link_invalid", await (await browser.PutAsync($"/api/guest/{token}/reply", new ReplyInput(ReplyKind.Declined, "x"))).OutcomeAsync());
        Assert.Equal("401 not_signed_in", await (await browser.PutAsync($"/api/meetings/{first}/reply", new ReplyInput(ReplyKind.Declined, "x"))).OutcomeAsync());
        Assert.All((await BoardAsync(secretary, first)).Rows.Concat((await BoardAsync(secretary, second)).Rows), r => Assert.Equal(ReplyKind.None, r.Reply.Reply));
    }

    [Fact]
    public async Task A_personal_link_enters_the_room_without_a_password_and_without_the_chairs_power()
    {
        await using var app = await MeetingsApp.StartAsync();
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp", Plans.Person("mydong.chutich"), Plans.Site("ttmyan"), Plans.Unit("tankieu")) with { LocalStart = "2026-11-23T08:05" });
        await SendAsync(secretary, id);
        foreach (var (kind, name, label) in ((InvitedKind, string?, string)[])
            [
                (InvitedKind.Person, "Huỳnh Trọng Ân", "Huỳnh Trọng Ân"), (InvitedKind.Person, "Lý Bá Ửng", "Lý Bá Ửng"),
                (InvitedKind.Site, null, "Điểm cầu UBND thị trấn Mỹ An"), (InvitedKind.Unit, null, "Trần Văn Đi Thay"),
            ])
        {
            var browser = app.Anonymous();
            var token = await TokenAsync(app, secretary, id, kind, name);
            var welcome = await browser.GetAsync<GuestWelcome>($"/api/guest/{token}");
            Assert.Equal((kind != InvitedKind.Person, true, true), (welcome.AsksName, welcome.MayEnter, welcome.MayReply));
            (await browser.PostAsync($"/api/guest/{token}", new GuestName("Trần Văn Đi Thay"))).EnsureSuccessStatusCode();
            var meeting = await browser.GetAsync<MeetingDetails>($"/api/meetings/{id}");
            Assert.Equal((MeetingRole.Delegate, false), (meeting.MyRole!.Value, meeting.MayManage));
            await using var seat = await RoomClient.EnterAsync(app, browser, id);
            Assert.Equal("in", seat.State);
            Assert.Equal("403 forbidden", await (await browser.PostAsync($"/api/meetings/{id}/invitations/send", new { })).OutcomeAsync());
            Assert.Contains(label, (await seat.SnapshotAsync()).ToJsonString(Server.Hosting.WireJson.Options));
        }
    }

    [Fact]
    public async Task Reminding_the_rest_reaches_who_has_not_answered_once()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await MeetingsApp.StartAsync(settings: smtp.Settings);
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp", Plans.Person("mydong.chutich"), Plans.Site("ttmyan")));
        await SendAsync(secretary, id);
        await smtp.ReceivedAsync(4);
        await app.Anonymous().PutAsync($"/api/guest/{TokenIn(smtp.Received().Single(m => m.To == "mydong.chutich@demo.example"))}/reply", new ReplyInput(ReplyKind.Accepted));
        Assert.Equal(3, (await (await secretary.PostAsync($"/api/meetings/{id}/invitations/remind", new { })).ReadAsync<Reminded>()).Count);
        Assert.Equal(0, (await (await secretary.PostAsync($"/api/meetings/{id}/invitations/remind", new { })).ReadAsync<Reminded>()).Count);
        var reminders = (await smtp.ReceivedAsync(7)).Skip(4).ToList();
        await WaitForAsync(app, id, OutboxState.Sent);
        Assert.Equal(["diemcau.ttmyan@demo.example", "huyen.chutich@demo.example", "huyen.thuky@demo.example"], smtp.Received().Skip(4).Select(m => m.To).Order());
        Assert.All(reminders, m => Assert.StartsWith("Nhắc họp", m.Message.Subject));
    }

    [Fact]
    public async Task The_signed_letter_is_kept_as_it_is_and_goes_out_with_the_invitations()
    {
        await using var smtp = await SmtpServer.StartAsync();
        await using var app = await MeetingsApp.StartAsync(settings: smtp.Settings);
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp", Plans.Person("mydong.chutich")));
        var pdf = "%PDF-1.7\nký số\n%%EOF"u8.ToArray();
        string path = $"/api/meetings/{id}/invitations/letter", query = "?number=15/GM-UBND&date=2026-11-20";
        Assert.Equal("400 letter_number_missing", await (await PutAsync(secretary, path + "?date=2026-11-20", pdf)).OutcomeAsync());
        Assert.Equal("400 letter_not_pdf", await (await PutAsync(secretary, path + query, "PK.."u8.ToArray())).OutcomeAsync());
        Assert.Equal("413 document_too_large", await (await PutAsync(secretary, path + query, new byte[SignedLetters.MaxSize + 1])).OutcomeAsync());
        Assert.Equal("404 not_found", await (await PutAsync(await app.SignedInAsync("ttmyan.chutich"), path + query, pdf)).OutcomeAsync());
        Assert.Equal("200", await (await PutAsync(secretary, path + query, pdf)).OutcomeAsync());
        await SendAsync(secretary, id);
        var mail = (await smtp.ReceivedAsync(3)).Single(m => m.To == "mydong.chutich@demo.example").Message;
        Assert.Contains("số 15/GM-UBND ngày 20/11/2026", mail.TextBody);
        var attachment = (MimeKit.MimePart)Assert.Single(mail.Attachments);
        Assert.Equal("Giấy mời 15-GM-UBND.pdf", attachment.FileName);
        using var bytes = new MemoryStream();
        attachment.Content!.DecodeTo(bytes);
        Assert.Equal(pdf, bytes.ToArray());
        using var read = await (await app.SignedInAsync("mydong.chutich")).GetAsync(path);
        Assert.Equal(pdf, await read.Content.ReadAsByteArrayAsync());
        Assert.Equal("attachment", read.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("404 not_found", await (await (await app.SignedInAsync("ttmyan.chutich")).GetAsync(path)).OutcomeAsync());
    }

    [Fact]
    public async Task A_hundred_and_forty_three_communes_are_invited_and_the_board_opens_without_waiting()
    {
        await using var app = await MeetingsApp.StartAsync();
        var invitees = new List<InviteeInput>();
        await app.WithAsync<MeetingsDbContext>(async db =>
        {
            for (var i = 0; i < 143; i++)
            {
                var (unit, site) = (TypedId.New<UnitId>(app.Clock), TypedId.New<SiteId>(app.Clock));
                db.Add(new Server.Organisation.Unit
                {
                    Id = unit,
                    Name = $"UBND xã số {i}",
                    ShortName = $"xã số {i}",
                    Kind = Server.Organisation.Contracts.UnitKind.Commune,
                    ParentId = OrganisationSeed.UnitOf("huyen"),
                    ValidFrom = new DateOnly(2021, 1, 1),
                });
                db.Add(new Server.Organisation.Site { Id = site, Name = $"Điểm cầu xã số {i}", UnitId = unit, Capacity = 20, IsMain = true, Email = $"xa{i}@demo.example" });
                invitees.Add(new InviteeInput(InviteeKind.Unit, unit.ToString(), MeetingRole.Delegate));
            }

            await db.SaveChangesAsync();
        });
        var secretary = await app.SignedInAsync("huyen.thuky");
        await SendAsync(secretary, await secretary.CreateAsync(Plans.Input("Trước đó", Plans.Unit("ttmyan")))); // the code is compiled

        // Server time is asked, not that of a machine busy with other tests: the quickest of three counts.
        var (sending, opening) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var i = 0; i < 3; i++)
        {
            var id = await secretary.CreateAsync(Plans.Input($"Hội nghị toàn tỉnh {i}", [.. invitees]) with { LocalStart = $"2026-11-2{5 + i}T09:00" });
            var watch = Stopwatch.StartNew();
            await SendAsync(secretary, id);
            sending = watch.Elapsed < sending ? watch.Elapsed : sending;
            watch.Restart();
            var board = await BoardAsync(secretary, id);
            opening = watch.Elapsed < opening ? watch.Elapsed : opening;
            Assert.Equal(146, board.Rows.Count(r => r.Mail is not null));
        }

        TestContext.Current.SendDiagnosticMessage($"143 communes: invited and shown in {sending.TotalMilliseconds:F0} ms, board opened in {opening.TotalMilliseconds:F0} ms");
        // A second each when the machine has nothing else to do; the other tests run beside this one.
        Assert.InRange(sending.TotalSeconds, 0, 4);
        Assert.InRange(opening.TotalSeconds, 0, 4);
    }

    [Fact]
    public async Task The_text_to_paste_carries_a_link_and_a_code_that_reads_as_it()
    {
        await using var app = await MeetingsApp.StartAsync(settings: ("Meetings:PublicAddress", "https://hop.thapmuoi.example"));
        var secretary = await app.SignedInAsync("huyen.thuky");
        var id = await secretary.CreateAsync(Plans.Input("Họp", Plans.Site("mydong")));
        await SendAsync(secretary, id);
        var all = await secretary.GetAsync<InvitationTextView>($"/api/meetings/{id}/invitations/text");
        Assert.Equal($"https://hop.thapmuoi.example/meetings/{id}", all.Link);
        var row = (await BoardAsync(secretary, id)).Rows.Single(r => r.Kind == InvitedKind.Site).Id;
        var own = await secretary.GetAsync<InvitationTextView>($"/api/meetings/{id}/invitations/text?invitation={row}");
        Assert.Contains(own.Link, own.Text);
        Assert.Contains("Điểm cầu UBND xã Mỹ Đông", own.Text);
        Assert.Matches("^(M\\d+ \\d+h\\d+v1h-\\d+z)+$", own.QrPath);
        Assert.True(own.QrSide is > 29 and < 61);
        Assert.Equal("200", await (await app.Anonymous().GetAsync($"/api/guest/{own.Link[(own.Link.LastIndexOf('/') + 1)..]}")).OutcomeAsync());
        Assert.Equal("403 forbidden", await (await (await app.SignedInAsync("mydong.diemcau")).GetAsync($"/api/meetings/{id}/invitations/text")).OutcomeAsync());
    }

    internal static async Task<InvitationBoard> SendAsync(HttpClient secretary, MeetingId id) =>
        await (await secretary.PostAsync($"/api/meetings/{id}/invitations/send", new { })).ReadAsync<InvitationBoard>();

    internal static Task<InvitationBoard> BoardAsync(HttpClient secretary, MeetingId id) => secretary.GetAsync<InvitationBoard>($"/api/meetings/{id}/invitations");

    internal static string Unfolded(string calendar) => calendar.Replace("\r\n ", "").Replace("\n ", "");

    private static string TokenIn(ReceivedMail mail) => Token().Match(mail.Message.TextBody!).Groups[1].Value;

    private static async Task<string> TokenAsync(MeetingsApp app, HttpClient secretary, MeetingId id, InvitedKind kind, string? name = null)
    {
        var row = (await BoardAsync(secretary, id)).Rows.First(r => r.Kind == kind && (name is null || r.Name == name)).Id;
        var text = await secretary.GetAsync<InvitationTextView>($"/api/meetings/{id}/invitations/text?invitation={row}");
        return text.Link[(text.Link.LastIndexOf('/') + 1)..];
    }

    private static async Task EditAsync(HttpClient secretary, MeetingId id, MeetingInput input) =>
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{id}", input)).OutcomeAsync());

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, string path, byte[] body) =>
        client.PutAsync(new Uri(path, UriKind.Relative), new ByteArrayContent(body) { Headers = { ContentType = new("application/pdf") } });

    private static Task WaitForAsync(MeetingsApp app, MeetingId id, OutboxState state) => Eventually.TrueAsync(() =>
        app.WithAsync<MeetingsDbContext, bool>(db => db.Set<OutboxMessage>().Where(m => m.Topic == id.ToString()).AllAsync(m => m.State == state)));

    [GeneratedRegex("/g/([A-Za-z0-9_-]+)")]
    private static partial Regex Token();
}
