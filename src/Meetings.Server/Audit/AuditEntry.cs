using System.Text.Json;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Audit;

/// <summary>One line of the audit trail; never changed, never deleted.</summary>
internal sealed class AuditEntry
{
    public long Id { get; init; }

    public DateTimeOffset At { get; init; }

    public AccountId? AccountId { get; init; }

    /// <summary>The name at that time; accounts may be renamed later.</summary>
    public string? AccountName { get; init; }

    public required string Action { get; init; }

    public required string Target { get; init; }

    /// <summary>JSON.</summary>
    public string? Details { get; init; }
}

internal sealed class AuditTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.HasIndex(entry => entry.At);
        builder.HasIndex(entry => entry.Target);
    }
}

internal sealed class AuditTrail(MeetingsDbContext db, TimeProvider time) : IAudit
{
    public void Note(IActor? by, string action, string target, object? details = null) => db.Set<AuditEntry>().Add(new AuditEntry
    {
        At = time.GetUtcNow(),
        AccountId = by?.AccountId,
        AccountName = by?.DisplayName,
        Action = action,
        Target = target,
        Details = details is null ? null : JsonSerializer.Serialize(details, WireJson.Options),
    });
}

/// <summary>Lets the database itself refuse to change or delete entries, whoever asks.</summary>
internal sealed class AuditIsAppendOnly(IDbContextFactory<MeetingsDbContext> contexts) : IBeforeStart
{
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var change in (string[])["UPDATE", "DELETE"])
        {
#pragma warning disable EF1002 // The two words are constants above.
            await db.Database.ExecuteSqlRawAsync(
                $"""
                CREATE TRIGGER IF NOT EXISTS AuditEntries_no_{change} BEFORE {change} ON AuditEntries
                BEGIN SELECT RAISE(ABORT, 'The audit trail is append-only.'); END
                """,
                cancellationToken);
#pragma warning restore EF1002
        }
    }
}
