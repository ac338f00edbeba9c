using System.Globalization;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Rooms.Live;

/// <summary>What the line of a site or person carried last, so that the next meeting starts from it instead of feeling its way up or breaking down.</summary>
internal sealed class LineMemory(IServiceScopeFactory scopes, TimeProvider time, ILogger<LineMemory> logger)
{
    /// <summary>Lines change; an old figure says nothing.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(60);

    /// <summary>A site by its id, for its line is that of the building; a person by the account. Guests are not remembered.</summary>
    public static string? KeyOf(Connection connection) => connection.Arrival switch
    {
        { Kind: ConnectionKind.Guest } => null,
        { SiteId: { } site } => string.Create(CultureInfo.InvariantCulture, $"site:{site}"),
        { Account: var account } => string.Create(CultureInfo.InvariantCulture, $"account:{account}"),
    };

    /// <returns>bit/s; null when nothing fresh is known.</returns>
    public async Task<long?> RecallAsync(string key, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope.ServiceProvider.GetRequiredService<MeetingsDbContext>().Set<LineMemoryRow>().AsNoTracking()
            .SingleOrDefaultAsync(line => line.Key == key, cancellationToken);
        return row is not null && time.GetUtcNow() - row.At < Fresh ? row.BitsPerSecond : null;
    }

    /// <summary>Never fails a meeting: what cannot be written is logged and forgotten.</summary>
    public async Task RememberAsync(IReadOnlyDictionary<string, long> estimates)
    {
        if (estimates.Count == 0)
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
            // Rooms that end together may remember the same place at once: the last one wins, none fails.
            foreach (var (key, estimate) in estimates)
            {
                await db.Database.ExecuteSqlAsync(
                    $"INSERT INTO LineMemories (Key, At, BitsPerSecond) VALUES ({key}, {time.GetUtcNow().UtcTicks}, {estimate}) ON CONFLICT (Key) DO UPDATE SET At = excluded.At, BitsPerSecond = excluded.BitsPerSecond");
            }
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "What the lines carried could not be written down");
        }
    }
}
