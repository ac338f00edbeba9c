using Meetings.Server.Kernel;
using Meetings.Server.Persistence.Outbox;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Persistence;

/// <summary>The SQLite database in the data folder.</summary>
public static class PersistenceModule
{
    public static IHostApplicationBuilder AddPersistence(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DataFolder>();
        // Both ways: a scoped context for requests, a factory for grains and jobs.
        builder.Services.AddDbContextFactory<MeetingsDbContext>((services, options) => options
            .UseSqlite(ConnectionString(services.GetRequiredService<DataFolder>().DatabaseFile))
            .AddInterceptors(new SqlitePragmas()));
        builder.Services.AddSingleton<IBeforeStart, DatabaseStart>();
        builder.Services.AddSingleton<IBeforeStart, OutboxRecovery>();
        builder.Services.AddSingleton<OutboxBell>();
        builder.Services.AddSingleton<OutboxHealth>();
        builder.Services.AddScoped<OutboxWriter>();
        builder.Services.AddHostedService<OutboxPump>();
        return builder;
    }

    /// <summary>For everything that opens the same file, such as the job store. The timeout is the wait for another writer, in seconds.</summary>
    public static string ConnectionString(string file) =>
        new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 5, ForeignKeys = true, Pooling = true }.ToString();
}
