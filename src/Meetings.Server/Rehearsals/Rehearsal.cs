using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Rehearsals;

/// <summary>One trial of an invited place before a meeting (phiếu kiểm tra kết nối). Kept, so that a place that failed and then passed shows both.</summary>
internal sealed class Rehearsal
{
    /// <summary>Characters.</summary>
    public const int TextLength = 200;

    public required Guid Id { get; init; }

    public MeetingId MeetingId { get; init; }

    /// <summary>"u", "s" or "p" and the id of who is invited.</summary>
    public required string Place { get; init; }

    public required string By { get; init; }

    public DateTimeOffset At { get; init; }

    public PartState Camera { get; init; }

    public PartState Microphone { get; init; }

    public PartState Speaker { get; init; }

    public MediaWay Way { get; init; }

    /// <summary>kbit/s towards the place.</summary>
    public int? Down { get; init; }

    /// <summary>kbit/s from the place.</summary>
    public int? Up { get; init; }

    /// <summary>Milliseconds.</summary>
    public int? RoundTrip { get; init; }

    /// <summary>Packets lost in a thousand, from the place.</summary>
    public int? Loss { get; init; }

    public required string Browser { get; init; }
}

internal sealed class RehearsalTable : IEntityTypeConfiguration<Rehearsal>
{
    public void Configure(EntityTypeBuilder<Rehearsal> builder)
    {
        builder.ToTable("Rehearsals");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Place).HasMaxLength(33);
        builder.Property(r => r.By).HasMaxLength(Rehearsal.TextLength);
        builder.Property(r => r.Browser).HasMaxLength(Rehearsal.TextLength);
        builder.Property(r => r.Camera).HasConversion<string>().HasMaxLength(10);
        builder.Property(r => r.Microphone).HasConversion<string>().HasMaxLength(10);
        builder.Property(r => r.Speaker).HasConversion<string>().HasMaxLength(10);
        builder.Property(r => r.Way).HasConversion<string>().HasMaxLength(10);
        builder.HasIndex(r => new { r.MeetingId, r.Place });
    }
}
