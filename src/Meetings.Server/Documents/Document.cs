using Meetings.Server.Documents.Formats;
using Meetings.Server.Documents.Rendering;
using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Documents;

/// <summary>A paper of an agenda item, or one that belongs to another slice. Its bytes lie in the <see cref="DocumentStore"/> under a random name.</summary>
internal sealed class Document
{
    public required DocumentId Id { get; init; }

    public MeetingId MeetingId { get; init; }

    /// <summary>Empty where <see cref="Owner"/> says whose paper it is.</summary>
    public AgendaItemId AgendaItemId { get; set; }

    /// <summary>Key of whatever a higher slice keeps the paper for; that slice says who may read it. Null for papers of the agenda.</summary>
    public string? Owner { get; init; }

    public required string Name { get; set; }

    /// <summary>Folder in the store; tells nothing and cannot be guessed from the id.</summary>
    public Guid StorageId { get; init; }

    public AccountId UploadedById { get; init; }

    public DateTimeOffset UploadedAt { get; init; }

    /// <summary>Who may read it beside those who manage the meeting: "p", "s" or "u" and 32 hexadecimal digits each, blank separated. Empty: everybody who may see the item.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Whether the file itself may be saved, or its pages only read here.</summary>
    public bool AllowsDownload { get; set; } = true;

    /// <summary>Whether every page shows the reader's name and the time.</summary>
    public bool IsStamped { get; set; }

    /// <summary>Readers no longer see it; those who manage the meeting do, and may release it again.</summary>
    public DateTimeOffset? WithdrawnAt { get; set; }

    /// <summary>A removed paper keeps its row: the record of a meeting may name it.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public List<DocumentVersion> Versions { get; } = [];

    /// <summary>What readers get: the newest version whose pages are there, else the first one on its way.</summary>
    public DocumentVersion Shown => Versions.Where(v => v.Status == DocumentStatus.Ready).MaxBy(v => v.Number) ?? Versions.MinBy(v => v.Number)!;

    public DocumentVersion Newest => Versions.MaxBy(v => v.Number)!;

    public DocumentView View()
    {
        var (shown, newest) = (Shown, Newest);
        return new DocumentView(
            Id, Name, shown.Size, shown.Pages, shown.Status, newest.UploadedAt, newest.UploadedBy, shown.Number, newest.Number,
            newest.Status == DocumentStatus.Failed ? newest.Problem : null, shown.Pictured, WithdrawnAt is not null, Audience.Length > 0,
            AllowsDownload, IsStamped);
    }
}

/// <summary>One state of a paper; what was shown to people stays as it was.</summary>
internal sealed class DocumentVersion
{
    public required DocumentId DocumentId { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public FileFormat Format { get; init; }

    /// <summary>Bytes of the file as it came.</summary>
    public long Size { get; init; }

    /// <summary>0 while not known.</summary>
    public int Pages { get; set; }

    public DocumentStatus Status { get; set; }

    /// <summary>Refusal code that says why there are no pages.</summary>
    public string? Problem { get; set; }

    /// <summary>How many pages have been given their images or need none more.</summary>
    public int Pictured { get; set; }

    public DateTimeOffset UploadedAt { get; init; }

    public required string UploadedBy { get; init; }
}

/// <summary>A page of a version. Its files are named by <see cref="Hash"/>, so that versions share the pages that did not change.</summary>
internal sealed class DocumentPage
{
    public required DocumentId DocumentId { get; init; }

    public required int Version { get; init; }

    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required string Hash { get; init; }

    public PageKind Kind { get; init; }

    /// <summary>Whole points.</summary>
    public int Width { get; init; }

    public int Height { get; init; }

    /// <summary>Bytes of the drawing, compressed.</summary>
    public int Drawing { get; init; }

    /// <summary>Bytes of the small image; 0 while there is none, -1 when none can be made.</summary>
    public int Small { get; set; }

    /// <summary>Bytes of the sharp image, as <see cref="Small"/>.</summary>
    public int Large { get; set; }

    /// <summary>Bytes that travel to a reader of this page at first: the drawing of a text page, else also the small image.</summary>
    public int Weight => Drawing + (Kind == PageKind.Text ? 0 : Math.Max(0, Small));

    public RenderedPage Shape => new(Kind, Width, Height, Hash);
}

internal sealed class DocumentTable : IEntityTypeConfiguration<Document>
{
    public void Configure(EntityTypeBuilder<Document> builder)
    {
        builder.ToTable("Documents");
        builder.HasKey(d => d.Id);
        builder.Property(d => d.Id).ValueGeneratedNever();
        builder.Property(d => d.Name).HasMaxLength(DocumentName.MaxLength);
        builder.Property(d => d.Owner).HasMaxLength(80);
        builder.Ignore(d => d.Shown);
        builder.Ignore(d => d.Newest);
        builder.HasMany(d => d.Versions).WithOne().HasForeignKey(v => v.DocumentId).OnDelete(DeleteBehavior.Cascade);
        builder.Navigation(d => d.Versions).AutoInclude();
        builder.HasIndex(d => d.MeetingId);
        builder.HasIndex(d => d.AgendaItemId);
    }
}

internal sealed class DocumentVersionTable : IEntityTypeConfiguration<DocumentVersion>
{
    public void Configure(EntityTypeBuilder<DocumentVersion> builder)
    {
        builder.ToTable("DocumentVersions");
        builder.HasKey(v => new { v.DocumentId, v.Number });
        builder.Property(v => v.Status).HasConversion<string>().HasMaxLength(16);
        builder.Property(v => v.Format).HasConversion<string>().HasMaxLength(8);
        builder.Property(v => v.Problem).HasMaxLength(64);
        builder.Property(v => v.UploadedBy).HasMaxLength(200);
        builder.HasIndex(v => v.Status);
    }
}

internal sealed class DocumentPageTable : IEntityTypeConfiguration<DocumentPage>
{
    public void Configure(EntityTypeBuilder<DocumentPage> builder)
    {
        builder.ToTable("DocumentPages");
        builder.HasKey(p => new { p.DocumentId, p.Version, p.Number });
        builder.Property(p => p.Hash).HasMaxLength(32);
        builder.Property(p => p.Kind).HasConversion<string>().HasMaxLength(8);
        builder.Ignore(p => p.Weight);
        builder.Ignore(p => p.Shape);
        builder.HasIndex(p => new { p.DocumentId, p.Hash });
        builder.HasIndex(p => p.Small);
        builder.HasIndex(p => p.Large);
        builder.HasOne<DocumentVersion>().WithMany().HasForeignKey(p => new { p.DocumentId, p.Version }).OnDelete(DeleteBehavior.Cascade);
    }
}
