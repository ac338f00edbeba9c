using System.Collections.Concurrent;
using System.Threading.Channels;
using Meetings.Server.Documents.Uploads;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents;

/// <summary>Says that there is work, and which papers somebody waits for. The rows in the database are the truth.</summary>
internal sealed class DocumentQueue
{
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<DocumentId, bool> _fresh = new();

    /// <summary>Brought since the server started.</summary>
    public ICollection<DocumentId> Fresh => _fresh.Keys;

    public void Add(DocumentId id)
    {
        _fresh[id] = true;
        Ring();
    }

    public void Ring() => _bell.Writer.TryWrite(true);

    public void Done(DocumentId id) => _fresh.TryRemove(id, out _);

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => _bell.Reader.ReadAsync(cancellationToken);
}

/// <summary>
/// Makes the pages, one step at a time at low priority so that a meeting on the same machine does not feel it. Always the step that
/// helps readers most: first the words and drawings of a paper, and it is ready; then of every paper the smallest images, where the
/// drawing does not say all; then the sharp ones. After a crash it goes on where it stopped, because each step is a row.
/// </summary>
internal sealed class DocumentWorker(
    IServiceScopeFactory scopes, DocumentQueue queue, DocumentStore store, TimeProvider time, ILogger<DocumentWorker> log) : BackgroundService
{
    /// <summary>Old work begins when the server has long answered its first requests.</summary>
    public static readonly TimeSpan ResumeAfter = TimeSpan.FromSeconds(2);

    private volatile bool _oldWork;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await ClearAsync(stoppingToken);
        var resuming = ResumeAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var worked = false;
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                worked = await scope.ServiceProvider.GetRequiredService<PaperSteps>().TakeAsync(_oldWork, stoppingToken);
            }
#pragma warning disable CA1031 // The edge of the work loop: one paper must not stop the next.
            catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
            {
                log.LogError(failure, "Pages of a paper could not be made");
            }

            if (!worked)
            {
                await queue.WaitAsync(stoppingToken);
            }
        }

        await resuming;
    }

    private async Task ClearAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<MeetingsDbContext>();
        var now = time.GetUtcNow();
        await db.Set<Upload>().Where(u => u.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        store.Clear((await db.Set<Upload>().Where(u => u.BecameId == null).Select(u => u.Id).ToListAsync(cancellationToken)).ToHashSet());
    }

    private async Task ResumeAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(ResumeAfter, time, cancellationToken);
        _oldWork = true;
        queue.Ring();
    }
}
