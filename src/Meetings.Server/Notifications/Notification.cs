using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Notifications;

/// <summary>Something told to one addressee.</summary>
internal sealed class Notification
{
    public long Number { get; init; }

    /// <summary>See <see cref="Contracts.Addressee"/>.</summary>
    public required string Addressee { get; init; }

    public required string Key { get; init; }

    public required string Kind { get; init; }

    public required string Link { get; init; }

    /// <summary>JSON object of texts.</summary>
    public required string Args { get; init; }

    public bool Rings { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? ReadAt { get; set; }
}

internal sealed class NotificationTable : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("Notifications");
        builder.HasKey(n => n.Number);
        builder.Property(n => n.Number).ValueGeneratedOnAdd();
        builder.Property(n => n.Addressee).HasMaxLength(33);
        builder.Property(n => n.Key).HasMaxLength(200);
        builder.Property(n => n.Kind).HasMaxLength(40);
        builder.Property(n => n.Link).HasMaxLength(300);
        builder.HasIndex(n => new { n.Addressee, n.Key }).IsUnique();
        builder.HasIndex(n => new { n.Addressee, n.ReadAt });
    }
}

/// <param name="Number">Grows with time.</param>
/// <param name="Args">Values of the placeholders of the text "notice.KIND".</param>
[WireContract]
internal sealed record NotificationView(
    long Number, string Kind, string Link, IReadOnlyDictionary<string, string> Args, bool Rings, DateTimeOffset CreatedAt, bool IsRead);

/// <summary>The newest first.</summary>
/// <param name="Unread">Of all, not only of those listed.</param>
[WireContract]
internal sealed record NotificationList(int Unread, IReadOnlyList<NotificationView> Items);

/// <param name="UpTo">All up to this number are read; left out, only <paramref name="Number"/>.</param>
[WireContract]
internal sealed record ReadInput(long? UpTo = null, long? Number = null);
