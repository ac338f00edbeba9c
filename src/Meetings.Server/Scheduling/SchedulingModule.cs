using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Meetings.Server.Scheduling.Days;
using Meetings.Server.Scheduling.Series;
using Meetings.Server.Scheduling.Templates;

namespace Meetings.Server.Scheduling;

/// <summary>Meetings, their agenda and invitees, and the status machine.</summary>
public static class SchedulingModule
{
    public static IHostApplicationBuilder AddScheduling(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<Attachments>();
        builder.Services.AddScoped<MeetingDesk>();
        builder.Services.AddScoped<SaveMeeting>();
        builder.Services.AddScoped<MoveMeeting>();
        builder.Services.AddScoped<SeriesDesk>();
        builder.Services.AddScoped<MakeSeries>();
        builder.Services.AddScoped<KeepTemplates>();
        builder.Services.AddScoped<ShowMeeting>();
        builder.Services.AddScoped<ListMeetings>();
        builder.Services.AddSingleton<IWorkingDays>(services => WorkingDays.Of(services.GetRequiredService<DataFolder>()));
        builder.Services.AddScoped<FindClashes>();
        builder.Services.AddHostedService<KeepWallClock>();
        builder.Services.AddScoped<IMeetings, MeetingPlans>();
        builder.Services.AddScoped<Engagements>();
        builder.Services.AddScoped<IEngagements>(services => services.GetRequiredService<Engagements>());
        builder.Services.AddScoped<IHandle<PersonLeft>, FollowPeople>();
        return builder;
    }

    public static IEndpointRouteBuilder MapScheduling(this IEndpointRouteBuilder routes)
    {
        _ = routes.ServiceProvider.GetRequiredService<IWorkingDays>(); // a broken days-off.json is told at the start, not at the first meeting
        routes.MapGet("/api/days", (DateOnly from, DateOnly to, IWorkingDays days) => ShowDays.Run(days, from, to).ToResult())
            .WithName("ListDays").WithAccess(AccessRule.SignedIn);
        var meetings = routes.MapGroup("/api/meetings");
        meetings.MapGet("/", (string? view, DateOnly? from, DateOnly? to, string? q, Caller caller, ListMeetings list, CancellationToken stop) =>
                Enum.TryParse<MeetingList>(view ?? nameof(MeetingList.All), ignoreCase: true, out var which) && Enum.IsDefined(which)
                    ? list.RunAsync(caller, which, from, to, q, stop).ToResult()
                    : Task.FromResult(Refusal.Invalid("view_unknown").ToResult()))
            .WithName("ListMeetings").WithAccess(AccessRule.Invited);
        meetings.MapGet("/{id}", (MeetingId id, Caller caller, ShowMeeting show, CancellationToken stop) =>
                show.RunAsync(caller, id, stop).ToResult())
            .WithName("GetMeeting").WithAccess(AccessRule.Invited);
        meetings.MapPost("/", (MeetingInput input, Caller caller, SaveMeeting save, CancellationToken stop) =>
                save.CreateAsync(caller, input, stop).ToResult())
            .WithName("CreateMeeting").WithAccess(AccessRule.UnitSecretary);
        meetings.MapPost("/clashes", (MeetingInput input, MeetingId? except, Caller caller, FindClashes find, CancellationToken stop) =>
                find.RunAsync(caller, input, except, stop).ToResult())
            .WithName("FindClashes").WithAccess(AccessRule.UnitSecretary);
        meetings.MapPut("/{id}", (MeetingId id, ScopeQuery? scope, MeetingInput input, Caller caller, SaveMeeting save, CancellationToken stop) =>
                save.EditAsync(caller, id, input, scope?.Scope ?? SeriesScope.This, stop).ToResult())
            .WithName("EditMeeting").WithAccess(AccessRule.Manager);
        meetings.MapPost("/{id}/schedule", (MeetingId id, ScopeQuery? scope, Caller caller, MoveMeeting move, CancellationToken stop) =>
                move.ScheduleAsync(caller, id, scope?.Scope ?? SeriesScope.This, stop).ToResult())
            .WithName("ScheduleMeeting").WithAccess(AccessRule.Manager);
        meetings.MapPost("/{id}/cancel", (MeetingId id, ScopeQuery? scope, CancelInput input, Caller caller, MoveMeeting move, CancellationToken stop) =>
                move.CancelAsync(caller, id, input.Reason, scope?.Scope ?? SeriesScope.This, stop).ToResult())
            .WithName("CancelMeeting").WithAccess(AccessRule.Manager);
        meetings.MapDelete("/{id}", (MeetingId id, ScopeQuery? scope, Caller caller, MoveMeeting move, CancellationToken stop) =>
                move.DeleteAsync(caller, id, scope?.Scope ?? SeriesScope.This, stop).ToResult())
            .WithName("DeleteDraft").WithAccess(AccessRule.Manager);
        meetings.MapPost("/recurrence", (RecurrenceQuestion question, MakeSeries make) => make.Preview(question).ToResult())
            .WithName("PreviewRecurrence").WithAccess(AccessRule.UnitSecretary);
        meetings.MapPost("/{id}/series", (MeetingId id, RepeatInput input, Caller caller, MakeSeries make, CancellationToken stop) =>
                make.RepeatAsync(caller, id, input, stop).ToResult())
            .WithName("RepeatMeeting").WithAccess(AccessRule.Manager);
        meetings.MapPost("/{id}/series/extend", (MeetingId id, ExtendInput input, Caller caller, MakeSeries make, CancellationToken stop) =>
                make.ExtendAsync(caller, id, input, stop).ToResult())
            .WithName("ExtendSeries").WithAccess(AccessRule.Manager);
        var templates = routes.MapGroup("/api/templates");
        templates.MapGet("/", (Caller caller, KeepTemplates keep, CancellationToken stop) => keep.ListAsync(caller, stop).ToResult())
            .WithName("ListTemplates").WithAccess(AccessRule.UnitSecretary);
        templates.MapGet("/{which}", (string which, Caller caller, KeepTemplates keep, CancellationToken stop) => keep.ShowAsync(caller, which, stop).ToResult())
            .WithName("GetTemplate").WithAccess(AccessRule.UnitSecretary);
        templates.MapPost("/", (TemplateInput input, Caller caller, KeepTemplates keep, CancellationToken stop) => keep.KeepAsync(caller, input, stop).ToResult())
            .WithName("KeepTemplate").WithAccess(AccessRule.UnitSecretary);
        templates.MapDelete("/{id}", (string id, Caller caller, KeepTemplates keep, CancellationToken stop) => keep.RemoveAsync(caller, id, stop).ToResult())
            .WithName("RemoveTemplate").WithAccess(AccessRule.UnitSecretary);
        return routes;
    }
}
