using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling.Series;

/// <summary>The parts of a plan that an edit can change, by value.</summary>
internal sealed record PlanParts(
    string Title, MeetingKind Kind, MeetingMode Mode, UnitId HostUnitId, PersonId? ChairId, PersonId? SecretaryId, DateTime LocalStart, string Zone,
    int Minutes, string? Place, string? Notes, QuorumRule Quorum, IReadOnlyList<ItemParts> Agenda, IReadOnlyDictionary<string, MeetingRole> Invitees)
{
    public static PlanParts Of(Meeting m) => new(
        m.Title, m.Kind, m.Mode, m.HostUnitId, m.ChairId, m.SecretaryId, m.LocalStart, m.Zone, m.Minutes, m.Place, m.Notes, m.Quorum,
        [.. m.Agenda.OrderBy(i => i.Number).Select(ItemParts.Of)],
        m.Invitees.ToDictionary(i => Audiences.Word(i.AsInvitee()), i => i.Role));
}

internal sealed record ItemParts(
    string Title, AgendaItemKind Kind, int Minutes, PersonId? PresenterId, string? PresenterText, int Depth, string? Description, string Audience,
    bool IsRestricted)
{
    public static ItemParts Of(AgendaItem i) =>
        new(i.Title, i.Kind, i.Minutes, i.PresenterId, i.PresenterText, i.Depth, i.Description, i.Audience, i.IsRestricted);
}

/// <summary>
/// What an edit changed in one meeting of a series, done to another: only that, so what was changed in the other one alone stays. An
/// agenda that the other has of its own, or whose items hold papers, stays as it is.
/// </summary>
internal sealed class PlanChange(PlanParts before, Meeting edited, IWorkingDays days, DayOffRule onDayOff, TimeProvider time)
{
    private readonly PlanParts _after = PlanParts.Of(edited);

    /// <param name="withPapers">Items of the other meeting that hold papers.</param>
    /// <returns>What the other kept for itself: "agenda", "officers".</returns>
    public IReadOnlyList<string> ApplyTo(Meeting other, IReadOnlySet<AgendaItemId> withPapers)
    {
        List<string> kept = [];
        var agendaBefore = PlanParts.Of(other).Agenda;
        Simple(other);
        if (!Officers(other))
        {
            kept.Add("officers");
        }

        Time(other);
        Invitees(other);
        if (!before.Agenda.SequenceEqual(_after.Agenda) && !(agendaBefore.SequenceEqual(before.Agenda) && Agenda(other, withPapers)))
        {
            kept.Add("agenda");
        }

        TrimAudiences(other);
        return kept;
    }

    /// <summary>Moves the rule as the edit moved its meetings, so that those added later and the next move start from there.</summary>
    public void MoveRule(MeetingSeries series)
    {
        if (_after.LocalStart != before.LocalStart)
        {
            edited.SeriesSlot = Moved(edited.SeriesSlot!.Value);
            var first = Moved(series.FirstStart);
            series.Rule = Recurrence.Write(Recurrence.Shifted(Recurrence.Read(series.Rule, series.OnDayOff), Shift), first);
            series.FirstStart = first;
        }
    }

    private int Shift => (_after.LocalStart.Date - before.LocalStart.Date).Days;

    private DateTime Moved(DateTime slot) => slot.Date.AddDays(Shift) + _after.LocalStart.TimeOfDay;

    private void Simple(Meeting other)
    {
        other.Title = _after.Title == before.Title ? other.Title : _after.Title;
        other.Kind = _after.Kind == before.Kind ? other.Kind : _after.Kind;
        other.Mode = _after.Mode == before.Mode ? other.Mode : _after.Mode;
        other.HostUnitId = _after.HostUnitId == before.HostUnitId ? other.HostUnitId : _after.HostUnitId;
        other.Minutes = _after.Minutes == before.Minutes ? other.Minutes : _after.Minutes;
        other.Place = _after.Place == before.Place ? other.Place : _after.Place;
        other.Notes = _after.Notes == before.Notes ? other.Notes : _after.Notes;
        other.Quorum = _after.Quorum == before.Quorum ? other.Quorum : _after.Quorum;
    }

    private bool Officers(Meeting other)
    {
        var chair = _after.ChairId == before.ChairId ? other.ChairId : _after.ChairId;
        var secretary = _after.SecretaryId == before.SecretaryId ? other.SecretaryId : _after.SecretaryId;
        if ((chair is not null && chair == secretary) || (chair is null && other.Status != MeetingStatus.Draft))
        {
            return false;
        }

        (other.ChairId, other.SecretaryId) = (chair, secretary);
        return true;
    }

    private void Time(Meeting other)
    {
        if (_after.LocalStart == before.LocalStart && _after.Zone == before.Zone)
        {
            return;
        }

        // Another weekday is for meetings that are still where the rule put them; the time of day is for all. The rule's place goes along.
        var isMoved = other.SeriesSlot is { } slot && other.LocalStart.Date != slot.Date;
        var shift = isMoved ? 0 : Shift;
        other.SeriesSlot = Moved(other.SeriesSlot!.Value);
        var at = other.LocalStart.Date.AddDays(shift) + _after.LocalStart.TimeOfDay;
        var placed = shift == 0 ? at : Recurrence.Place(at, onDayOff, days) ?? at;
        var resolved = MeetingTime.ByRule(placed, _after.Zone);
        (other.LocalStart, other.Zone, other.Start) = (resolved.Local, resolved.Zone, resolved.Utc);
    }

    private void Invitees(Meeting other)
    {
        foreach (var invitee in other.Invitees.ToList())
        {
            var word = Word(invitee);
            if (before.Invitees.ContainsKey(word) && !_after.Invitees.ContainsKey(word))
            {
                other.Invitees.Remove(invitee);
            }
            else if (_after.Invitees.TryGetValue(word, out var role) && before.Invitees.TryGetValue(word, out var was) && was != role)
            {
                invitee.Role = role;
            }
        }

        var has = other.Invitees.Select(Word).ToHashSet();
        other.Invitees.AddRange(edited.Invitees
            .Where(i => !before.Invitees.ContainsKey(Word(i)) && !has.Contains(Word(i))).Select(i => MeetingCopy.Invitee(other.Id, i, time)));
    }

    /// <summary>Items are matched by their titles; one that stays keeps its id.</summary>
    private bool Agenda(Meeting other, IReadOnlySet<AgendaItemId> withPapers)
    {
        var old = other.Agenda.OrderBy(i => i.Number).ToList();
        var wanted = edited.Agenda.OrderBy(i => i.Number).ToList();
        var matched = wanted.Select(w => old.FirstOrDefault(o => o.Title == w.Title)).ToList();
        var free = old.Except(matched.OfType<AgendaItem>()).ToList();
        if (free.Any(o => withPapers.Contains(o.Id)))
        {
            return false;
        }

        other.Agenda.Clear();
        foreach (var (item, known) in wanted.Zip(matched))
        {
            if (known is null || other.Agenda.Contains(known))
            {
                other.Agenda.Add(MeetingCopy.Item(other.Id, item, time));
            }
            else
            {
                MeetingCopy.Write(known, item);
                other.Agenda.Add(known);
            }
        }

        return true;
    }

    private static void TrimAudiences(Meeting other)
    {
        var invited = other.Invitees.Select(Word).ToHashSet();
        foreach (var item in other.Agenda.Where(i => i.Audience.Length > 0))
        {
            item.Audience = string.Join(' ', item.Audience.Split(' ').Where(invited.Contains));
        }
    }

    private static string Word(MeetingInvitee i) => Audiences.Word(i.AsInvitee());
}
