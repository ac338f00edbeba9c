using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>One meeting with all its names, for whoever may see it; a guest not let in yet reads title, time and place alone.</summary>
internal sealed class ShowMeeting(MeetingDesk desk, IDirectory directory, IMeetingPapers papers, IMeetingGuestLinks guestLinks)
{
    public async Task<Outcome<MeetingDetails>> RunAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await desk.SeeAsync(caller, id, cancellationToken) is not { } seen)
        {
            return Refusal.NotFound();
        }

        var (meeting, standing) = seen;
        var names = await Names.OfAsync(
            directory,
            DateOnly.FromDateTime(meeting.LocalStart),
            meeting.HostUnitId,
            [meeting.ChairId, meeting.SecretaryId, .. meeting.Agenda.Select(i => i.PresenterId)],
            MeetingFacts.Of(meeting).Invitees,
            cancellationToken);
        var documents = await papers.ReadableAsync(id, caller, standing, cancellationToken);
        return new MeetingDetails(
            meeting.Id,
            meeting.Title,
            meeting.Kind,
            meeting.Mode,
            meeting.Status,
            meeting.HostUnitId,
            names.Unit(meeting.HostUnitId),
            names.Person(meeting.ChairId),
            names.Person(meeting.SecretaryId),
            MeetingTime.Write(meeting.LocalStart),
            meeting.Zone,
            meeting.Start,
            meeting.End,
            meeting.Minutes,
            meeting.Place,
            standing.Role == MeetingRole.Guest && caller.Guest is not null ? null : meeting.Notes,
            standing.IsWaiting ? [] : AgendaOf(meeting, names, documents),
            standing.IsWaiting ? [] : [.. meeting.Invitees.Select(i => (View: names.Invitee(i), Rank: RankOf(i, names)))
                .OrderBy(i => i.View.Role).ThenBy(i => i.Rank).ThenBy(i => i.View.Kind)
                .ThenBy(i => i.View.Name, VietnameseText.ByGivenName).Select(i => i.View)],
            standing.MayManage,
            standing.Role,
            meeting.Revision,
            meeting.CancelReason,
            standing.MayManage ? await guestLinks.OfMeetingAsync(id, cancellationToken) : null,
            standing.Role == MeetingRole.Guest && caller.Guest is not null ? null : meeting.UrgentReason);
    }

    private static int RankOf(MeetingInvitee invitee, Names names) =>
        invitee.UnitId is { } unit && names.Units.TryGetValue(unit, out var summary) ? summary.Rank
        : invitee.PersonId is { } person && names.People.TryGetValue(person, out var known) ? known.Rank
        : int.MaxValue;

    private static List<AgendaItemView> AgendaOf(Meeting meeting, Names names, ILookup<AgendaItemId, DocumentView> documents)
    {
        var views = new List<AgendaItemView>(meeting.Agenda.Count);
        var start = meeting.Start;
        foreach (var item in meeting.Agenda.OrderBy(i => i.Number))
        {
            views.Add(new AgendaItemView(
                item.Id, item.Number, item.Title, item.Kind, item.Minutes, names.Person(item.PresenterId), item.PresenterText, start,
                [.. documents[item.Id]]));
            start = start.AddMinutes(item.Minutes);
        }

        return views;
    }
}
