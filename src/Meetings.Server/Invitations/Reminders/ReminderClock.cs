using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Quartz;

namespace Meetings.Server.Invitations.Reminders;

/// <summary>Sets the triggers of a meeting's reminders in the persistent store; an older setting of the same meeting is replaced.</summary>
internal sealed class ReminderClock(ISchedulerFactory factory, TimeProvider time)
{
    public async Task SetAsync(MeetingPlan plan, CancellationToken cancellationToken)
    {
        var scheduler = await factory.GetScheduler(cancellationToken);
        foreach (var reminder in ReminderRules.OfMeeting)
        {
            var key = new TriggerKey($"{plan.Id}/{reminder.Name}", Group);
            var at = plan.Start - reminder.Before;
            if (!ReminderRules.IsComing(plan) || time.GetUtcNow() >= plan.Start - reminder.Worthless)
            {
                await scheduler.UnscheduleJob(key, cancellationToken);
                continue;
            }

            if (await scheduler.GetTrigger(key, cancellationToken) is { } set && set.StartTimeUtc == at)
            {
                continue;
            }

            // Misfire policy: fire once as soon as the server is back; the job itself knows whether it is still worth it.
            var trigger = TriggerBuilder.Create().WithIdentity(key).ForJob(RemindMeetingJob.Key).StartAt(at)
                .UsingJobData(RemindMeetingJob.Meeting, plan.Id.ToString()).UsingJobData(RemindMeetingJob.Reminder, reminder.Name)
                .WithSimpleSchedule(s => s.WithMisfireInstruction(SimpleTriggerMisfireInstruction.FireNow)).Build();
            await scheduler.ScheduleTrigger(trigger, TriggerConflict.Replace, cancellationToken);
        }
    }

    private const string Group = "meeting-reminders";
}

/// <summary>One reminder of one meeting. What it sends has keys, so a second firing after a crash sends nothing.</summary>
[DisallowConcurrentExecution]
internal sealed class RemindMeetingJob(ReminderRun run) : IJob
{
    public const string Meeting = "meeting", Reminder = "reminder";

    public static readonly JobKey Key = new("remind-meeting");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        if (MeetingId.TryParse(context.MergedJobDataMap.GetString(Meeting), out var id))
        {
            await run.MeetingAsync(id, context.MergedJobDataMap.GetString(Reminder) ?? "", cancellationToken);
        }
    }
}

/// <summary>
/// Every five minutes: makes up for news lost in a crash, sets missing triggers, asks who has not answered or not read, and warns of
/// the lead time. Misfire policy: leave out what was missed, the next run does it all.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class SweepInvitationsJob(ReminderRun run) : IJob
{
    public static readonly JobKey Key = new("sweep-invitations");

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) => await run.SweepAsync(cancellationToken);
}
