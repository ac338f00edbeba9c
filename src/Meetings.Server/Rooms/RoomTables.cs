using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Rooms;

/// <summary>One line of a meeting's append-only log.</summary>
internal sealed class RoomEventRow
{
    public MeetingId MeetingId { get; init; }

    public long Number { get; init; }

    public DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public required string Json { get; init; }
}

internal sealed class RoomEventTable : IEntityTypeConfiguration<RoomEventRow>
{
    public void Configure(EntityTypeBuilder<RoomEventRow> builder)
    {
        builder.ToTable("RoomEvents");

        // The key is the fence: of two owners of a meeting only one can append a number.
        builder.HasKey(row => new { row.MeetingId, row.Number });
        builder.Property(row => row.Number).ValueGeneratedNever();
        builder.Property(row => row.Kind).HasMaxLength(40);
    }
}

/// <summary>What the line of a site or an account carried when it was last in a meeting.</summary>
internal sealed class LineMemoryRow
{
    public required string Key { get; init; }

    public long BitsPerSecond { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class LineMemoryTable : IEntityTypeConfiguration<LineMemoryRow>
{
    public void Configure(EntityTypeBuilder<LineMemoryRow> builder)
    {
        builder.ToTable("LineMemories");
        builder.HasKey(row => row.Key);
        builder.Property(row => row.Key).HasMaxLength(60);
    }
}
