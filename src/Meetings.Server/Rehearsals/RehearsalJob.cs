using Meetings.Server.Scheduling.Contracts;
using Quartz;

namespace Meetings.Server.Rehearsals;

/// <summary>When places are asked to try their line before a meeting.</summary>
internal static class RehearsalTimes
{
    /// <summary>Clock time at the meeting's place, when the office's day ends: the room is free and its technician still there.</summary>
    private static readonly TimeSpan Evening = TimeSpan.FromHours(17);

    private static readonly TimeSpan LastCall = TimeSpan.FromHours(1);

    /// <summary>How late either is still worth sending.</summary>
    private static readonly TimeSpan EveningWorth = TimeSpan.FromHours(5), LastCallWorth = TimeSpan.FromMinutes(30);

    /// <summary>"evening", "hour" or null for the moment; by the working day before, so that Monday's meetings are tried on Friday.</summary>
    public static string? Due(MeetingPlan plan, DateTimeOffset now, Func<DateOnly, bool> isWorkingDay)
    {
        if (plan.Status != MeetingStatus.Scheduled || plan.Mode == MeetingMode.InPerson)
        {
            return null;
        }

        var last = plan.Start - LastCall;
        if (now >= last && now < last + LastCallWorth)
        {
            return "hour";
        }

        var day = WorkingDayMath.Nearest(DateOnly.FromDateTime(plan.LocalStart), -1, isWorkingDay);
        // The meeting's own offset serves: a change of clocks in between shifts the call by an hour.
        var evening = plan.Start - (plan.LocalStart - day.ToDateTime(TimeOnly.MinValue)) + Evening;
        return now >= evening && now < evening + EveningWorth ? "evening" : null;
    }
}

/// <summary>
/// Every five minutes: asks the places that have no good trial, on the working day before at 17:00 and an hour before. Misfire policy:
/// leave out what was missed, the next run asks what is still worth asking. Notices have keys, so a second run or server tells nobody twice.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class AskForRehearsalsJob(IMeetings meetings, RehearsalDesk desk, IWorkingDays days, TimeProvider time) : IJob
{
    public static readonly JobKey Key = new("ask-for-rehearsals");

    private static readonly TimeSpan Ahead = TimeSpan.FromDays(15);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await RunAsync(cancellationToken);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var plan in await meetings.BetweenAsync(now, now + Ahead, cancellationToken))
        {
            if (RehearsalTimes.Due(plan, now, days.IsWorkingDay) is { } occasion)
            {
                await desk.AskAsync(plan, occasion, cancellationToken);
            }
        }
    }
}
