using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Persistence.Outbox;

/// <summary>
/// Something to be handed to the outside world, written in the transaction of the change that causes it: what was decided is
/// sent, what was rolled back is not. The row outlives the sending, so that the same <see cref="Key"/> is never sent again.
/// </summary>
public sealed class OutboxMessage
{
    /// <summary>Order of writing.</summary>
    public long Number { get; init; }

    /// <summary>The same at every try; a mail's Message-ID is made of it.</summary>
    public Guid Id { get; init; }

    /// <summary>Name of the <see cref="IOutboxCarrier"/>.</summary>
    public required string Carrier { get; init; }

    /// <summary>What this message is, unique for ever, e.g. "invitation/ID/3/REQUEST".</summary>
    public required string Key { get; init; }

    /// <summary>Messages of one lane go out in the order they were written: a cancellation never overtakes its invitation.</summary>
    public required string Lane { get; init; }

    /// <summary>What belongs together in a report, e.g. a meeting's id.</summary>
    public string? Topic { get; init; }

    /// <summary>For the carrier; emptied once sent, because it may hold addresses and personal links.</summary>
    public required string Payload { get; set; }

    public OutboxState State { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset DueAt { get; set; }

    /// <summary>Worthless from then on: a reminder after its meeting began. Null when it is always worth sending.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The running process that holds it while <see cref="OutboxState.Sending"/>.</summary>
    public Guid? Owner { get; set; }

    /// <summary>A server died between the other side's "accepted" and our note of it, at some try.</summary>
    public bool MayBeTwice { get; set; }

    /// <summary>Why it was not sent, in the words of the other side.</summary>
    public string? Problem { get; set; }
}

public enum OutboxState
{
    Waiting,

    /// <summary>Claimed by one worker of one process, noted before the first byte leaves.</summary>
    Sending,

    Sent,

    /// <summary>The other side will never take it.</summary>
    Refused,

    /// <summary>Its time was over before it could be sent.</summary>
    Expired,
}

internal sealed class OutboxTable : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("Outbox");
        builder.HasKey(m => m.Number);
        builder.Property(m => m.Number).ValueGeneratedOnAdd();
        builder.Property(m => m.Carrier).HasMaxLength(16);
        builder.Property(m => m.Key).HasMaxLength(200);
        builder.Property(m => m.Lane).HasMaxLength(100);
        builder.Property(m => m.Topic).HasMaxLength(100);
        builder.Property(m => m.State).HasConversion<string>().HasMaxLength(16);
        builder.Property(m => m.Problem).HasMaxLength(500);
        builder.HasIndex(m => m.Key).IsUnique();
        builder.HasIndex(m => new { m.State, m.DueAt });
        builder.HasIndex(m => new { m.Lane, m.State });
        builder.HasIndex(m => m.Topic);
    }
}
