using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling.Series;

/// <summary>A meeting of the series that kept something of its own: "agenda", "officers".</summary>
internal sealed record KeptPart(Kernel.MeetingId Id, string LocalStart, IReadOnlyList<string> Parts);

/// <summary>Finds the meetings an action means, and spreads an edit over them.</summary>
internal sealed class SeriesDesk(MeetingsDbContext db, MeetingDesk desk, IMeetingPapers papers, IWorkingDays days, TimeProvider time)
{
    /// <summary>
    /// The others of the series that the scope means, that are still to be held and that the caller may manage too, tracked, in order: who is
    /// secretary of one meeting alone does not reach the rest.
    /// </summary>
    /// <param name="from">Wall clock from which "following" counts.</param>
    public async Task<List<Meeting>> OthersAsync(Caller caller, Meeting meeting, SeriesScope scope, DateTime from, CancellationToken cancellationToken)
    {
        if (scope == SeriesScope.This || meeting.SeriesId is not { } series)
        {
            return [];
        }

        var others = db.Set<Meeting>().Include(m => m.Agenda.OrderBy(i => i.Number)).Include(m => m.Invitees).AsSplitQuery()
            .Where(m => m.SeriesId == series && m.Id != meeting.Id && (m.Status == MeetingStatus.Draft || m.Status == MeetingStatus.Scheduled));
        if (scope == SeriesScope.Following)
        {
            others = others.Where(m => m.LocalStart >= from);
        }

        var now = time.GetUtcNow();
        var managed = new List<Meeting>();
        foreach (var other in await others.OrderBy(m => m.LocalStart).ToListAsync(cancellationToken))
        {
            if (other.Start > now && (await desk.StandingAsync(caller, MeetingFacts.Of(other), cancellationToken))?.MayManage == true)
            {
                managed.Add(other);
            }
        }

        return managed;
    }

    /// <summary>Does to the others what the edit did to the meeting; not saved yet.</summary>
    /// <returns>Those changed, and those of them that kept a part.</returns>
    public async Task<(List<Meeting> Changed, List<KeptPart> Kept)> SpreadAsync(
        Caller caller, PlanParts before, Meeting edited, SeriesScope scope, Func<Meeting, Task> index, CancellationToken cancellationToken)
    {
        List<KeptPart> kept = [];
        if (scope == SeriesScope.This || edited.SeriesId is null)
        {
            return ([], kept);
        }

        var others = await OthersAsync(caller, edited, scope, before.LocalStart, cancellationToken);

        var series = await db.Set<MeetingSeries>().FirstAsync(s => s.Id == edited.SeriesId, cancellationToken);
        var change = new PlanChange(before, edited, days, series.OnDayOff, time);
        foreach (var other in others)
        {
            var held = (await papers.OfMeetingAsync(other.Id, cancellationToken)).Select(g => g.Key).ToHashSet();
            if (change.ApplyTo(other, held) is { Count: > 0 } parts)
            {
                kept.Add(new KeptPart(other.Id, MeetingTime.Write(other.LocalStart), parts));
            }

            other.Revision++;
            await index(other);
        }

        change.MoveRule(series);

        return (others, kept);
    }
}

/// <summary>The scope as an address names it: "this", "following", "all".</summary>
internal readonly record struct ScopeQuery(SeriesScope Scope)
{
    public static bool TryParse(string? text, out ScopeQuery query)
    {
        var known = Enum.TryParse<SeriesScope>(text, ignoreCase: true, out var scope) && Enum.IsDefined(scope);
        query = new ScopeQuery(scope);
        return known;
    }
}
