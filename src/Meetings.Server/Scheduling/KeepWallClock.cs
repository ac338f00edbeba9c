using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Scheduling;

/// <summary>
/// At the start, and so after every update of the system's zone rules: meetings to come keep the clock time people agreed on, and the
/// instant follows. A changed instant goes out as any edit does.
/// </summary>
internal sealed partial class KeepWallClock(IServiceScopeFactory scopes, TimeProvider time, ILogger<KeepWallClock> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await RunAsync(
            scope.ServiceProvider.GetRequiredService<MeetingsDbContext>(), scope.ServiceProvider.GetRequiredService<INews>(), stoppingToken);
    }

    /// <returns>How many meetings got another instant.</returns>
    internal async Task<int> RunAsync(MeetingsDbContext db, INews news, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var ahead = await db.Set<Meeting>()
            .Where(m => m.Start > now && (m.Status == MeetingStatus.Draft || m.Status == MeetingStatus.Scheduled)).ToListAsync(cancellationToken);
        var moved = ahead.Where(m => !MeetingTime.MayBe(m.Start, m.LocalStart, m.Zone)).ToList();
        if (moved.Count == 0)
        {
            return 0;
        }

        foreach (var meeting in moved)
        {
            var again = MeetingTime.ByRule(meeting.LocalStart, meeting.Zone);
            LogMoved(meeting.Id, meeting.Zone, meeting.Start, again.Utc);
            meeting.Start = again.Utc;
            meeting.Revision++;
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var meeting in moved)
        {
            await news.TellAsync(new MeetingChanged(meeting.Id, meeting.Status), cancellationToken);
        }

        return moved.Count;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The clock rules of {Zone} have changed: meeting {Meeting} begins at {New} instead of {Old}, so that its clock time stays")]
    private partial void LogMoved(MeetingId meeting, string zone, DateTimeOffset old, DateTimeOffset @new);
}
