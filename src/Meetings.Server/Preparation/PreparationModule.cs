using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Preparation.Contracts;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Preparation;

/// <summary>What the invited hand in before a meeting: delegates, reports, written opinions, questions.</summary>
public static class PreparationModule
{
    public static IHostApplicationBuilder AddPreparation(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddScoped<PreparationDesk>();
        services.AddScoped<ShowPreparation>();
        services.AddScoped<HandIn>();
        services.AddScoped<IPaperOwner, HandIn>();
        services.AddScoped<IHandle<PaperReceived>, HandIn>();
        services.AddScoped<KeepOpinions>();
        services.AddScoped<KeepQuestions>();
        services.AddScoped<IWrittenOpinions, WrittenOpinions>();
        services.AddScoped<IHandle<MeetingDeleted>, ClearPreparation>();
        services.AddSingleton<PreparationReminders>();
        services.AddHostedService(provider => provider.GetRequiredService<PreparationReminders>());
        return builder;
    }

    public static IEndpointRouteBuilder MapPreparation(this IEndpointRouteBuilder routes)
    {
        var meeting = routes.MapGroup("/api/meetings/{id}/preparation");
        meeting.MapGet("/", (MeetingId id, Caller caller, ShowPreparation show, CancellationToken stop) => show.RunAsync(caller, id, stop).ToResult())
            .WithName("GetPreparation").WithAccess(AccessRule.Invited);
        meeting.MapPut("/plan", (MeetingId id, PreparationPlanInput input, Caller caller, HandIn handIn, CancellationToken stop) =>
                handIn.PlanAsync(caller, id, input, stop).ToResult())
            .WithName("PlanPreparation").WithAccess(AccessRule.Manager);
        meeting.MapPut("/{key}/delegates", (MeetingId id, string key, DelegatesInput input, Caller caller, HandIn handIn, CancellationToken stop) =>
                handIn.RegisterAsync(caller, id, key, input, stop).ToResult())
            .WithName("RegisterDelegates").WithAccess(AccessRule.Invited);
        meeting.MapPost("/{key}/report", (MeetingId id, string key, ReportInput input, Caller caller, HandIn handIn, CancellationToken stop) =>
                handIn.BeginReportAsync(caller, id, key, input, stop).ToResult())
            .WithName("BeginReport").WithAccess(AccessRule.Invited);
        meeting.MapPut("/{key}/report", (MeetingId id, string key, ReportDecision decision, Caller caller, HandIn handIn, CancellationToken stop) =>
                handIn.DecideAsync(caller, id, key, decision, stop).ToResult())
            .WithName("DecideReport").WithAccess(AccessRule.Manager);
        meeting.MapPost("/opinions", (MeetingId id, OpinionInput input, Caller caller, KeepOpinions opinions, CancellationToken stop) =>
                opinions.AskAsync(caller, id, input, stop).ToResult())
            .WithName("AskOpinion").WithAccess(AccessRule.Manager);
        meeting.MapPost("/questions", (MeetingId id, QuestionInput input, Caller caller, KeepQuestions questions, CancellationToken stop) =>
                questions.AskAsync(caller, id, input, stop).ToResult())
            .WithName("AskQuestion").WithAccess(AccessRule.Invited);
        routes.MapPut("/api/opinions/{opinion}/answer", (string opinion, AnswerInput input, Caller caller, KeepOpinions opinions, CancellationToken stop) =>
                opinions.AnswerAsync(caller, opinion, input, stop).ToResult())
            .WithName("AnswerOpinion").WithAccess(AccessRule.Invited);
        routes.MapPost("/api/opinions/{opinion}/close", (string opinion, Caller caller, KeepOpinions opinions, CancellationToken stop) =>
                opinions.CloseAsync(caller, opinion, stop).ToResult())
            .WithName("CloseOpinion").WithAccess(AccessRule.Manager);
        routes.MapPut("/api/questions/{question}/answer", (string question, QuestionAnswer input, Caller caller, KeepQuestions questions, CancellationToken stop) =>
                questions.AnswerAsync(caller, question, input, stop).ToResult())
            .WithName("AnswerQuestion").WithAccess(AccessRule.Invited);
        return routes;
    }
}

/// <summary>A deleted draft takes its preparation along.</summary>
internal sealed class ClearPreparation(MeetingsDbContext db) : IHandle<MeetingDeleted>
{
    public async Task HandleAsync(MeetingDeleted news, CancellationToken cancellationToken)
    {
        await db.Set<PreparationPlan>().Where(p => p.MeetingId == news.MeetingId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<Submission>().Where(s => s.MeetingId == news.MeetingId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<Opinion>().Where(o => o.MeetingId == news.MeetingId).ExecuteDeleteAsync(cancellationToken);
        await db.Set<PaperQuestion>().Where(q => q.MeetingId == news.MeetingId).ExecuteDeleteAsync(cancellationToken);
    }
}
