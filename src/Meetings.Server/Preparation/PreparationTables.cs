using Meetings.Server.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Preparation;

/// <summary>What the secretary asks of those invited, and by when.</summary>
internal sealed class PreparationPlan
{
    public required MeetingId MeetingId { get; init; }

    /// <summary>Until when delegates are to be registered; null: not asked for.</summary>
    public DateTimeOffset? DelegatesDue { get; set; }

    /// <summary>Until when the report is to be there; null: not asked for.</summary>
    public DateTimeOffset? ReportDue { get; set; }

    /// <summary>What the report is about, e.g. "Báo cáo chuyển đổi số tháng 10".</summary>
    public string ReportTopic { get; set; } = "";
}

/// <summary>What one invited unit, site or person has handed in.</summary>
internal sealed class Submission
{
    public required MeetingId MeetingId { get; init; }

    /// <summary>"u", "s" or "p" and the id: stays the same while the invitation does.</summary>
    public required string Invitee { get; init; }

    /// <summary>JSON of <see cref="DelegateEntry"/>.</summary>
    public string Delegates { get; set; } = "[]";

    public DateTimeOffset? DelegatesAt { get; set; }

    public string? DelegatesBy { get; set; }

    public DocumentId? ReportId { get; set; }

    public string? ReportName { get; set; }

    public DateTimeOffset? ReportAt { get; set; }

    public ReportState ReportState { get; set; }

    /// <summary>Why a report was sent back.</summary>
    public string? Remark { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>Who handed the report in, to be told of the decision.</summary>
    public PersonId? ByPersonId { get; set; }

    public SiteId? BySiteId { get; set; }

    public AccountId? ByAccountId { get; set; }
}

[WireContract]
internal enum ReportState
{
    Missing,
    Submitted,
    Accepted,
    Returned,
}

/// <summary>A written opinion form (phiếu lấy ý kiến) on a paper, an item or the meeting as a whole.</summary>
internal sealed class Opinion
{
    public required Guid Id { get; init; }

    public required MeetingId MeetingId { get; init; }

    public DocumentId? DocumentId { get; init; }

    public required string Question { get; init; }

    /// <summary>Line by line; empty where only words are asked for.</summary>
    public required string Options { get; init; }

    public DateTimeOffset DueAt { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>The answer of one person, or of one site as a whole; the key makes a second one impossible.</summary>
internal sealed class OpinionAnswer
{
    public required Guid OpinionId { get; init; }

    /// <summary>"p", "s" or "a" and the id.</summary>
    public required string Voice { get; init; }

    public required string Name { get; init; }

    public UnitId? UnitId { get; init; }

    /// <summary>From 0; null where only words were given.</summary>
    public int? Choice { get; set; }

    public string Text { get; set; } = "";

    public DateTimeOffset AnsweredAt { get; set; }
}

/// <summary>A question on the papers before the meeting, and its answer.</summary>
internal sealed class PaperQuestion
{
    public required Guid Id { get; init; }

    public required MeetingId MeetingId { get; init; }

    public required AgendaItemId AgendaItemId { get; init; }

    public required string Text { get; init; }

    public required AccountId AskedById { get; init; }

    public required string AskedBy { get; init; }

    public UnitId? UnitId { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public string? Answer { get; set; }

    public string? AnsweredBy { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }
}

internal sealed class PreparationPlanTable : IEntityTypeConfiguration<PreparationPlan>
{
    public void Configure(EntityTypeBuilder<PreparationPlan> builder)
    {
        builder.ToTable("PreparationPlans");
        builder.HasKey(p => p.MeetingId);
        builder.Property(p => p.MeetingId).ValueGeneratedNever();
        builder.Property(p => p.ReportTopic).HasMaxLength(Limits.Line);
    }
}

internal sealed class SubmissionTable : IEntityTypeConfiguration<Submission>
{
    public void Configure(EntityTypeBuilder<Submission> builder)
    {
        builder.ToTable("Submissions");
        builder.HasKey(s => new { s.MeetingId, s.Invitee });
        builder.Property(s => s.Invitee).HasMaxLength(33);
        builder.Property(s => s.ReportState).HasConversion<string>().HasMaxLength(16);
        builder.Property(s => s.Remark).HasMaxLength(Limits.Text);
    }
}

internal sealed class OpinionTable : IEntityTypeConfiguration<Opinion>
{
    public void Configure(EntityTypeBuilder<Opinion> builder)
    {
        builder.ToTable("Opinions");
        builder.HasKey(o => o.Id);
        builder.Property(o => o.Id).ValueGeneratedNever();
        builder.HasIndex(o => o.MeetingId);
        builder.HasMany<OpinionAnswer>().WithOne().HasForeignKey(a => a.OpinionId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OpinionAnswerTable : IEntityTypeConfiguration<OpinionAnswer>
{
    public void Configure(EntityTypeBuilder<OpinionAnswer> builder)
    {
        builder.ToTable("OpinionAnswers");
        builder.HasKey(a => new { a.OpinionId, a.Voice });
        builder.Property(a => a.Voice).HasMaxLength(33);
        builder.Property(a => a.Text).HasMaxLength(Limits.Text);
    }
}

internal sealed class PaperQuestionTable : IEntityTypeConfiguration<PaperQuestion>
{
    public void Configure(EntityTypeBuilder<PaperQuestion> builder)
    {
        builder.ToTable("PaperQuestions");
        builder.HasKey(q => q.Id);
        builder.Property(q => q.Id).ValueGeneratedNever();
        builder.Property(q => q.Text).HasMaxLength(Limits.Text);
        builder.Property(q => q.Answer).HasMaxLength(Limits.Text);
        builder.HasIndex(q => q.MeetingId);
    }
}

/// <summary>Characters and counts.</summary>
internal static class Limits
{
    public const int Line = 200, Text = 4000, Delegates = 200, Options = 12, Opinions = 100, Questions = 500;
}
