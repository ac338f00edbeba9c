using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

/// <summary>Answers the slices above.</summary>
internal sealed class MeetingPlans(MeetingsDbContext db, MeetingDesk desk) : IMeetings
{
    public async Task<MeetingPlan?> FindAsync(MeetingId id, CancellationToken cancellationToken) =>
        await desk.LoadAsync(id, cancellationToken) is { } m ? PlanOf(m) : null;

    public async Task<IReadOnlyList<MeetingPlan>> BetweenAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        [.. (await LoadAsync(from, to, cancellationToken)).Select(PlanOf)];

    public async Task<IReadOnlyList<MeetingPlan>> OfCallerAsync(
        Caller caller, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var mine = new List<MeetingPlan>();
        foreach (var meeting in await LoadAsync(from, to, cancellationToken))
        {
            if ((await desk.StandingAsync(caller, MeetingFacts.Of(meeting), cancellationToken))?.Role is not null)
            {
                mine.Add(PlanOf(meeting));
            }
        }

        return mine;
    }

    public async Task<Standing?> StandingAsync(Caller caller, MeetingId id, CancellationToken cancellationToken) =>
        (await desk.SeeAsync(caller, id, cancellationToken))?.Standing;

    public async Task<Outcome<Done>> MoveAsync(MeetingId id, MeetingStatus to, CancellationToken cancellationToken)
    {
        if (await db.Set<Meeting>().FirstOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } meeting)
        {
            return Refusal.NotFound();
        }

        if (StatusMachine.Refuse(meeting.Status, to) is { } wrong)
        {
            return wrong;
        }

        meeting.Status = to;
        return Done.Instance;
    }

    private Task<List<Meeting>> LoadAsync(DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        db.Set<Meeting>().AsNoTracking().Include(m => m.Agenda).Include(m => m.Invitees).AsSplitQuery()
            .Where(m => m.Start >= from && m.Start < to && m.Status != MeetingStatus.Draft).OrderBy(m => m.Start).ThenBy(m => m.Id)
            .ToListAsync(cancellationToken);

    private static IEnumerable<PlannedItem> ItemsOf(Meeting m)
    {
        var items = m.Agenda.OrderBy(i => i.Number).ToList();
        return items.Zip(Numbering.Labels(items.Select(i => i.Depth)), (i, label) => new PlannedItem(
            i.Id, i.Number, i.Title, i.Kind, i.Minutes, i.PresenterId, i.PresenterText, label, i.Description, i.Audience, i.IsRestricted));
    }

    private static MeetingPlan PlanOf(Meeting m) => new(
        m.Id,
        m.Title,
        m.Kind,
        m.Mode,
        m.Status,
        m.HostUnitId,
        m.ChairId,
        m.SecretaryId,
        m.LocalStart,
        m.Zone,
        m.Start,
        m.Minutes,
        m.Place,
        [.. ItemsOf(m)],
        [.. MeetingFacts.Of(m).Invitees],
        m.Notes,
        m.CancelReason,
        m.Revision,
        m.UrgentReason,
        m.Quorum,
        m.SeriesId);

    public async Task AdmitAsync(MeetingId id, AccountId account, bool isIn, CancellationToken cancellationToken)
    {
        // Also finds what this transaction has added and not saved.
        if (await db.Set<Admission>().FindAsync([id, account], cancellationToken) is { } known)
        {
            known.IsIn = isIn;
        }
        else if (isIn)
        {
            db.Add(new Admission { MeetingId = id, AccountId = account, IsIn = true });
        }
    }
}
