using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling.Templates;

/// <summary>What of a meeting is kept as a template: all but the day, the urgency, papers and links.</summary>
internal static class TemplatePlan
{
    public static MeetingInput Of(Meeting m) => new(
        m.Title, m.Kind, m.Mode, m.HostUnitId, m.ChairId, m.SecretaryId, MeetingTime.Write(m.LocalStart), m.Zone, m.Minutes, m.Place, m.Notes,
        [.. m.Agenda.OrderBy(i => i.Number).Select(i => new AgendaItemInput(
            null, i.Title, i.Kind, i.Minutes, i.PresenterId, i.PresenterText, i.Depth, i.Description, Audiences.Read(i.Audience), i.IsRestricted))],
        [.. m.Invitees.Select(InputOf)],
        null,
        Quorum: m.Quorum);

    private static InviteeInput InputOf(MeetingInvitee invitee)
    {
        var entry = Audiences.EntryOf(invitee.AsInvitee());
        return new InviteeInput(entry.Kind, entry.TargetId, invitee.Role);
    }
}
