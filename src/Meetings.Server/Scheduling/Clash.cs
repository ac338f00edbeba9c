using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>Whoever or whatever can be at one meeting at a time.</summary>
/// <param name="Id">As ids are written on the wire.</param>
internal readonly record struct Attendee(InviteeKind Kind, string Id);

/// <summary>A span of time that a meeting takes from its attendees, its room and the lines of its sites.</summary>
/// <param name="Room">Folded name of the place within its host unit; null where none is written.</param>
/// <param name="UsesLine">False for a meeting in person only.</param>
internal sealed record Engagement(
    DateTimeOffset Start, DateTimeOffset End, IReadOnlySet<Attendee> Attendees, string? Room, bool UsesLine)
{
    /// <summary>Meetings that follow one another without a pause do not overlap.</summary>
    public bool Overlaps(Engagement other) => Start < other.End && other.Start < End;

    public bool SharesRoom(Engagement other) => Room is not null && Room == other.Room;

    public bool ClashesWith(Engagement other) => Overlaps(other) && (SharesRoom(other) || Attendees.Overlaps(other.Attendees));
}

/// <summary>Pure arithmetic over engagements.</summary>
internal static class Clash
{
    /// <summary>The most meetings that run at one moment of this one, itself among them.</summary>
    public static int MostAtOnce(Engagement planned, IReadOnlyCollection<Engagement> others)
    {
        var during = others.Where(planned.Overlaps).ToList();

        // The number only grows where a meeting begins.
        return during.Select(o => o.Start).Append(planned.Start).Where(at => at >= planned.Start)
            .Max(at => 1 + during.Count(o => o.Start <= at && at < o.End));
    }

    /// <summary>
    /// Starts, in half hours from the planned day on, at which nothing clashes: on working days, within the morning or the afternoon
    /// where the meeting is short enough for one of them, and within the working day otherwise. Two weeks are searched.
    /// </summary>
    /// <param name="after">No start before this.</param>
    public static IReadOnlyList<DateTime> FreeStarts(
        DateTime planned, string zone, int minutes, DateTimeOffset after, WorkingHours hours, Func<DateTimeOffset, bool> isFree, IWorkingDays days, int most)
    {
        var found = new List<DateTime>();
        for (var day = planned.Date; day < planned.Date.AddDays(14) && found.Count < most; day = day.AddDays(1))
        {
            if (!days.IsWorkingDay(DateOnly.FromDateTime(day)))
            {
                continue;
            }

            foreach (var start in hours.StartsOf(day, minutes))
            {
                if (found.Count < most && MeetingTime.Resolve(MeetingTime.Write(start), zone) is { Refusal: null } time
                    && time.Value.Utc >= after && isFree(time.Value.Utc))
                {
                    found.Add(start);
                }
            }
        }

        return found;
    }
}

/// <summary>The working day, in minutes after midnight; by default 7:00-11:30 and 13:00-17:00 as in the south of Viet Nam.</summary>
internal sealed record WorkingHours(int MorningFrom = 420, int MorningTo = 690, int AfternoonFrom = 780, int AfternoonTo = 1020)
{
    private const int Step = 30;

    public IEnumerable<DateTime> StartsOf(DateTime day, int minutes)
    {
        var isLong = minutes > Math.Max(MorningTo - MorningFrom, AfternoonTo - AfternoonFrom);
        for (var from = MorningFrom; from + minutes <= AfternoonTo; from += Step)
        {
            var fits = isLong || from + minutes <= MorningTo || from >= AfternoonFrom;
            if (fits)
            {
                yield return day.AddMinutes(from);
            }
        }
    }
}
