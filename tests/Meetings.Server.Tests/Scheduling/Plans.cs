using Meetings.Server.Demo;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Tests.Scheduling;

/// <summary>Plans of meetings for tests, on the demonstration's people and units.</summary>
internal static class Plans
{
    /// <summary>Tomorrow at nine, hosted by the district, nobody invited but the chair.</summary>
    public static MeetingInput Input(string title = "Họp thử", params InviteeInput[] invitees) => new(
        title,
        MeetingKind.Briefing,
        MeetingMode.Online,
        OrganisationSeed.UnitOf("huyen"),
        OrganisationSeed.PersonOf("huyen.chutich"),
        OrganisationSeed.PersonOf("huyen.thuky"),
        "2026-11-24T09:00",
        "Asia/Ho_Chi_Minh",
        60,
        "Phòng họp số 1",
        null,
        [
            new AgendaItemInput(null, "Báo cáo tháng", AgendaItemKind.Inform, 20, OrganisationSeed.PersonOf("mydong.chutich"), null),
            new AgendaItemInput(null, "Thảo luận", AgendaItemKind.Discuss, 40, null, "Các xã"),
        ],
        invitees,
        null);

    public static InviteeInput Unit(string key, MeetingRole role = MeetingRole.Delegate) =>
        new(InviteeKind.Unit, OrganisationSeed.UnitOf(key).ToString(), role);

    public static InviteeInput Person(string key, MeetingRole role = MeetingRole.Delegate) =>
        new(InviteeKind.Person, OrganisationSeed.PersonOf(key).ToString(), role);

    public static InviteeInput Site(string key, MeetingRole role = MeetingRole.Delegate) =>
        new(InviteeKind.Site, OrganisationSeed.SiteOf(key).ToString(), role);

    public static async Task<MeetingId> CreateAsync(this HttpClient secretary, MeetingInput input, bool schedule = true)
    {
        var made = await (await secretary.PostAsync("/api/meetings", input)).ReadAsync<MeetingCreated>();
        if (schedule)
        {
            Assert.Equal("200", await (await secretary.PostAsync($"/api/meetings/{made.Id}/schedule", new { })).OutcomeAsync());
        }

        return made.Id;
    }

    /// <summary>The plan of an existing meeting as its editor would send it back.</summary>
    public static MeetingInput Edited(MeetingDetails m) => new(
        m.Title, m.Kind, m.Mode, m.HostUnitId, m.Chair?.Id, m.Secretary?.Id, m.LocalStart, m.Zone, m.Minutes, m.Place, m.Notes,
        [.. m.Agenda.Select(i => new AgendaItemInput(i.Id, i.Title, i.Kind, i.Minutes, i.Presenter?.Id, i.PresenterText, i.Depth, i.Description, i.Audience, i.IsRestricted))],
        [.. m.Invitees.Select(i => new InviteeInput(i.Kind, i.TargetId, i.Role))],
        m.Revision,
        IsUrgent: m.UrgentReason is not null,
        UrgentReason: m.UrgentReason,
        Quorum: m.Quorum);
}
