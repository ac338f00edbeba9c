using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Series;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

[WireContract]
internal sealed record MeetingCreated(MeetingId Id);

/// <param name="Others">Other meetings of the series that were changed with it.</param>
/// <param name="Kept">Those of them that kept a part of their own.</param>
[WireContract]
internal sealed record MeetingEdited(int Revision, int Others = 0, IReadOnlyList<KeptPart>? Kept = null);

/// <summary>Creates a draft and edits a plan: one set of rules for both.</summary>
internal sealed class SaveMeeting(
    MeetingsDbContext db,
    MeetingDesk desk,
    Attachments attachments,
    IDirectory directory,
    IMeetingPapers papers,
    SeriesDesk series,
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

    public async Task<Outcome<MeetingEdited>> EditAsync(Caller caller, MeetingId id, MeetingInput input, SeriesScope scope, CancellationToken cancellationToken)
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

        var before = PlanParts.Of(meeting);
        meeting.Revision++;
        Write(meeting, plan.Value, names.Value);
        var (others, kept) = await series.SpreadAsync(
            caller, before, meeting, scope, other => IndexAsync(other, names.Value, cancellationToken), cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        foreach (var changed in others.Prepend(meeting))
        {
            await news.TellAsync(new MeetingChanged(changed.Id, changed.Status), cancellationToken);
        }

        return new MeetingEdited(meeting.Revision, others.Count, kept.Count > 0 ? kept : null);
    }

    /// <summary>Another meeting of the series may have its own host and chair.</summary>
    private async Task IndexAsync(Meeting meeting, Names known, CancellationToken cancellationToken)
    {
        var names = known.Units.ContainsKey(meeting.HostUnitId) && (meeting.ChairId is not { } chair || known.People.ContainsKey(chair))
            ? known
            : await Names.OfAsync(directory, DateOnly.FromDateTime(meeting.LocalStart), meeting.HostUnitId, [meeting.ChairId], [], cancellationToken);
        meeting.SearchText = SearchTexts.Of(meeting, names.Unit(meeting.HostUnitId), names.Person(meeting.ChairId)?.Name);
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
        PlanWriter.Write(meeting, plan, time);
        meeting.SearchText = SearchTexts.Of(meeting, names.Unit(plan.HostUnitId), names.Person(plan.ChairId)?.Name);
    }
}
