using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Demo.Attend;
using Meetings.Server.Kernel;

namespace Meetings.Server.Demo;

/// <summary>Demonstration data and helpers; active only in demo mode.</summary>
public static class DemoModule
{
    public static IHostApplicationBuilder AddDemo(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IDemoAccounts, DemoAccounts>();
        builder.Services.AddScoped<Hosting.IStartNotice, DemoNotice>();
        builder.Services.AddScoped<IDemoSeed, OrganisationSeed>();
        builder.Services.AddScoped<IDemoSeed, DemoMeetings>();
        builder.Services.AddScoped<IDemoSeed, DemoMeetingPapers>();
        builder.Services.AddScoped<IDemoSeed, DemoMeetingMinutes>();
        builder.Services.AddSingleton<IBeforeStart, DemoStart>();
        builder.Services.AddSingleton<SimulatedSites>();
        return builder;
    }

    public static IEndpointRouteBuilder MapDemo(this IEndpointRouteBuilder routes)
    {
        AttendEndpoints.Map(routes);
        return routes;
    }
}
