using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

[WireContract]
internal sealed record MeetingCreated(MeetingId Id);

[WireContract]
internal sealed record MeetingEdited(int Revision);

/// <summary>Creates a draft and edits a plan: one set of rules for both.</summary>
internal sealed class SaveMeeting(
    MeetingsDbContext db,
    MeetingDesk desk,
    Attachments attachments,
    IDirectory directory,
    IMeetingPapers papers,
    INews news,
    TimeProvider time)
{
    public async Task<Outcome<MeetingCreated>> CreateAsync(Caller caller, MeetingInput input, CancellationToken cancellationToken)
    {
        var plan = MeetingRules.Check(input);
        if (plan.Refusal is { } wrong)
        {
            return wrong;
        }

        if (!await attachments.MayHostAsync(caller, input.HostUnitId, cancellationToken))
        {
            return Refusal.Forbidden("host_unit_forbidden");
        }

        var names = await LookUpAsync(plan.Value, cancellationToken);
        if (names.Refusal is { } unknown)
        {
            return unknown;
        }

        if (plan.Value.Agenda.Any(i => i.Id is not null))
        {
            return Refusal.Invalid("item_unknown");
        }

        var meeting = new Meeting
        {
            Id = TypedId.New<MeetingId>(time),
            Title = plan.Value.Title,
            Zone = plan.Value.Time.Zone,
            Status = MeetingStatus.Draft,
            CreatedBy = caller.AccountId,
            CreatedAt = time.GetUtcNow(),
        };
        Write(meeting, plan.Value, names.Value);
        db.Add(meeting);
        await db.SaveChangesAsync(cancellationToken);
        return new MeetingCreated(meeting.Id);
    }

    public async Task<Outcome<MeetingEdited>> EditAsync(Caller caller, MeetingId id, MeetingInput input, CancellationToken cancellationToken)
    {
        var found = await desk.ManageAsync(caller, id, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        var meeting = found.Value;
        if (StatusMachine.RefuseEdit(meeting.Status) is { } over)
        {
            return over;
        }

        if (input.Revision != meeting.Revision)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        var plan = MeetingRules.Check(input);
        if (plan.Refusal is { } wrong)
        {
            return wrong;
        }

        if (await RefuseChangeAsync(caller, meeting, plan.Value, cancellationToken) is { } refused)
        {
            return refused;
        }

        var names = await LookUpAsync(plan.Value, cancellationToken);
        if (names.Refusal is { } unknown)
        {
            return unknown;
        }

        meeting.Revision++;
        Write(meeting, plan.Value, names.Value);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        await news.TellAsync(new MeetingChanged(meeting.Id, meeting.Status), cancellationToken);
        return new MeetingEdited(meeting.Revision);
    }

    private async Task<Refusal?> RefuseChangeAsync(Caller caller, Meeting meeting, CheckedPlan plan, CancellationToken cancellationToken)
    {
        if (plan.HostUnitId != meeting.HostUnitId && !await attachments.MayHostAsync(caller, plan.HostUnitId, cancellationToken))
        {
            return Refusal.Forbidden("host_unit_forbidden");
        }

        var known = meeting.Agenda.Select(i => i.Id).ToHashSet();
        var kept = plan.Agenda.Where(i => i.Id is not null).Select(i => i.Id!.Value).ToHashSet();
        if (!kept.IsSubsetOf(known))
        {
            return Refusal.Invalid("item_unknown");
        }

        var started = StatusMachine.HasStarted(meeting.Status);
        if (started && (plan.Time.Utc != meeting.Start || plan.HostUnitId != meeting.HostUnitId || plan.ChairId is null))
        {
            return Refusal.Conflict("meeting_started");
        }

        if (meeting.Status == MeetingStatus.Scheduled && plan.ChairId is null)
        {
            return Refusal.Conflict("chair_missing");
        }

        var removed = meeting.Agenda.Where(i => !kept.Contains(i.Id)).ToList();
        if (removed.Count == 0)
        {
            return null;
        }

        if (started)
        {
            return Refusal.Conflict("item_in_session", ("title", removed[0].Title));
        }

        var byItem = await papers.OfMeetingAsync(meeting.Id, cancellationToken);
        return removed.FirstOrDefault(i => byItem[i.Id].Any()) is { } withPapers
            ? Refusal.Conflict("item_has_documents", ("title", withPapers.Title))
            : null;
    }

    private async Task<Outcome<Names>> LookUpAsync(CheckedPlan plan, CancellationToken cancellationToken)
    {
        List<PersonId?> people = [plan.ChairId, plan.SecretaryId, .. plan.Agenda.Select(i => i.PresenterId)];
        var names = await Names.OfAsync(
            directory, DateOnly.FromDateTime(plan.Time.Local), plan.HostUnitId, people, plan.Invitees, cancellationToken);
        if (!names.Units.ContainsKey(plan.HostUnitId)
            || plan.Invitees.Any(i => i.UnitId is { } unit && !names.Units.ContainsKey(unit)))
        {
            return Refusal.Invalid("unit_unknown");
        }

        if (people.Concat(plan.Invitees.Select(i => i.PersonId)).Any(p => p is { } person && !names.People.ContainsKey(person)))
        {
            return Refusal.Invalid("person_unknown");
        }

        return plan.Invitees.Any(i => i.SiteId is { } site && !names.Sites.ContainsKey(site)) ? Refusal.Invalid("site_unknown") : names;
    }

    private void Write(Meeting meeting, CheckedPlan plan, Names names)
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
        WriteAgenda(meeting, plan.Agenda);
        WriteInvitees(meeting, plan.Invitees);
        meeting.SearchText = SearchTexts.Of(meeting, names.Unit(plan.HostUnitId), names.Person(plan.ChairId)?.Name);
    }

    private void WriteAgenda(Meeting meeting, IReadOnlyList<CheckedItem> items)
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
            meeting.Agenda.Add(entity);
        }
    }

    private void WriteInvitees(Meeting meeting, IReadOnlyList<Invitee> invitees)
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
