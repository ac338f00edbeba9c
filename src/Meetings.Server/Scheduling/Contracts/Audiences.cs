using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;

namespace Meetings.Server.Scheduling.Contracts;

/// <summary>For whom an item or a paper is, written as one text: "u" unit, "p" person, "s" site, each with its id, parted by spaces.</summary>
internal static class Audiences
{
    public const int Most = 300;

    /// <summary>Characters of the text.</summary>
    public const int Length = Most * 34;

    /// <param name="unit">The unit for which the caller is in the meeting.</param>
    /// <returns>False for every guest: a forwarded link must not open what is meant for some.</returns>
    public static bool Includes(string audience, Caller caller, UnitId? unit) => caller.Guest is null && audience.Split(' ').Any(entry =>
        (caller.PersonId is { } person && entry == "p" + person)
        || (caller.SiteId is { } site && entry == "s" + site)
        || (unit is { } own && entry == "u" + own));

    /// <summary>Null when an entry is not an id.</summary>
    public static string? Write(IReadOnlyList<AudienceEntry> entries) =>
        entries.Count <= Most && entries.All(e => e is not null && Enum.IsDefined(e.Kind) && Guid.TryParseExact(e.TargetId, "N", out _))
            ? string.Join(' ', entries.Select(Word).Distinct())
            : null;

    public static IReadOnlyList<AudienceEntry> Read(string audience) =>
        [.. audience.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => new AudienceEntry(KindOf(e[0]), e[1..]))];

    /// <summary>The entry that stands for an invitee.</summary>
    public static string Word(Invitee invitee) =>
        invitee.UnitId is { } unit ? $"u{unit}" : invitee.PersonId is { } person ? $"p{person}" : $"s{invitee.SiteId}";

    public static AudienceEntry EntryOf(Invitee invitee) => Read(Word(invitee))[0];

    private static string Word(AudienceEntry entry) => Letter(entry.Kind) + entry.TargetId;

    private static string Letter(InviteeKind kind) => kind switch
    {
        InviteeKind.Person => "p",
        InviteeKind.Site => "s",
        InviteeKind.Unit => "u",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static InviteeKind KindOf(char letter) => letter switch { 'p' => InviteeKind.Person, 's' => InviteeKind.Site, _ => InviteeKind.Unit };
}

/// <param name="TargetId">Of the unit, person or site: 32 hexadecimal digits.</param>
[WireContract]
public sealed record AudienceEntry(InviteeKind Kind, string TargetId);
