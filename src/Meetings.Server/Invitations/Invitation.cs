using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Meetings.Server.Invitations;

/// <summary>Who is asked to one meeting: a person, a site, a unit, or a guest from outside. Its link is made from its id, so no secret is kept.</summary>
internal sealed class Invitation
{
    public required Guid Id { get; init; }

    public MeetingId MeetingId { get; init; }

    public InvitedKind Kind { get; init; }

    public PersonId? PersonId { get; init; }

    public SiteId? SiteId { get; init; }

    public UnitId? UnitId { get; init; }

    /// <summary>As it stood at the last sending; of a guest as the secretary wrote it.</summary>
    public required string Name { get; set; }

    public MeetingRole Role { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Counts up to make older links worthless.</summary>
    public int LinkVersion { get; set; } = 1;

    /// <summary>Its link opens until a day after the planned end: people look up papers the day after. Moves with the meeting.</summary>
    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The link was taken back by hand.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>No longer invited; kept so that a calendar can be told.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>Version of the meeting last told; null before the first time.</summary>
    public int? SentSequence { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The personal link was first opened.</summary>
    public DateTimeOffset? OpenedAt { get; set; }

    public DateTimeOffset? RemindedAt { get; set; }

    public ReplyKind Reply { get; set; }

    /// <summary>Why not, or on which condition.</summary>
    public string? Reason { get; set; }

    public string? SubstituteName { get; set; }

    public string? SubstitutePosition { get; set; }

    public DateTimeOffset? RepliedAt { get; set; }

    /// <summary>The link or account it came by; the secretary when told by telephone.</summary>
    public ReplyWay RepliedBy { get; set; }

    public static DateTimeOffset ExpiryOf(MeetingPlan plan) => plan.Start.AddMinutes(plan.Minutes).AddDays(1);

    public bool IsLive => RemovedAt is null && RevokedAt is null;

    public void Answer(ReplyKind reply, string? reason, string? substitute, string? position, ReplyWay way, DateTimeOffset at) =>
        (Reply, Reason, SubstituteName, SubstitutePosition, RepliedBy, RepliedAt) =
            (reply, reason, substitute, position, way, reply == ReplyKind.None ? null : at);
}

[WireContract]
internal enum InvitedKind
{
    Person,
    Site,
    Unit,
    Guest,
}

[WireContract]
internal enum ReplyKind
{
    None,
    Accepted,
    Tentative,
    Declined,

    /// <summary>A named substitute comes (cử người dự thay).</summary>
    Delegated,
}

[WireContract]
internal enum ReplyWay
{
    Link,
    Account,
    Secretary,
}

/// <summary>That and how the invitees of a meeting are told: written once the secretary sends the invitations.</summary>
internal sealed class Convocation
{
    public MeetingId MeetingId { get; init; }

    /// <summary>SEQUENCE of the calendar (RFC 5546 section 2.1.4): grows when time, place, title or life change.</summary>
    public int Sequence { get; set; }

    /// <summary>What the invitees were last told, to find out whether it changed.</summary>
    public required string Told { get; set; }

    /// <summary>The start last told: answers to another one count no more.</summary>
    public DateTimeOffset ToldStart { get; set; }

    /// <summary>Revision of the plan last compared, so that a sweep looks at changed meetings alone.</summary>
    public int ToldRevision { get; set; }

    public bool IsCancelled { get; set; }

    public DateTimeOffset SentAt { get; init; }

    public AccountId SentBy { get; init; }
}

internal sealed class InvitationTable : IEntityTypeConfiguration<Invitation>
{
    public const int NameLength = 200;

    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.ToTable("Invitations");
        builder.HasKey(i => i.Id);
        builder.Property(i => i.Id).ValueGeneratedNever();
        builder.Property(i => i.Kind).HasConversion<string>().HasMaxLength(16);
        builder.Property(i => i.Role).HasConversion<string>().HasMaxLength(16);
        builder.Property(i => i.Reply).HasConversion<string>().HasMaxLength(16);
        builder.Property(i => i.RepliedBy).HasConversion<string>().HasMaxLength(16);
        builder.Property(i => i.Name).HasMaxLength(NameLength);
        builder.Property(i => i.Reason).HasMaxLength(Replying.LongestReason);
        builder.Property(i => i.SubstituteName).HasMaxLength(NameLength);
        builder.Property(i => i.SubstitutePosition).HasMaxLength(NameLength);
        builder.HasIndex(i => new { i.MeetingId, i.PersonId, i.SiteId, i.UnitId });
    }
}

internal sealed class ConvocationTable : IEntityTypeConfiguration<Convocation>
{
    public void Configure(EntityTypeBuilder<Convocation> builder)
    {
        builder.ToTable("Convocations");
        builder.HasKey(c => c.MeetingId);
        builder.Property(c => c.MeetingId).ValueGeneratedNever();
        builder.Property(c => c.Sequence).IsConcurrencyToken();
    }
}
