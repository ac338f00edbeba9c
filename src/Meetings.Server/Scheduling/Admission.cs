using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Scheduling;

/// <summary>
/// What the room decided of an account that came to the lobby, written in the transaction of the room's own event. Apart from
/// the invitees, because those are the plan: whoever edits the plan neither lets in nor sends away.
/// </summary>
internal sealed class Admission
{
    public required MeetingId MeetingId { get; init; }

    /// <summary>Of an account, or of one guest's browser.</summary>
    public required AccountId AccountId { get; init; }

    /// <summary>False since the chair refused or removed it.</summary>
    public bool IsIn { get; set; }
}

internal sealed class AdmissionTable : IEntityTypeConfiguration<Admission>
{
    public void Configure(EntityTypeBuilder<Admission> builder)
    {
        builder.ToTable("Admissions");
        builder.HasKey(a => new { a.MeetingId, a.AccountId });
        builder.HasIndex(a => a.AccountId);
        builder.HasOne<Meeting>().WithMany().HasForeignKey(a => a.MeetingId).OnDelete(DeleteBehavior.Cascade);
    }
}
