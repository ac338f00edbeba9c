using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Minutes;

/// <summary>The draft of one meeting's minutes; its body as JSON, because it is only ever read and written whole.</summary>
internal sealed class MinutesDraft
{
    public required MeetingId MeetingId { get; init; }

    public int Revision { get; set; } = 1;

    public DateTimeOffset ComposedAt { get; set; }

    public DateTimeOffset? EditedAt { get; set; }

    public AccountId? EditedBy { get; set; }

    public required string Body { get; set; }
}

internal sealed class MinutesDraftTable : IEntityTypeConfiguration<MinutesDraft>
{
    public void Configure(EntityTypeBuilder<MinutesDraft> builder)
    {
        builder.ToTable("Minutes");
        builder.HasKey(d => d.MeetingId);
        builder.Property(d => d.MeetingId).ValueGeneratedNever();
        builder.Property(d => d.Revision).IsConcurrencyToken();
    }
}
