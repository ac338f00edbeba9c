using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Accounts;

/// <summary>A link that works once: to make the first administrator, or to set an account's password.</summary>
internal sealed class OneTimeLink
{
    public Guid Id { get; init; }

    /// <summary>Null for the first administrator's.</summary>
    public AccountId? AccountId { get; init; }

    /// <summary>SHA-256 of the token; the token itself is nowhere but in the link.</summary>
    public required string Hash { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }
}

internal sealed class OneTimeLinkTable : IEntityTypeConfiguration<OneTimeLink>
{
    public void Configure(EntityTypeBuilder<OneTimeLink> builder)
    {
        builder.ToTable("OneTimeLinks");
        builder.HasIndex(link => link.Hash).IsUnique();
    }
}

internal sealed class OneTimeLinks(MeetingsDbContext db, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    /// <summary>Makes a link in place of earlier ones for the same purpose and answers its token, 256 bits.</summary>
    public async Task<string> MakeAsync(AccountId? account, CancellationToken cancellationToken)
    {
        await db.Set<OneTimeLink>().Where(link => link.AccountId == account).ExecuteDeleteAsync(cancellationToken);
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        db.Add(new OneTimeLink { Id = Guid.NewGuid(), AccountId = account, Hash = HashOf(token), ExpiresAt = time.GetUtcNow() + Lifetime });
        await db.SaveChangesAsync(cancellationToken);
        return token;
    }

    public async Task<OneTimeLink?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var hash = HashOf(token);
        var now = time.GetUtcNow();
        return await db.Set<OneTimeLink>().AsNoTracking().FirstOrDefaultAsync(link => link.Hash == hash && link.ExpiresAt > now, cancellationToken);
    }

    /// <summary>Uses the link up; false when somebody else just did.</summary>
    public async Task<bool> UseAsync(OneTimeLink link, CancellationToken cancellationToken) =>
        await db.Set<OneTimeLink>().Where(one => one.Id == link.Id).ExecuteDeleteAsync(cancellationToken) == 1;

    private static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
