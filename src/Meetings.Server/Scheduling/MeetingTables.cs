using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Scheduling;

internal sealed class MeetingTable : IEntityTypeConfiguration<Meeting>
{
    public void Configure(EntityTypeBuilder<Meeting> builder)
    {
        builder.ToTable("Meetings");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Title).HasMaxLength(MeetingRules.TitleLength);
        builder.Property(m => m.Zone).HasMaxLength(64);
        builder.Property(m => m.UrgentReason).HasMaxLength(Urgency.ReasonLength);
        builder.Property(m => m.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(m => m.Quorum).HasConversion<string>().HasMaxLength(16).HasDefaultValue(QuorumRule.None);
        builder.HasIndex(m => m.SeriesId);
        builder.Property(m => m.Mode).HasConversion<string>().HasMaxLength(16);

        // Two requests that read the same status may not both move it.
        builder.Property(m => m.Status).HasConversion<string>().HasMaxLength(16).IsConcurrencyToken();
        builder.Property(m => m.Revision).IsConcurrencyToken();
        builder.Ignore(m => m.End);
        builder.HasIndex(m => m.LocalStart);
        builder.HasIndex(m => m.HostUnitId);
        builder.HasMany(m => m.Agenda).WithOne().HasForeignKey(i => i.MeetingId).OnDelete(DeleteBehavior.Cascade);
        builder.HasMany(m => m.Invitees).WithOne().HasForeignKey(i => i.MeetingId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class AgendaItemTable : IEntityTypeConfiguration<AgendaItem>
{
    public void Configure(EntityTypeBuilder<AgendaItem> builder)
    {
        builder.ToTable("AgendaItems");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Title).HasMaxLength(MeetingRules.TitleLength);
        builder.Property(i => i.PresenterText).HasMaxLength(MeetingRules.TitleLength);
        builder.Property(i => i.Description).HasMaxLength(AgendaRules.DescriptionLength);
        builder.Property(i => i.Audience).HasMaxLength(Audiences.Length);
        builder.Property(i => i.Kind).HasConversion<string>().HasMaxLength(16);
    }
}

internal sealed class MeetingInviteeTable : IEntityTypeConfiguration<MeetingInvitee>
{
    public void Configure(EntityTypeBuilder<MeetingInvitee> builder)
    {
        builder.ToTable("MeetingInvitees");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Role).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(i => new { i.MeetingId, i.UnitId, i.PersonId, i.SiteId }).IsUnique();
        builder.HasIndex(i => i.PersonId);
        builder.HasIndex(i => i.UnitId);
        builder.HasIndex(i => i.SiteId);
    }
}
