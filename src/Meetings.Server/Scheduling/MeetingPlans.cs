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
        await desk.LoadAsync(id, cancellationToken) is not { } m
            ? null
            : new MeetingPlan(
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
                [.. m.Agenda.OrderBy(i => i.Number)
                    .Select(i => new PlannedItem(i.Id, i.Number, i.Title, i.Kind, i.Minutes, i.PresenterId, i.PresenterText))],
                [.. MeetingFacts.Of(m).Invitees]);

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
