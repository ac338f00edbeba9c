using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>What a change of person did to a plan.</summary>
/// <param name="Changed">Places given away or taken out: "chair", "secretary", "invitee", "presenter".</param>
/// <param name="Kept">Places the person still holds because nobody else can: "chair", "secretary".</param>
internal sealed record Moved(IReadOnlyList<string> Changed, IReadOnlyList<string> Kept);

/// <summary>Puts one person in another's places of a plan.</summary>
internal static class Succession
{
    /// <param name="successor">Null: invitee and presenter are taken out, chair and secretary stay.</param>
    public static Moved Apply(Meeting meeting, PersonId person, PersonId? successor, TimeProvider time)
    {
        List<string> changed = [], kept = [];

        // Chair and secretary must be two people: who holds the other place cannot take this one.
        if (meeting.ChairId == person)
        {
            if (successor is { } chair && meeting.SecretaryId != chair)
            {
                meeting.ChairId = chair;
                changed.Add("chair");
            }
            else
            {
                kept.Add("chair");
            }
        }

        if (meeting.SecretaryId == person)
        {
            if (successor is { } secretary && meeting.ChairId != secretary)
            {
                meeting.SecretaryId = secretary;
                changed.Add("secretary");
            }
            else
            {
                kept.Add("secretary");
            }
        }

        foreach (var item in meeting.Agenda.Where(i => i.PresenterId == person))
        {
            item.PresenterId = successor;
            changed.Add("presenter");
        }

        if (meeting.Invitees.FirstOrDefault(i => i.PersonId == person) is { } invited)
        {
            meeting.Invitees.Remove(invited);
            changed.Add("invitee");
            if (successor is { } other && meeting.Invitees.All(i => i.PersonId != other))
            {
                meeting.Invitees.Add(new MeetingInvitee
                {
                    Id = Guid.CreateVersion7(time.GetUtcNow()),
                    MeetingId = meeting.Id,
                    PersonId = other,
                    Role = invited.Role,
                });
            }
        }

        // Items meant for the one who left are for the successor.
        foreach (var item in meeting.Agenda.Where(i => i.Audience.Length > 0))
        {
            item.Audience = string.Join(' ', item.Audience.Split(' ')
                .Select(word => word != $"p{person}" ? word : successor is { } next ? $"p{next}" : "").Where(word => word.Length > 0).Distinct());
        }

        return new Moved([.. changed.Distinct()], kept);
    }
}

/// <summary>The folded text in which meetings are searched.</summary>
internal static class SearchTexts
{
    public static string Of(Meeting meeting, string? host, string? chair)
    {
        string?[] searched = [meeting.Title, meeting.Place, host, chair, .. meeting.Agenda.Where(i => !i.IsRestricted).Select(i => i.Title)];
        return VietnameseText.Fold(string.Join('\n', searched.Where(s => s is not null)));
    }
}
