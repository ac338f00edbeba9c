using System.Collections.Concurrent;
using System.Text.Json;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;

namespace Meetings.Server.Notifications;

/// <summary>
/// Server-sent events (HTML living standard, section 9.2): the badge and the newest unread notices, at once and at every change. One
/// stream a browser, and it ends with the session it was opened by.
/// </summary>
internal sealed class LiveNotifications(IServiceScopeFactory scopes, NoticeBell bell, TimeProvider time) : IHandle<SignedOutEverywhere>
{
    /// <summary>Keeps the line open through proxies; also finds what was committed after its ring, and that somebody is gone.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(20);

    private const int MostOfOneAccount = 20;

    private readonly ConcurrentDictionary<AccountId, ConcurrentDictionary<Guid, CancellationTokenSource>> _open = new();

    public async Task ServeAsync(HttpContext context, Caller caller)
    {
        var mine = _open.GetOrAdd(caller.AccountId, _ => new());
        if (mine.Count >= MostOfOneAccount)
        {
            await context.RefuseAsync(new Refusal("too_many_windows", RefusalKind.TooMany));
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            context.RequestAborted, context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
        var id = Guid.NewGuid();
        mine[id] = ends;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        try
        {
            await PumpAsync(context, caller, ends.Token);
        }
        catch (OperationCanceledException)
        {
            // The window was closed, the session or the server ended.
        }
        finally
        {
            mine.TryRemove(id, out _);
        }
    }

    public async Task HandleAsync(SignedOutEverywhere news, CancellationToken cancellationToken)
    {
        if (_open.TryGetValue(news.AccountId, out var streams))
        {
            foreach (var stream in streams.Values)
            {
                await stream.CancelAsync();
            }
        }
    }

    private async Task PumpAsync(HttpContext context, Caller caller, CancellationToken ends)
    {
        var addressees = ReadNotifications.AddresseesOf(caller);
        string? last = null;
        while (true)
        {
            var rung = bell.Next(addressees);
            string now;
            await using (var scope = scopes.CreateAsyncScope())
            {
                var latest = await scope.ServiceProvider.GetRequiredService<ReadNotifications>().LatestAsync(caller, ends);
                now = JsonSerializer.Serialize(latest, WireJson.Options);
            }

            await context.Response.WriteAsync(now == last ? ":\n\n" : $"data: {now}\n\n", ends);
            await context.Response.Body.FlushAsync(ends);
            last = now;
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(ends);
            await Task.WhenAny(rung, Task.Delay(Heartbeat, time, pause.Token));
            await pause.CancelAsync();
            ends.ThrowIfCancellationRequested();
        }
    }
}
