using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Accounts.Devices;

/// <summary>A computer in a site's room that stays signed in as the site until it is revoked.</summary>
internal sealed class SiteDevice
{
    public Guid Id { get; init; }

    public AccountId AccountId { get; init; }

    public required string Name { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>SHA-256 of the pairing code; null once it is paired.</summary>
    public string? PairingHash { get; set; }

    public DateTimeOffset PairingEndsAt { get; set; }

    /// <summary>To the hour; null before it was paired.</summary>
    public DateTimeOffset? SeenAt { get; set; }
}

internal sealed class SiteDeviceTable : IEntityTypeConfiguration<SiteDevice>
{
    public void Configure(EntityTypeBuilder<SiteDevice> builder)
    {
        builder.ToTable("SiteDevices");
        builder.Property(device => device.Id).ValueGeneratedNever();
        builder.HasIndex(device => device.AccountId);
        builder.HasIndex(device => device.PairingHash).IsUnique();
    }
}
