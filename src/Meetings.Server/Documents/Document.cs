using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Documents;

/// <summary>A paper of an agenda item. Its bytes lie in the <see cref="DocumentStore"/> under a random name.</summary>
internal sealed class Document
{
    public required DocumentId Id { get; init; }

    public MeetingId MeetingId { get; init; }

    public AgendaItemId AgendaItemId { get; init; }

    public required string Name { get; init; }

    /// <summary>Folder in the store; tells nothing and cannot be guessed from the id.</summary>
    public Guid StorageId { get; init; }

    public long Size { get; init; }

    public int Pages { get; init; }

    public DocumentStatus Status { get; set; }

    /// <summary>One letter a page: t text, m mixed, s scan.</summary>
    public string Kinds { get; set; } = "";

    /// <summary>Whole points, "595x842 842x595 ...": the browser keeps the room for a page before it comes.</summary>
    public string Sizes { get; set; } = "";

    /// <summary>One letter a page: - none (yet), p PNG, j JPEG.</summary>
    public string Images { get; set; } = "";

    /// <summary>Set when every page image was made or given up.</summary>
    public bool ImagesDone { get; set; }

    public DateTimeOffset UploadedAt { get; init; }

    public AccountId UploadedById { get; init; }

    public required string UploadedBy { get; init; }

    /// <summary>A removed paper keeps its row: the record of a meeting may name it.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public DocumentView View() => new(Id, Name, Size, Pages, Status, UploadedAt, UploadedBy);
}

internal sealed class DocumentTable : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> builder)
    {
        builder.ToTable("Documents");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Name).HasMaxLength(DocumentName.MaxLength);
        builder.Property(d => d.Status).HasConversion<string>().HasMaxLength(16);
        builder.HasIndex(d => d.MeetingId);
        builder.HasIndex(d => d.AgendaItemId);
    }
}
