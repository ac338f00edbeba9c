using Meetings.Server.Hosting;
using Meetings.Server.Persistence;
using Microsoft.Data.Sqlite;
using Quartz;

namespace Meetings.Server.Jobs;

/// <summary>
/// Timed jobs by Quartz, their triggers in the same database file, so that a restart forgets none. What each job does lives in its
/// slice, with its misfire policy beside its trigger.
/// </summary>
public static class JobsModule
{
    public static IHostApplicationBuilder AddJobs(this IHostApplicationBuilder builder)
    {
        var file = Path.Combine(MeetingsSettings.PathOf(builder.Configuration[$"{MeetingsSettings.Section}:{nameof(MeetingsSettings.DataFolder)}"]), DataFolder.DatabaseName);
        builder.Services.AddQuartz(quartz => quartz.UsePersistentStore(store =>
        {
            store.UseSqlite(SqliteFactory.Instance, PersistenceModule.ConnectionString(file));
            store.UseSystemTextJsonSerializer();
            store.ProvisionSchema();
        }));
        builder.Services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return builder;
    }
}
