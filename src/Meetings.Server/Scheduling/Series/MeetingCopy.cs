using Meetings.Server.Kernel;

namespace Meetings.Server.Scheduling.Series;

/// <summary>Meetings made after another's plan.</summary>
internal static class MeetingCopy
{
    /// <summary>
    /// A meeting of the same series at another time: everything of the plan but what belongs to one day alone, which are the urgency, the
    /// papers and the guest links. A draft, whatever the original is.
    /// </summary>
    public static Meeting At(Meeting original, Slot slot, MeetingTime at, AccountId by, TimeProvider time)
    {
        var copy = new Meeting
        {
            Id = TypedId.New<MeetingId>(time),
            Title = original.Title,
            Kind = original.Kind,
            Mode = original.Mode,
            Status = Contracts.MeetingStatus.Draft,
            HostUnitId = original.HostUnitId,
            ChairId = original.ChairId,
            SecretaryId = original.SecretaryId,
            LocalStart = at.Local,
            Zone = at.Zone,
            Start = at.Utc,
            Minutes = original.Minutes,
            Place = original.Place,
            Notes = original.Notes,
            Quorum = original.Quorum,
            SeriesId = original.SeriesId,
            SeriesSlot = slot.ByRule,
            CreatedBy = by,
            CreatedAt = time.GetUtcNow(),
            SearchText = original.SearchText,
        };
        copy.Agenda.AddRange(original.Agenda.OrderBy(i => i.Number).Select(i => Item(copy.Id, i, time)));
        copy.Invitees.AddRange(original.Invitees.Select(i => Invitee(copy.Id, i, time)));
        return copy;
    }

    public static AgendaItem Item(MeetingId meeting, AgendaItem from, TimeProvider time)
    {
        var item = new AgendaItem { Id = TypedId.New<AgendaItemId>(time), MeetingId = meeting, Title = from.Title };
        Write(item, from);
        return item;
    }

    public static void Write(AgendaItem item, AgendaItem from)
    {
        item.Number = from.Number;
        item.Depth = from.Depth;
        item.Title = from.Title;
        item.Kind = from.Kind;
        item.Minutes = from.Minutes;
        item.PresenterId = from.PresenterId;
        item.PresenterText = from.PresenterText;
        item.Description = from.Description;
        item.Audience = from.Audience;
        item.IsRestricted = from.IsRestricted;
    }

    public static MeetingInvitee Invitee(MeetingId meeting, MeetingInvitee from, TimeProvider time) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        MeetingId = meeting,
        UnitId = from.UnitId,
        PersonId = from.PersonId,
        SiteId = from.SiteId,
        Role = from.Role,
    };
}
