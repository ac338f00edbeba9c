using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Accounts.SecondFactor;

/// <summary>A code on paper that stands in for the lost telephone, once.</summary>
internal sealed class RecoveryCode
{
    public Guid AccountId { get; init; }

    /// <summary>SHA-256 of the code, which has 50 bits of chance and is guessed against the clock; the code itself is kept nowhere.</summary>
    public required string Hash { get; init; }
}

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("RecoveryCodes");
        builder.HasKey(code => new { code.AccountId, code.Hash });
        builder.HasOne<Account>().WithMany().HasForeignKey(code => code.AccountId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class RecoveryCodes(MeetingsDbContext db)
{
    private const int Count = 10;
    private const int Letters = 10;

    // Without letters that look like digits.
    private const string Alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    /// <summary>Ten new codes in place of the earlier ones; shown this once.</summary>
    public async Task<IReadOnlyList<string>> MakeAsync(Account account, CancellationToken cancellationToken)
    {
        await db.Set<RecoveryCode>().Where(code => code.AccountId == account.Id).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Alphabet, Letters)).ToList();
        db.AddRange(codes.Select(code => new RecoveryCode { AccountId = account.Id, Hash = HashOf(code) }));
        await db.SaveChangesAsync(cancellationToken);
        return [.. codes.Select(code => $"{code[..5]}-{code[5..]}")];
    }

    /// <summary>Uses a code up; false when there is no such code, or somebody else just used it.</summary>
    public async Task<bool> UseAsync(Account account, string typed, CancellationToken cancellationToken)
    {
        var hash = HashOf(new string([.. typed.ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]));
        return await db.Set<RecoveryCode>().Where(code => code.AccountId == account.Id && code.Hash == hash).ExecuteDeleteAsync(cancellationToken) == 1;
    }

    public Task<int> CountAsync(Guid account, CancellationToken cancellationToken) =>
        db.Set<RecoveryCode>().CountAsync(code => code.AccountId == account, cancellationToken);

    public Task ForgetAsync(Guid account, CancellationToken cancellationToken) =>
        db.Set<RecoveryCode>().Where(code => code.AccountId == account).ExecuteDeleteAsync(cancellationToken);

    private static string HashOf(string code) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(code)));
}
