using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Series;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

/// <summary>One meeting with all its names, for whoever may see it; a guest not let in yet reads title, time and place alone.</summary>
internal sealed class ShowMeeting(MeetingsDbContext db, MeetingDesk desk, IDirectory directory, IMeetingPapers papers, IMeetingGuestLinks guestLinks)
{
    public async Task<Outcome<MeetingDetails>> RunAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await desk.SeeAsync(caller, id, cancellationToken) is not { } seen)
        {
            return Refusal.NotFound();
        }

        var (meeting, standing) = seen;
        return await ViewAsync(
            caller, meeting, standing, await papers.ReadableAsync(id, caller, standing, cancellationToken),
            standing.MayManage ? await guestLinks.OfMeetingAsync(id, cancellationToken) : null,
            caller.Guest is null ? await SeriesOfAsync(caller, meeting, cancellationToken) : null,
            cancellationToken);
    }

    /// <summary>A plan that is not a meeting yet, with its names; for whoever may use it.</summary>
    public Task<MeetingDetails> TemplateAsync(Caller caller, Meeting plan, CancellationToken cancellationToken) => ViewAsync(
        caller, plan, new Standing(null, true, null), Enumerable.Empty<DocumentView>().ToLookup(_ => default(AgendaItemId)), null, null, cancellationToken);

    private async Task<MeetingDetails> ViewAsync(
        Caller caller, Meeting meeting, Standing standing, ILookup<AgendaItemId, DocumentView> documents, IReadOnlyList<GuestLinkView>? links,
        SeriesView? series, CancellationToken cancellationToken)
    {
        var names = await Names.OfAsync(
            directory,
            DateOnly.FromDateTime(meeting.LocalStart),
            meeting.HostUnitId,
            [meeting.ChairId, meeting.SecretaryId, .. meeting.Agenda.Select(i => i.PresenterId)],
            MeetingFacts.Of(meeting).Invitees,
            cancellationToken);
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
            standing.IsWaiting ? [] : AgendaOf(meeting, names, documents, caller, standing),
            standing.IsWaiting ? [] : [.. meeting.Invitees.Select(i => (View: names.Invitee(i), Rank: RankOf(i, names)))
                .OrderBy(i => i.View.Role).ThenBy(i => i.Rank).ThenBy(i => i.View.Kind)
                .ThenBy(i => i.View.Name, VietnameseText.ByGivenName).Select(i => i.View)],
            standing.MayManage,
            standing.Role,
            meeting.Revision,
            meeting.CancelReason,
            links,
            standing.Role == MeetingRole.Guest && caller.Guest is not null ? null : meeting.UrgentReason,
            meeting.Quorum,
            series);
    }

    private async Task<SeriesView?> SeriesOfAsync(Caller caller, Meeting meeting, CancellationToken cancellationToken)
    {
        if (meeting.SeriesId is not { } id || await db.Set<MeetingSeries>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancellationToken) is not { } series)
        {
            return null;
        }

        var all = await db.Set<Meeting>().Where(m => m.SeriesId == id).OrderBy(m => m.LocalStart).ThenBy(m => m.Id).Select(m => m.Id).ToListAsync(cancellationToken);
        var at = all.IndexOf(meeting.Id);
        return new SeriesView(
            id, Recurrence.Read(series.Rule, series.OnDayOff), at + 1, all.Count,
            await NearestAsync(all.Take(at).Reverse()), await NearestAsync(all.Skip(at + 1)));

        async Task<MeetingId?> NearestAsync(IEnumerable<MeetingId> others)
        {
            foreach (var other in others)
            {
                if (await desk.SeeAsync(caller, other, cancellationToken) is not null)
                {
                    return other;
                }
            }

            return null;
        }
    }

    private static int RankOf(MeetingInvitee invitee, Names names) =>
        invitee.UnitId is { } unit && names.Units.TryGetValue(unit, out var summary) ? summary.Rank
        : invitee.PersonId is { } person && names.People.TryGetValue(person, out var known) ? known.Rank
        : int.MaxValue;

    private static List<AgendaItemView> AgendaOf(
        Meeting meeting, Names names, ILookup<AgendaItemId, DocumentView> documents, Caller caller, Standing standing)
    {
        var items = meeting.Agenda.OrderBy(i => i.Number).ToList();
        var labels = Numbering.Labels(items.Select(i => i.Depth));
        var views = new List<AgendaItemView>(items.Count);
        var start = meeting.Start;
        foreach (var (item, label) in items.Zip(labels))
        {
            // Numbers and times stay what they are for everybody: an item that is not for the caller leaves a gap.
            if (standing.Sees(item.Id))
            {
                var isMine = item.Audience.Length == 0 || standing.MayManage || Audiences.Includes(item.Audience, caller, standing.UnitId)
                    || (item.PresenterId is { } presenter && presenter == caller.PersonId);
                views.Add(new AgendaItemView(
                    item.Id, item.Number, item.Title, item.Kind, item.Minutes, names.Person(item.PresenterId), item.PresenterText, start,
                    [.. documents[item.Id]], label, item.Depth, item.Description,
                    item.Audience.Length == 0 ? null : Audiences.Read(item.Audience), item.IsRestricted, isMine));
            }

            start = start.AddMinutes(item.Minutes);
        }

        return views;
    }
}
