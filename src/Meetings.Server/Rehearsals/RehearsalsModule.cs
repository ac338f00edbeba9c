using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace Meetings.Server.Rehearsals;

/// <summary>Every invited place tries camera, sound and line before the meeting; whoever prepares it sees which failed and whom to call.</summary>
public static class RehearsalsModule
{
    public static IHostApplicationBuilder AddRehearsals(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<RehearsalDesk>();
        builder.Services.AddScoped<AskForRehearsalsJob>();
        builder.Services.AddScoped<IHandle<MeetingDeleted>, ClearRehearsals>();
        builder.Services.AddQuartz(quartz =>
        {
            quartz.AddJob<AskForRehearsalsJob>(job => job.WithIdentity(AskForRehearsalsJob.Key).StoreDurably());
            quartz.AddTrigger(trigger => trigger.WithIdentity("ask-for-rehearsals").ForJob(AskForRehearsalsJob.Key).StartNow()
                .WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromMinutes(5)).RepeatForever()
                    .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));
        });
        return builder;
    }

    public static IEndpointRouteBuilder MapRehearsals(this IEndpointRouteBuilder routes)
    {
        var meeting = routes.MapGroup("/api/meetings/{id}/rehearsals");
        meeting.MapGet("/", (MeetingId id, Caller caller, RehearsalDesk desk, CancellationToken stop) => desk.ShowAsync(caller, id, stop).ToResult())
            .WithName("ListRehearsals").WithAccess(AccessRule.Invited);
        meeting.MapPost("/", (MeetingId id, RehearsalInput input, Caller caller, RehearsalDesk desk, CancellationToken stop) =>
                desk.KeepAsync(caller, id, input, stop).ToResult())
            .WithName("KeepRehearsal").WithAccess(AccessRule.Invited);
        meeting.MapPost("/remind", (MeetingId id, Caller caller, RehearsalDesk desk, CancellationToken stop) => desk.RemindAsync(caller, id, stop).ToResult())
            .WithName("RemindOfRehearsal").WithAccess(AccessRule.Manager);
        return routes;
    }
}

/// <summary>A deleted draft takes its trials along.</summary>
internal sealed class ClearRehearsals(MeetingsDbContext db) : IHandle<MeetingDeleted>
{
    public async Task HandleAsync(MeetingDeleted news, CancellationToken cancellationToken) =>
        await db.Set<Rehearsal>().Where(r => r.MeetingId == news.MeetingId).ExecuteDeleteAsync(cancellationToken);
}
