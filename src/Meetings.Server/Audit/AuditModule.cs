using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Audit;

/// <summary>Who did what to which record, for administrators.</summary>
public static class AuditModule
{
    public static IHostApplicationBuilder AddAudit(this IHostApplicationBuilder builder)
    {
        builder.Services.AddScoped<IAudit, AuditTrail>();
        builder.Services.AddSingleton<IBeforeStart, AuditIsAppendOnly>();
        return builder;
    }

    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/audit", ListAsync).WithName("ListAudit").WithAccess(AccessRule.Administrator);
        return routes;
    }

    private static async Task<IReadOnlyList<AuditEntryView>> ListAsync(
        MeetingsDbContext db, CancellationToken cancellationToken, string? target = null, long? before = null, int limit = 100) =>
        await db.Set<AuditEntry>().AsNoTracking()
            .Where(entry => (target == null || entry.Target == target) && (before == null || entry.Id < before))
            .OrderByDescending(entry => entry.Id)
            .Take(Math.Clamp(limit, 1, 500))
            .Select(entry => new AuditEntryView(entry.Id, entry.At, entry.AccountId, entry.AccountName, entry.Action, entry.Target, entry.Details))
            .ToListAsync(cancellationToken);
}

/// <summary>Newest first; <c>before</c> pages on by <paramref name="Id"/>.</summary>
/// <param name="Details">JSON of what was set.</param>
[WireContract]
public sealed record AuditEntryView(
    long Id, DateTimeOffset At, AccountId? AccountId, string? AccountName, string Action, string Target, string? Details);
