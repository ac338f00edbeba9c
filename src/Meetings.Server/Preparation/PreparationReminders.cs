using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Preparation;

/// <summary>
/// Reminds once a day before each deadline whoever has not handed in or answered. Every notice has a key of its own, so that a
/// second run, a restart or a second server sends nothing twice; after the deadline nothing is sent any more.
/// </summary>
internal sealed class PreparationReminders(IServiceScopeFactory scopes, TimeProvider time, ILogger<PreparationReminders> log) : BackgroundService
{
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan Before = TimeSpan.FromDays(1);

    /// <summary>For the people and sites invited by themselves; a unit's people are told by mail with its invitation.</summary>
    public static IReadOnlyList<Notice> Notices(MeetingPlan plan, string kind, string key, DateTimeOffset due, Func<Invitee, bool>? only = null) =>
        [.. plan.Invitees.Where(i => i.Role is not MeetingRole.Technician && (only is null || only(i)))
            .Select(i => i.PersonId is { } person ? Addressee.Of(person) : i.SiteId is { } site ? Addressee.Of(site) : (Addressee?)null)
            .OfType<Addressee>().Distinct()
            .Select(to => new Notice(
                to, kind, key, $"/meetings/{plan.Id}/preparation",
                new Dictionary<string, string> { ["title"] = plan.Title, ["dueAt"] = due.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture) },
                ExpiresAt: due))];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
        var meetings = scope.ServiceProvider.GetRequiredService<IMeetings>();
        var notifier = scope.ServiceProvider.GetRequiredService<INotifier>();
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow() + Before);
        foreach (var plan in await db.Set<PreparationPlan>().AsNoTracking()
            .Where(p => (p.DelegatesDue > now && p.DelegatesDue <= until) || (p.ReportDue > now && p.ReportDue <= until)).ToListAsync(cancellationToken))
        {
            if (await OpenAsync(meetings, plan.MeetingId, cancellationToken) is not { } meeting)
            {
                continue;
            }

            var rows = await db.Set<Submission>().AsNoTracking().Where(s => s.MeetingId == plan.MeetingId).ToDictionaryAsync(s => s.Invitee, cancellationToken);
            if (plan.DelegatesDue is { } delegates && delegates > now && delegates <= until)
            {
                await notifier.TellAsync(
                    Notices(meeting, "delegatesDue", $"delegates/{plan.MeetingId}/{delegates.UtcTicks}", delegates,
                        i => i.Role == MeetingRole.Delegate && rows.GetValueOrDefault(Audiences.Word(i))?.DelegatesAt is null),
                    cancellationToken);
            }

            if (plan.ReportDue is { } report && report > now && report <= until)
            {
                await notifier.TellAsync(
                    Notices(meeting, "reportDue", $"report/{plan.MeetingId}/{report.UtcTicks}", report,
                        i => i.Role == MeetingRole.Delegate && rows.GetValueOrDefault(Audiences.Word(i))?.ReportState is null or ReportState.Missing or ReportState.Returned),
                    cancellationToken);
            }
        }

        foreach (var opinion in await db.Set<Opinion>().AsNoTracking().Where(o => o.ClosedAt == null && o.DueAt > now && o.DueAt <= until).ToListAsync(cancellationToken))
        {
            if (await OpenAsync(meetings, opinion.MeetingId, cancellationToken) is { } meeting)
            {
                var answered = await db.Set<OpinionAnswer>().Where(a => a.OpinionId == opinion.Id).Select(a => a.Voice).ToListAsync(cancellationToken);
                await notifier.TellAsync(
                    Notices(meeting, "opinionDue", $"opinion/{opinion.Id:N}/due", opinion.DueAt, i => !answered.Contains(Audiences.Word(i))), cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var beat = new PeriodicTimer(Every, time);
        while (await beat.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
#pragma warning disable CA1031 // The edge of the work loop: the next run tries again.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.LogError(failure, "Reminders of the preparation could not be written");
            }
        }
    }

    private static async Task<MeetingPlan?> OpenAsync(IMeetings meetings, MeetingId id, CancellationToken cancellationToken) =>
        await meetings.FindAsync(id, cancellationToken) is { Status: MeetingStatus.Scheduled or MeetingStatus.Open } plan ? plan : null;
}
