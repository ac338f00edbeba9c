using Meetings.Server.Scheduling.Contracts;

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
        builder.Services.AddScoped<ShowMeeting>();
        builder.Services.AddScoped<ListMeetings>();
        builder.Services.AddScoped<IMeetings, MeetingPlans>();
        return builder;
    }

    public static IEndpointRouteBuilder MapScheduling(this IEndpointRouteBuilder routes)
    {
        return routes;
    }
}
