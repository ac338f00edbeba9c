using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Invitations;

/// <summary>A door for one guest of one meeting. The secret is in the address given out; here is only its hash.</summary>
internal sealed class GuestLink
{
    /// <summary>After the planned end; people look up papers the day after.</summary>
    public static readonly TimeSpan AfterEnd = TimeSpan.FromDays(1);

    public required Guid Id { get; init; }

    public MeetingId MeetingId { get; init; }

    /// <summary>For whom, as the secretary wrote it.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the token, lower-case hexadecimal.</summary>
    public required string TokenHash { get; init; }

    public AccountId CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public bool IsLive(DateTimeOffset now) => RevokedAt is null && now < ExpiresAt;

    /// <summary>256 random bits, base64url (RFC 4648 section 5), 43 characters.</summary>
    public static string NewToken() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The token has full entropy, so a plain hash is enough and lets the database find it.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

internal sealed class GuestLinkTable : IEntityTypeConfiguration<GuestLink>
{
    public void Configure(EntityTypeBuilder<GuestLink> builder)
    {
        builder.ToTable("GuestLinks");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.TokenHash).HasMaxLength(64);
        builder.Property(l => l.Name).HasMaxLength(GuestLinks.NameLength);
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasIndex(l => l.MeetingId);
    }
}
