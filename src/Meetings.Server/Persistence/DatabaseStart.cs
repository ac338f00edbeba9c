using Meetings.Server.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Persistence;

/// <summary>Before anything else starts: takes the data folder, checks the file and brings the tables up to date.</summary>
internal sealed class DatabaseStart(DataFolder folder, IDbContextFactory<MeetingsDbContext> contexts) : IBeforeStart
{
    private const int SqliteCorrupt = 11;
    private const int SqliteNotADatabase = 26;

    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        folder.TakeLock();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await IsSoundAsync(db, cancellationToken))
        {
            throw new StartRefusedException(
                $"The database {folder.DatabaseFile} is damaged. Put a copy from your backup in its place; keep the damaged file.");
        }

        if (db.Database.GetMigrations().Any())
        {
            await db.Database.MigrateAsync(cancellationToken);
        }
        else
        {
            await db.Database.EnsureCreatedAsync(cancellationToken);
        }
    }

    private static async Task<bool> IsSoundAsync(MeetingsDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA quick_check(1);";
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            return await reader.ReadAsync(cancellationToken) && reader.GetString(0) == "ok";
        }
        catch (SqliteException damaged) when (damaged.SqliteErrorCode is SqliteCorrupt or SqliteNotADatabase)
        {
            return false;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
