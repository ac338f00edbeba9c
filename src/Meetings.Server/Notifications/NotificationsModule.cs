using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Notifications.Mail;
using Meetings.Server.Persistence.Outbox;

namespace Meetings.Server.Notifications;

/// <summary>The bell in the application, and mail through the outbox.</summary>
public static class NotificationsModule
{
    public static IHostApplicationBuilder AddNotifications(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<NoticeBell>();
        services.AddScoped<INotifier, Notifier>();
        services.AddScoped<ReadNotifications>();
        services.AddSingleton<LiveNotifications>();
        services.AddSingleton<IHandle<SignedOutEverywhere>>(provider => provider.GetRequiredService<LiveNotifications>());
        services.AddOptions<MailSettings>().BindConfiguration(MailSettings.Section);
        services.AddSingleton<MailPost>();
        services.AddSingleton<IOutboxCarrier, MailCarrier>();
        services.AddScoped<IMail, Mail.Mail>();
        services.AddSingleton<PickupFolder>();
        services.AddScoped<MailReport>();
        return builder;
    }

    public static IEndpointRouteBuilder MapNotifications(this IEndpointRouteBuilder routes)
    {
        var mine = routes.MapGroup("/api/notifications");
        mine.MapGet("/", (long? before, Caller caller, ReadNotifications read, CancellationToken stop) => read.ListAsync(caller, before, stop))
            .WithName("ListNotifications").WithAccess(AccessRule.SignedIn);
        mine.MapPost("/read", async (ReadInput input, Caller caller, ReadNotifications read, CancellationToken stop) =>
            {
                await read.MarkReadAsync(caller, input, stop);
                return TypedResults.NoContent();
            })
            .WithName("MarkNotificationsRead").WithAccess(AccessRule.SignedIn);
        mine.MapGet("/live", (HttpContext context, Caller caller, LiveNotifications live) => live.ServeAsync(context, caller))
            .WithName("LiveNotifications").WithAccess(AccessRule.SignedIn);
        var mail = routes.MapGroup("/api/mail");
        mail.MapGet("/", (MailReport report, CancellationToken stop) => report.RunAsync(stop))
            .WithName("GetMailReport").WithAccess(AccessRule.Administrator);
        mail.MapGet("/pickup", (PickupFolder folder) => folder.List())
            .WithName("ListPickedUpMail").WithAccess(AccessRule.Administrator);
        mail.MapGet("/pickup/{id}", (string id, PickupFolder folder) => folder.Read(id).ToResult())
            .WithName("ReadPickedUpMail").WithAccess(AccessRule.Administrator);
        return routes;
    }
}
