using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Scheduling.Templates;

/// <summary>An office's own template: a plan to begin with, without its day.</summary>
internal sealed class MeetingTemplate
{
    /// <summary>Characters.</summary>
    public const int NameLength = 100;

    public required TemplateId Id { get; init; }

    /// <summary>Those who may prepare meetings here use it.</summary>
    public UnitId UnitId { get; init; }

    public required string Name { get; set; }

    /// <summary>A <see cref="MeetingInput"/> as JSON.</summary>
    public required string Plan { get; set; }

    public AccountId CreatedBy { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

internal sealed class MeetingTemplateTable : IEntityTypeConfiguration<MeetingTemplate>
{
    public void Configure(EntityTypeBuilder<MeetingTemplate> builder)
    {
        builder.ToTable("MeetingTemplates");
        builder.HasKey(t => t.Id);
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Name).HasMaxLength(MeetingTemplate.NameLength);
        builder.HasIndex(t => t.UnitId);
    }
}
