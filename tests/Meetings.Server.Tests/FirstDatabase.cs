using Meetings.Server.Accounts;
using Meetings.Server.Hosting;
using Meetings.Server.Persistence;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Meetings.Server.Tests;

/// <summary>
/// The database as a first start leaves it before anybody is in it, made once by the migrations: most tests' servers start on a copy, because
/// migrating for each of them would cost more than what they ask.
/// </summary>
internal static class FirstDatabase
{
    private static readonly Lazy<byte[]> Migrated = new(Migrate);

    /// <summary>Lays it into a folder that holds none yet.</summary>
    public static void CopyTo(string dataFolder)
    {
        var file = Path.Combine(dataFolder, DataFolder.DatabaseName);
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, Migrated.Value);
        }
    }

    private static byte[] Migrate()
    {
        var folder = Directory.CreateTempSubdirectory("meetings-test-");
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["Meetings:DataFolder"] = folder.FullName;
        builder.AddHosting();
        builder.AddPersistence();
        builder.AddAccounts(); // says which tables sign-in needs
        using var services = builder.Services.BuildServiceProvider();
        var file = services.GetRequiredService<DataFolder>().DatabaseFile;
        using (var db = services.GetRequiredService<IDbContextFactory<MeetingsDbContext>>().CreateDbContext())
        {
            db.Database.Migrate();
            // All of it out of the write-ahead log and into the file.
            db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        var bytes = File.ReadAllBytes(file);
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
        return bytes;
    }
}
