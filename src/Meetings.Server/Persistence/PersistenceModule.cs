namespace Meetings.Server.Persistence;

/// <summary>The SQLite database in the data folder.</summary>
public static class PersistenceModule
{
    public static IHostApplicationBuilder AddPersistence(this IHostApplicationBuilder builder)
    {
        return builder;
    }
}
