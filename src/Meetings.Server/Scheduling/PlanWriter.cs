using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>Writes a checked plan into a meeting; items and invitees that stay keep their ids.</summary>
internal static class PlanWriter
{
    public static void Write(Meeting meeting, CheckedPlan plan, TimeProvider time)
    {
        meeting.Title = plan.Title;
        meeting.Kind = plan.Kind;
        meeting.Mode = plan.Mode;
        meeting.HostUnitId = plan.HostUnitId;
        meeting.ChairId = plan.ChairId;
        meeting.SecretaryId = plan.SecretaryId;
        meeting.LocalStart = plan.Time.Local;
        meeting.Zone = plan.Time.Zone;
        meeting.Start = plan.Time.Utc;
        meeting.Minutes = plan.Minutes;
        meeting.Place = plan.Place;
        meeting.Notes = plan.Notes;
        meeting.UrgentReason = plan.UrgentReason;
        meeting.Quorum = plan.Quorum;
        WriteAgenda(meeting, plan.Agenda, time);
        WriteInvitees(meeting, plan.Invitees, time);
    }

    private static void WriteAgenda(Meeting meeting, IReadOnlyList<CheckedItem> items, TimeProvider time)
    {
        var before = meeting.Agenda.ToDictionary(i => i.Id);
        meeting.Agenda.Clear();
        foreach (var item in items)
        {
            var entity = item.Id is { } id
                ? before[id]
                : new AgendaItem { Id = TypedId.New<AgendaItemId>(time), MeetingId = meeting.Id, Title = item.Title };
            entity.Number = meeting.Agenda.Count + 1;
            entity.Title = item.Title;
            entity.Kind = item.Kind;
            entity.Minutes = item.Minutes;
            entity.PresenterId = item.PresenterId;
            entity.PresenterText = item.PresenterText;
            entity.Depth = item.Depth;
            entity.Description = item.Description;
            entity.Audience = item.Audience;
            entity.IsRestricted = item.IsRestricted;
            meeting.Agenda.Add(entity);
        }
    }

    private static void WriteInvitees(Meeting meeting, IReadOnlyList<Invitee> invitees, TimeProvider time)
    {
        // The invitee keeps its id as long as the same unit, person or site is invited.
        var before = meeting.Invitees.ToDictionary(i => (i.UnitId, i.PersonId, i.SiteId));
        meeting.Invitees.Clear();
        foreach (var invitee in invitees)
        {
            if (!before.TryGetValue((invitee.UnitId, invitee.PersonId, invitee.SiteId), out var entity))
            {
                entity = new MeetingInvitee
                {
                    Id = Guid.CreateVersion7(time.GetUtcNow()),
                    MeetingId = meeting.Id,
                    UnitId = invitee.UnitId,
                    PersonId = invitee.PersonId,
                    SiteId = invitee.SiteId,
                };
            }

            entity.Role = invitee.Role;
            meeting.Invitees.Add(entity);
        }
    }
}
