namespace Meetings.Server.Jobs;

/// <summary>Quartz with its job store in the same database; each job lives in its slice.</summary>
public static class JobsModule
{
    public static IHostApplicationBuilder AddJobs(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
