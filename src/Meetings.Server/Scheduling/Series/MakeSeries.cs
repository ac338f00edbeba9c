using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling.Series;

/// <param name="Without">Days of the rule on which there is no meeting.</param>
[WireContract]
internal sealed record RepeatInput(RecurrenceInput? Recurrence, IReadOnlyList<DateOnly>? Without = null);

/// <param name="Until">The new last day.</param>
[WireContract]
internal sealed record ExtendInput(DateOnly Until);

[WireContract]
internal sealed record RecurrenceQuestion(string? LocalStart, string? Zone, RecurrenceInput? Recurrence);

/// <param name="ByRule">Where the rule puts it, "2026-11-23T08:00".</param>
/// <param name="Start">Where it is held; left out: not at all.</param>
/// <param name="DayOff">Why the day of the rule is off.</param>
[WireContract]
internal sealed record OccurrenceView(string ByRule, string? Start, string? DayOff);

[WireContract]
internal sealed record SeriesMade(SeriesId Id, int Made);

/// <summary>Makes meetings after one that exists: a series from it, or more of its series.</summary>
internal sealed class MakeSeries(MeetingsDbContext db, MeetingDesk desk, IWorkingDays days, INews news, TimeProvider time)
{
    /// <summary>The days a rule means, before anything is saved.</summary>
    public Outcome<IReadOnlyList<OccurrenceView>> Preview(RecurrenceQuestion question)
    {
        var start = MeetingTime.Resolve(question.LocalStart, question.Zone);
        if (start.Refusal is { } badTime)
        {
            return badTime;
        }

        var first = start.Value.Local;
        return Recurrence.Refuse(question.Recurrence, first) is { } wrong
            ? wrong
            : Recurrence.Expand(Recurrence.Write(question.Recurrence!, first), first, question.Recurrence!.OnDayOff, days).Take(Recurrence.Most)
                .Select(s => new OccurrenceView(MeetingTime.Write(s.ByRule), s.Start is { } at ? MeetingTime.Write(at) : null, s.DayOff)).ToList();
    }

    public async Task<Outcome<SeriesMade>> RepeatAsync(Caller caller, MeetingId id, RepeatInput input, CancellationToken cancellationToken)
    {
        var found = await desk.ManageAsync(caller, id, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        var meeting = found.Value;
        if (meeting.SeriesId is not null)
        {
            return Refusal.Conflict("series_exists");
        }

        if (StatusMachine.RefuseEdit(meeting.Status) is { } over)
        {
            return over;
        }

        if (Recurrence.Refuse(input.Recurrence, meeting.LocalStart) is { } wrong)
        {
            return wrong;
        }

        var series = new MeetingSeries
        {
            Id = TypedId.New<SeriesId>(time),
            Rule = Recurrence.Write(input.Recurrence!, meeting.LocalStart),
            OnDayOff = input.Recurrence!.OnDayOff,
            FirstStart = meeting.LocalStart,
            CreatedBy = caller.AccountId,
            CreatedAt = time.GetUtcNow(),
        };
        var without = input.Without?.ToHashSet() ?? [];
        var slots = Recurrence.Expand(series.Rule, meeting.LocalStart, series.OnDayOff, days);
        if (slots.Count > Recurrence.Most)
        {
            return Refusal.Invalid("recurrence_too_long", ("max", $"{Recurrence.Most}"));
        }

        var wanted = slots.Skip(1).Where(s => s.Start is not null && !without.Contains(DateOnly.FromDateTime(s.ByRule))).ToList();
        if (wanted.Count == 0)
        {
            return Refusal.Invalid("recurrence_empty");
        }

        meeting.SeriesId = series.Id;
        meeting.SeriesSlot = meeting.LocalStart;
        meeting.Revision++;
        db.Add(series);
        return await AddAsync(caller, meeting, wanted, cancellationToken);
    }

    public async Task<Outcome<SeriesMade>> ExtendAsync(Caller caller, MeetingId id, ExtendInput input, CancellationToken cancellationToken)
    {
        var found = await desk.ManageAsync(caller, id, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        if (found.Value.SeriesId is not { } seriesId)
        {
            return Refusal.Conflict("series_missing");
        }

        var series = await db.Set<MeetingSeries>().FirstAsync(s => s.Id == seriesId, cancellationToken);
        var last = await db.Set<Meeting>().Include(m => m.Agenda).Include(m => m.Invitees).AsSplitQuery()
            .Where(m => m.SeriesId == seriesId).OrderByDescending(m => m.SeriesSlot).FirstAsync(cancellationToken);
        if ((await desk.StandingAsync(caller, MeetingFacts.Of(last), cancellationToken))?.MayManage != true)
        {
            return Refusal.Forbidden();
        }

        var from = last.SeriesSlot!.Value;
        var rule = Recurrence.Read(series.Rule, series.OnDayOff) with { Count = null, Until = input.Until };
        if (input.Until <= DateOnly.FromDateTime(from))
        {
            return Refusal.Invalid("recurrence_empty");
        }

        if (Recurrence.Refuse(rule, from) is { } wrong)
        {
            return wrong;
        }

        // The rule's days are counted from its first meeting, so every second week stays every second week.
        var longer = Recurrence.Write(rule, series.FirstStart);
        var slots = Recurrence.After(longer, series.FirstStart, from, series.OnDayOff, days);
        var wanted = slots.Where(s => s.Start is not null).ToList();
        if (wanted.Count == 0)
        {
            return Refusal.Invalid("recurrence_empty");
        }

        if (wanted.Count > Recurrence.Most)
        {
            return Refusal.Invalid("recurrence_too_long", ("max", $"{Recurrence.Most}"));
        }

        series.Rule = longer;
        return await AddAsync(caller, last, wanted, cancellationToken);
    }

    private async Task<Outcome<SeriesMade>> AddAsync(Caller caller, Meeting model, List<Slot> slots, CancellationToken cancellationToken)
    {
        foreach (var slot in slots)
        {
            // The rule's own clock time, whatever the model meeting was moved to alone.
            db.Add(MeetingCopy.At(model, slot, MeetingTime.ByRule(slot.Start!.Value, model.Zone), caller.AccountId, time));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        await news.TellAsync(new MeetingChanged(model.Id, model.Status), cancellationToken);
        return new SeriesMade(model.SeriesId!.Value, slots.Count);
    }
}
