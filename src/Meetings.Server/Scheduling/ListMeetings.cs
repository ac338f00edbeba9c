using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

internal enum MeetingList
{
    Today,
    Week,
    Mine,
    All,
}

/// <summary>Lists of meetings. Days are days of the wall clock at the meeting's place.</summary>
internal sealed class ListMeetings(
    MeetingsDbContext db, MeetingDesk desk, IDirectory directory, IMeetingPapers papers, TimeProvider time)
{
    /// <summary>Days; a list is a page to read, not an export.</summary>
    private const int LongestRange = 800;

    private const int MostRows = 500;

    /// <summary>The zone whose day is "today" when no meeting says otherwise.</summary>
    private const string HomeZone = "Asia/Ho_Chi_Minh";

    public async Task<Outcome<IReadOnlyList<MeetingSummary>>> RunAsync(
        Caller caller, MeetingList list, DateOnly? from, DateOnly? to, string? query, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(MeetingTime.LocalOf(time.GetUtcNow(), HomeZone));
        var (first, last) = Range(list, today, from, to);
        if (last < first || last.DayNumber - first.DayNumber > LongestRange || query?.Length > 200)
        {
            return Refusal.Invalid("range_invalid");
        }

        var rows = await FindAsync(caller, list, first, last, query, cancellationToken);
        var visible = new List<(Meeting Meeting, Standing Standing)>();
        foreach (var meeting in rows)
        {
            if (await desk.StandingAsync(caller, MeetingFacts.Of(meeting), cancellationToken) is { } standing
                && (list != MeetingList.Mine || standing.Role is not null))
            {
                visible.Add((meeting, standing));
                if (visible.Count == MostRows)
                {
                    break;
                }
            }
        }

        var units = await directory.UnitsAsync([.. visible.Select(v => v.Meeting.HostUnitId).Distinct()], cancellationToken);
        var chairs = await directory.PeopleAsync(
            [.. visible.Where(v => v.Meeting.ChairId is not null).Select(v => v.Meeting.ChairId!.Value).Distinct()], today, cancellationToken);
        var counts = await papers.CountAsync([.. visible.Select(v => v.Meeting.Id)], cancellationToken);
        return visible.ConvertAll(v => new MeetingSummary(
            v.Meeting.Id,
            v.Meeting.Title,
            v.Meeting.Kind,
            v.Meeting.Mode,
            v.Meeting.Status,
            units.GetValueOrDefault(v.Meeting.HostUnitId)?.Name ?? "",
            v.Meeting.ChairId is { } chair ? chairs.GetValueOrDefault(chair)?.FullName : null,
            v.Meeting.Start,
            v.Meeting.End,
            MeetingTime.Write(v.Meeting.LocalStart),
            v.Meeting.Zone,
            v.Meeting.Agenda.Count(i => v.Standing.Sees(i.Id)),
            counts.GetValueOrDefault(v.Meeting.Id),
            v.Standing.Role,
            v.Standing.MayManage,
            v.Meeting.SeriesId));
    }

    /// <summary>First and last day; the week begins on Monday.</summary>
    public static (DateOnly First, DateOnly Last) Range(MeetingList list, DateOnly today, DateOnly? from, DateOnly? to) => list switch
    {
        MeetingList.Today => (from ?? today, to ?? from ?? today),
        MeetingList.Week => WeekOf(from ?? today, to),
        MeetingList.Mine => (from ?? today.AddDays(-30), to ?? (from ?? today).AddDays(365)),
        MeetingList.All => (from ?? today.AddDays(-180), to ?? (from ?? today).AddDays(365)),
        _ => throw new ArgumentOutOfRangeException(nameof(list)),
    };

    private static (DateOnly First, DateOnly Last) WeekOf(DateOnly day, DateOnly? to)
    {
        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return (monday, to ?? monday.AddDays(6));
    }

    private async Task<List<Meeting>> FindAsync(
        Caller caller, MeetingList list, DateOnly first, DateOnly last, string? query, CancellationToken cancellationToken)
    {
        var begin = first.ToDateTime(TimeOnly.MinValue);
        // One that began the evening before and goes on past midnight is of this day too; none is longer than a day.
        var eve = begin.AddDays(-1);
        var end = last.AddDays(1).ToDateTime(TimeOnly.MinValue);
        var meetings = db.Set<Meeting>().AsNoTracking();
        meetings = list == MeetingList.Today
            ? meetings.Where(m => (m.LocalStart >= eve && m.LocalStart < end)
                || m.Status == MeetingStatus.InSession || m.Status == MeetingStatus.Paused)
            : meetings.Where(m => m.LocalStart >= eve && m.LocalStart < end);
        if (caller.Guest is { } pass)
        {
            meetings = meetings.Where(m => m.Id == pass.MeetingId);
        }

        foreach (var word in VietnameseText.Fold(query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(10))
        {
            meetings = meetings.Where(m => m.SearchText.Contains(word));
        }

        var found = await meetings.Include(m => m.Agenda).Include(m => m.Invitees).AsSplitQuery()
            .OrderBy(m => m.LocalStart).ThenBy(m => m.Id).ToListAsync(cancellationToken);
        found.RemoveAll(m => m.LocalStart < begin && m.LocalStart.AddMinutes(m.Minutes) <= begin
            && (list != MeetingList.Today || m.Status is not (MeetingStatus.InSession or MeetingStatus.Paused)));
        return found;
    }
}
