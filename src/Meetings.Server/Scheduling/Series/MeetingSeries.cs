using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Scheduling.Series;

/// <summary>
/// The rule that made several meetings. Each of them is a meeting of its own, with its own agenda, papers, room and minutes; the series
/// only knows how they came about and how more are made.
/// </summary>
internal sealed class MeetingSeries
{
    /// <summary>Characters.</summary>
    public const int RuleLength = 200;

    public required SeriesId Id { get; init; }

    /// <summary>RFC 5545 RRULE value.</summary>
    public required string Rule { get; set; }

    public DayOffRule OnDayOff { get; set; }

    /// <summary>DTSTART: wall clock of the first meeting by the rule; an edit that moves the series moves it.</summary>
    public DateTime FirstStart { get; set; }

    public AccountId CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class MeetingSeriesTable : IEntityTypeConfiguration<MeetingSeries>
{
    public void Configure(EntityTypeBuilder<MeetingSeries> builder)
    {
        builder.ToTable("MeetingSeries");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Rule).HasMaxLength(MeetingSeries.RuleLength);
        builder.Property(s => s.OnDayOff).HasConversion<string>().HasMaxLength(20);
    }
}
