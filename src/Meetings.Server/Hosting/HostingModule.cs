using Meetings.Server.Kernel;

namespace Meetings.Server.Hosting;

/// <summary>What every request passes: JSON rules, refusals, security headers, static files, health.</summary>
public static class HostingModule
{
    public static IHostApplicationBuilder AddHosting(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<INews, InProcessNews>();
        return builder;
    }

    public static WebApplication UseHosting(this WebApplication app)
    {
        return app;
    }
}
