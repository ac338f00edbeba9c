using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Documents.Rendering;
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
        services.AddSingleton<PdfReader>();
        services.AddSingleton<PageImages>();
        services.AddHostedService<DocumentWorker>();
        services.AddScoped<DocumentRows>();
        services.AddScoped<IDocuments>(provider => provider.GetRequiredService<DocumentRows>());
        services.AddScoped<IMeetingPapers>(provider => provider.GetRequiredService<DocumentRows>());
        services.AddScoped<ReceiveDocument>();
        services.AddScoped<ReadDocument>();
        services.AddScoped<IHandle<MeetingDeleted>, ClearDocuments>();
        return builder;
    }

    public static IEndpointRouteBuilder MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(
                "/api/meetings/{id}/agenda/{itemId}/documents",
                (MeetingId id, AgendaItemId itemId, string? name, Caller caller, ReceiveDocument receive, HttpContext context, CancellationToken stop) =>
                    receive.RunAsync(caller, id, itemId, name, context, stop).ToResult())
            .WithName("UploadDocument").WithAccess(AccessRule.Manager);
        var documents = routes.MapGroup("/api/documents/{id}");
        documents.MapGet("/", (DocumentId id, Caller caller, ReadDocument read, CancellationToken stop) => read.DetailsAsync(caller, id, stop).ToResult())
            .WithName("GetDocument").WithAccess(AccessRule.Invited);
        documents.MapDelete("/", (DocumentId id, Caller caller, ReadDocument read, CancellationToken stop) => read.RemoveAsync(caller, id, stop).ToResult())
            .WithName("DeleteDocument").WithAccess(AccessRule.Manager);
        documents.MapMethods(
                "/pages/{page:int}.{ending}",
                Reading,
                (DocumentId id, int page, string ending, Caller caller, ReadDocument read, HttpContext context, CancellationToken stop) =>
                    read.PageAsync(caller, id, page, ending, context, stop))
            .WithName("GetPage").WithAccess(AccessRule.Invited);
        documents.MapMethods(
                "/original",
                Reading,
                (DocumentId id, Caller caller, ReadDocument read, HttpContext context, CancellationToken stop) =>
                    read.OriginalAsync(caller, id, context, stop))
            .WithName("GetOriginal").WithAccess(AccessRule.Invited);
        return routes;
    }
}
