using Meetings.Server.Accounts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Demo;

/// <summary>Seeds the demonstration data after the database is ready and before anything else starts.</summary>
internal sealed class DemoStart(IServiceScopeFactory scopes, MeetingsSettings settings) : IBeforeStart
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (settings.Demo != true)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var isFirst = !await db.Set<Account>().AnyAsync(cancellationToken);
        foreach (var seed in scope.ServiceProvider.GetServices<IDemoSeed>().OrderBy(seed => seed.Order))
        {
            await seed.SeedAsync(isFirst, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
