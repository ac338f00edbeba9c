using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Feed;
using Meetings.Server.Invitations.Contracts;
using Meetings.Server.Invitations.Letters;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Invitations.Reminders;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Quartz;

namespace Meetings.Server.Invitations;

/// <summary>Invitations by mail, calendar and bell; answers; personal links; reminders; the secretary's board.</summary>
public static class InvitationsModule
{
    public static IHostApplicationBuilder AddInvitations(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<GuessLimit>();
        services.AddSingleton<SignedLinks>();
        services.AddSingleton<IBeforeStart>(provider => provider.GetRequiredService<SignedLinks>());
        services.AddSingleton<DispatchTurn>();
        services.AddScoped<Recipients>();
        services.AddScoped<Dispatch>();
        services.AddScoped<SendInvitations>();
        services.AddScoped<SignedLetters>();
        services.AddScoped<DraftLetters>();
        services.AddScoped<Replying>();
        services.AddScoped<Reminding>();
        services.AddScoped<IRehearsalLetters>(scope => scope.GetRequiredService<Reminding>());
        services.AddScoped<Board>();
        services.AddScoped<InvitationText>();
        services.AddScoped<GuestLinks>();
        services.AddScoped<CalendarFeeds>();
        services.AddScoped<InvitationDoor>();
        services.AddScoped<IMeetingGuestLinks, LiveLinks>();
        services.AddScoped<IGuestPasses, LiveLinks>();
        services.TryAddScoped<IPaperReadings, ReadingsNotKept>();
        services.AddScoped<IHandle<MeetingChanged>, FollowMeetings>();
        services.AddScoped<IHandle<MeetingDeleted>, FollowMeetings>();
        services.AddScoped<ReminderRun>();
        services.AddSingleton<ReminderClock>();
        services.AddQuartz(quartz =>
        {
            quartz.AddJob<RemindMeetingJob>(job => job.WithIdentity(RemindMeetingJob.Key).StoreDurably());
            quartz.AddJob<SweepInvitationsJob>(job => job.WithIdentity(SweepInvitationsJob.Key).StoreDurably());
            quartz.AddTrigger(trigger => trigger.ForJob(SweepInvitationsJob.Key).WithIdentity("sweep-invitations").StartNow()
                .WithSimpleSchedule(s => s.WithInterval(TimeSpan.FromMinutes(5)).RepeatForever().WithMisfireInstruction(SimpleTriggerMisfireInstruction.NextWithRemainingCount)));
        });
        return builder;
    }

    public static IEndpointRouteBuilder MapInvitations(this IEndpointRouteBuilder routes)
    {
        InvitationEndpoints.Map(routes);
        InvitationEndpoints.MapLinks(routes);
        return routes;
    }

    /// <summary>Until the slice of papers says who opened what.</summary>
    private sealed class ReadingsNotKept : IPaperReadings
    {
        public Task<IReadOnlyList<PaperReading>?> OfMeetingAsync(MeetingId meeting, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<PaperReading>?>(null);
    }
}
