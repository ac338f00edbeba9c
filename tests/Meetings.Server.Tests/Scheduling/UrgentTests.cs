using Meetings.Server.Invitations;
using Meetings.Server.Invitations.Calendars;
using Meetings.Server.Invitations.Reminders;
using Meetings.Server.Notifications;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Scheduling.Days;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>Họp đột xuất: a reason, and a ring in the windows of those who are asked.</summary>
public sealed class UrgentTests(DemoApp app) : IClassFixture<DemoApp>
{
    private static readonly MeetingInput Urgent = Plans.Input("Ứng phó bão", Plans.Unit("ttmyan")) with { IsUrgent = true, UrgentReason = " Bão số 9 " };

    [Fact]
    public async Task An_urgent_meeting_needs_its_reason_and_shows_it()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        Assert.Equal("400 urgent_reason_missing", await (await secretary.PostAsync("/api/meetings", Urgent with { UrgentReason = " " })).OutcomeAsync());
        Assert.Equal("400 text_too_long", await (await secretary.PostAsync("/api/meetings", Urgent with { UrgentReason = new string('x', 501) })).OutcomeAsync());
        var id = await secretary.CreateAsync(Urgent);
        var meeting = await (await app.SignedInAsync("ttmyan.chutich")).GetAsync<MeetingDetails>($"/api/meetings/{id}");
        Assert.Equal("Bão số 9", meeting.UrgentReason);

        var calm = Plans.Edited(await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}")) with { IsUrgent = false };
        Assert.Equal("200", await (await secretary.PutAsync($"/api/meetings/{id}", calm)).OutcomeAsync());
        Assert.Null((await secretary.GetAsync<MeetingDetails>($"/api/meetings/{id}")).UrgentReason);
    }

    [Fact]
    public async Task Its_invitations_ring_for_the_invited_and_name_the_reason()
    {
        var secretary = await app.SignedInAsync("huyen.thuky");
        var (id, usual) = (await secretary.CreateAsync(Urgent), await secretary.CreateAsync(Plans.Input("Họp thường kỳ", Plans.Unit("ttmyan"))));
        foreach (var meeting in new[] { id, usual })
        {
            Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{meeting}/invitations/send", new { })).OutcomeAsync());
        }

        var told = (await (await app.SignedInAsync("ttmyan.chutich")).GetAsync<NotificationList>("/api/notifications")).Items;
        Assert.Equal(("urgent", true), told.Where(n => n.Link == $"/meetings/{id}").Select(n => (n.Kind, n.Rings)).Single());
        Assert.Equal("Bão số 9", told.Single(n => n.Link == $"/meetings/{id}").Args["reason"]);
        Assert.Equal(("invited", false), told.Where(n => n.Link == $"/meetings/{usual}").Select(n => (n.Kind, n.Rings)).Single());
        Assert.False((await secretary.GetAsync<NotificationList>("/api/notifications")).Items.Single(n => n.Link == $"/meetings/{id}").Rings);
        var text = await secretary.GetAsync<InvitationTextView>($"/api/meetings/{id}/invitations/text");
        Assert.Contains("\nHọp đột xuất: Bão số 9\n", text.Text);
        using var letter = DocumentFormat.OpenXml.Packaging.WordprocessingDocument.Open(
            await secretary.GetStreamAsync($"/api/meetings/{id}/invitations/letter.docx"), false);
        Assert.Contains("Lý do họp đột xuất: Bão số 9.", letter.MainDocumentPart!.Document!.InnerText);
        await app.WithAsync<IMeetings>(async meetings =>
        {
            var plan = (await meetings.FindAsync(id, default))!;
            Assert.Null(ReminderRules.LeadDay(plan, WorkingDays.ByLaw.IsWorkingDay));
            Assert.NotNull(ReminderRules.LeadDay(plan with { UrgentReason = null }, WorkingDays.ByLaw.IsWorkingDay));

            var to = new Recipient(InvitedKind.Person, null, null, null, MeetingRole.Delegate, "Ông Huỳnh Trọng Ân", null, null, []);
            Assert.Contains("\nHọp đột xuất: Bão số 9\n", MeetingWords.Invite(plan, "UBND huyện", to, "https://hop.example/g/a", isChange: false, signed: null));

            // The calendar says it too, and marks it.
            var calendar = CalendarText.Feed([MeetingWords.Event(plan, "hop.example", 1, plan.Start, "UBND huyện", null)], new MailAddress("Họp", "hop@hop.example"), "Lịch");
            Assert.Contains("\nPRIORITY:1", calendar.ReplaceLineEndings("\n"));
            Assert.Contains("Họp đột xuất: Bão số 9", calendar.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal));
            var calm = CalendarText.Feed(
                [MeetingWords.Event(plan with { UrgentReason = null, Kind = MeetingKind.Briefing }, "hop.example", 1, plan.Start, "UBND huyện", null)], new MailAddress("Họp", "hop@hop.example"), "Lịch");
            Assert.DoesNotContain("PRIORITY", calm);
        });
    }
}
