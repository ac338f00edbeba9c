using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Contracts;

namespace Meetings.Server.Minutes;

/// <summary>The draft of the minutes, made from the record.</summary>
public static class MinutesModule
{
    private const string DocxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public static IHostApplicationBuilder AddMinutes(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<MinutesSourcesReader>();
        builder.Services.AddSingleton<ComposingTurn>();
        builder.Services.AddScoped<MinutesDesk>();
        builder.Services.AddScoped<ShowConclusions>();
        builder.Services.AddScoped<IHandle<RoomClosed>, DraftOnClose>();
        return builder;
    }

    public static IEndpointRouteBuilder MapMinutes(this IEndpointRouteBuilder routes)
    {
        var minutes = routes.MapGroup("/api/meetings/{id}");
        minutes.MapGet("/conclusions", (MeetingId id, Caller caller, ShowConclusions show, CancellationToken stop) => show.RunAsync(caller, id, stop).ToResult())
            .WithName("ListConclusions").WithAccess(AccessRule.Invited);
        minutes.MapGet("/minutes", (MeetingId id, Caller caller, MinutesDesk desk, CancellationToken stop) => desk.ReadAsync(caller, id, stop).ToResult())
            .WithName("GetMinutes").WithAccess(AccessRule.Invited);
        minutes.MapPut(
                "/minutes",
                (MeetingId id, MinutesEdit edit, Caller caller, MinutesDesk desk, CancellationToken stop) =>
                    desk.EditAsync(caller, id, edit, stop).ToResult())
            .WithName("EditMinutes").WithAccess(AccessRule.Manager);
        minutes.MapPost(
                "/minutes/recompose",
                (MeetingId id, MinutesRevision input, Caller caller, MinutesDesk desk, CancellationToken stop) =>
                    desk.RecomposeAsync(caller, id, input.Revision, stop).ToResult())
            .WithName("RecomposeMinutes").WithAccess(AccessRule.Manager);
        minutes.MapGet(
                "/minutes.docx",
                async (MeetingId id, Caller caller, MinutesDesk desk, CancellationToken stop) =>
                    (await desk.DocxAsync(caller, id, stop)).ToResult(docx => TypedResults.File(docx.Bytes, DocxType, FileName(docx.Title))))
            .WithName("DownloadMinutes").WithAccess(AccessRule.Invited);
        return routes;
    }

    private static string FileName(string title)
    {
        var safe = new string([.. title.Select(c => char.IsControl(c) || "\\/:*?\"<>|".Contains(c, StringComparison.Ordinal) ? ' ' : c)]);
        return $"Biên bản - {(safe.Length > 120 ? safe[..120] : safe).Trim()}.docx";
    }
}
