using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Documents.Uploads;

/// <summary>A file on its way in. How much has come is the length of its file on disk, so a cut line and a killed server lose nothing.</summary>
internal sealed class Upload
{
    public required Guid Id { get; init; }

    public MeetingId MeetingId { get; init; }

    public AgendaItemId AgendaItemId { get; init; }

    public string? Owner { get; init; }

    /// <summary>The paper this becomes a new version of.</summary>
    public DocumentId? ReplacesId { get; init; }

    public required string Name { get; init; }

    /// <summary>Bytes announced.</summary>
    public long Length { get; init; }

    public AccountId AccountId { get; init; }

    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What it became. The row is kept for the client whose last answer was lost.</summary>
    public DocumentId? BecameId { get; set; }
}

internal sealed class UploadTable : IEntityTypeConfiguration<Upload>
{
    public void Configure(EntityTypeBuilder<Upload> builder)
    {
        builder.ToTable("Uploads");
        builder.HasKey(u => u.Id);
        builder.Property(u => u.Id).ValueGeneratedNever();
        builder.Property(u => u.Name).HasMaxLength(DocumentName.MaxLength);
        builder.Property(u => u.Owner).HasMaxLength(80);
        builder.HasIndex(u => u.AccountId);
    }
}
