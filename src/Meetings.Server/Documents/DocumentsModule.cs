using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Documents.Reading;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Documents.Uploads;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.Extensions.Options;

namespace Meetings.Server.Documents;

/// <summary>Papers of agenda items and their pages for the browser.</summary>
public static class DocumentsModule
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static IHostApplicationBuilder AddDocuments(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DocumentsSettings>().BindConfiguration(DocumentsSettings.Section);
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<DocumentsSettings>>().Value);
        services.AddSingleton<DocumentStore>();
        services.AddSingleton<DocumentQueue>();
        services.AddSingleton<Sandbox>();
        services.AddSingleton<ChildProcess>();
        services.AddSingleton<PageMaker>();
        services.AddSingleton<PaperStamps>();
        services.AddSingleton<UploadTurns>();
        services.AddHostedService<DocumentWorker>();
        services.AddScoped<PaperSteps>();
        services.AddScoped<PaperAccess>();
        services.AddScoped<DocumentRows>();
        services.AddScoped<IDocuments>(provider => provider.GetRequiredService<DocumentRows>());
        services.AddScoped<IMeetingPapers>(provider => provider.GetRequiredService<DocumentRows>());
        services.AddScoped<BeginUpload>();
        services.AddScoped<IPaperUploads>(provider => provider.GetRequiredService<BeginUpload>());
        services.AddScoped<TakeInDocument>();
        services.AddScoped<ReceiveBytes>();
        services.AddScoped<ReadDocument>();
        services.AddScoped<ServePage>();
        services.AddScoped<ChangeDocument>();
        services.AddScoped<Openings>();
        services.AddScoped<IPaperReadings>(provider => provider.GetRequiredService<Openings>());
        services.AddScoped<IHandle<MeetingDeleted>, ClearDocuments>();
        return builder;
    }

    public static IEndpointRouteBuilder MapDocuments(this IEndpointRouteBuilder routes)
    {
        MapUploads(routes);
        var documents = routes.MapGroup("/api/documents/{id}");
        documents.MapGet("/", (DocumentId id, Caller caller, ReadDocument read, CancellationToken stop) => read.DetailsAsync(caller, id, stop).ToResult())
            .WithName("GetDocument").WithAccess(AccessRule.Invited);
        documents.MapPut("/rules", (DocumentId id, DocumentRules rules, Caller caller, ChangeDocument change, CancellationToken stop) =>
                change.RuleAsync(caller, id, rules, stop).ToResult())
            .WithName("RuleDocument").WithAccess(AccessRule.Manager);
        documents.MapPost("/withdraw", (DocumentId id, Caller caller, ChangeDocument change, CancellationToken stop) =>
                change.WithdrawAsync(caller, id, true, stop).ToResult())
            .WithName("WithdrawDocument").WithAccess(AccessRule.Manager);
        documents.MapPost("/release", (DocumentId id, Caller caller, ChangeDocument change, CancellationToken stop) =>
                change.WithdrawAsync(caller, id, false, stop).ToResult())
            .WithName("ReleaseDocument").WithAccess(AccessRule.Manager);
        documents.MapDelete("/", (DocumentId id, Caller caller, ChangeDocument change, CancellationToken stop) => change.RemoveAsync(caller, id, stop).ToResult())
            .WithName("DeleteDocument").WithAccess(AccessRule.Manager);
        documents.MapPost("/opened", (DocumentId id, Caller caller, Openings openings, CancellationToken stop) => openings.OpenAsync(caller, id, stop).ToResult())
            .WithName("OpenDocument").WithAccess(AccessRule.Invited);
        documents.MapGet("/openings", (DocumentId id, Caller caller, Openings openings, CancellationToken stop) => openings.ListAsync(caller, id, stop).ToResult())
            .WithName("ListOpenings").WithAccess(AccessRule.Manager);
        documents.MapMethods(
                "/p/{hash}.{tier}",
                Reading,
                (DocumentId id, string hash, string tier, Caller caller, ServePage serve, HttpContext context, CancellationToken stop) =>
                    serve.PartAsync(caller, id, hash, tier, context, stop))
            .WithName("GetPart").WithAccess(AccessRule.Invited);
        documents.MapMethods(
                "/pages/{page:int}.{ending}",
                Reading,
                (DocumentId id, int page, string ending, Caller caller, ServePage serve, HttpContext context, CancellationToken stop) =>
                    serve.NumberedAsync(caller, id, page, ending, context, stop))
            .WithName("GetPage").WithAccess(AccessRule.Invited);
        documents.MapMethods(
                "/original",
                Reading,
                (DocumentId id, Caller caller, ServePage serve, HttpContext context, CancellationToken stop) => serve.OriginalAsync(caller, id, context, stop))
            .WithName("GetOriginal").WithAccess(AccessRule.Invited);
        return routes;
    }

    private static void MapUploads(IEndpointRouteBuilder routes)
    {
        var meeting = routes.MapGroup("/api/meetings/{id}");
        meeting.MapGet("/packet", (MeetingId id, Caller caller, ReadDocument read, CancellationToken stop) => read.PacketAsync(caller, id, stop).ToResult())
            .WithName("GetPacket").WithAccess(AccessRule.Invited);
        meeting.MapPost(
                "/agenda/{itemId}/documents",
                (MeetingId id, AgendaItemId itemId, string? name, bool? confirmed, Caller caller, ReceiveBytes receive, HttpContext context, CancellationToken stop) =>
                    receive.WholeAsync(caller, id, itemId, name, confirmed ?? false, context, stop).ToResult())
            .WithName("UploadDocument").WithAccess(AccessRule.Manager);
        meeting.MapPost(
                "/agenda/{itemId}/uploads",
                (MeetingId id, AgendaItemId itemId, UploadInput input, Caller caller, BeginUpload begin, CancellationToken stop) =>
                    begin.ForItemAsync(caller, id, itemId, input, stop).ToResult())
            .WithName("BeginUpload").WithAccess(AccessRule.Manager);

        var uploads = routes.MapGroup("/api/uploads/{upload}");
        uploads.MapMethods("/", ["HEAD"], (string upload, Caller caller, ReceiveBytes receive, HttpContext context, CancellationToken stop) =>
                receive.TellAsync(caller, upload, context.Response, stop))
            .WithName("TellUpload").WithAccess(AccessRule.Manager);
        uploads.MapPatch("/", (string upload, Caller caller, ReceiveBytes receive, HttpContext context, CancellationToken stop) =>
                receive.AppendAsync(caller, upload, context, stop))
            .WithName("ContinueUpload").WithAccess(AccessRule.Manager);
        uploads.MapDelete("/", (string upload, Caller caller, ReceiveBytes receive, CancellationToken stop) => receive.GiveUpAsync(caller, upload, stop).ToResult())
            .WithName("GiveUpUpload").WithAccess(AccessRule.Manager);
    }
}
