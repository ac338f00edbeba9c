using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling.Templates;

/// <summary>What of a meeting is kept as a template: all but the day, the urgency, papers and links.</summary>
internal static class TemplatePlan
{
    public static MeetingInput Of(Meeting m) => new(
        m.Title, m.Kind, m.Mode, m.HostUnitId, m.ChairId, m.SecretaryId, MeetingTime.Write(m.LocalStart), m.Zone, m.Minutes, m.Place, m.Notes,
        [.. m.Agenda.OrderBy(i => i.Number).Select(i => new AgendaItemInput(
            null, i.Title, i.Kind, i.Minutes, i.PresenterId, i.PresenterText, i.Depth, i.Description, Audiences.Read(i.Audience), i.IsRestricted))],
        [.. m.Invitees.Select(i => Audiences.EntryOf(new Invitee(i.UnitId, i.PersonId, i.SiteId, i.Role)) is var entry
            ? new InviteeInput(entry.Kind, entry.TargetId, i.Role) : null)],
        null,
        Quorum: m.Quorum);
}
