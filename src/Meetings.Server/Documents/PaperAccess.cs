using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents;

/// <summary>Who may read which paper: first the meeting, then the item, then the paper itself. What may not be read is not found.</summary>
internal sealed class PaperAccess(MeetingsDbContext db, IMeetings meetings, IEnumerable<IPaperOwner> owners)
{
    /// <summary>The paper and what the caller is in its meeting; null when unknown, removed or not for the caller.</summary>
    public async Task<(Document Document, Standing Standing)?> SeeAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        var document = await db.Set<Document>().FirstOrDefaultAsync(d => d.Id == id && d.RemovedAt == null, cancellationToken);
        return document is not null
            && await meetings.StandingAsync(caller, document.MeetingId, cancellationToken) is { IsWaiting: false } standing
            && await MayReadAsync(caller, standing, document, cancellationToken)
            ? (document, standing)
            : null;
    }

    /// <summary>The papers of the meeting's agenda that the caller may read.</summary>
    public async Task<IReadOnlyList<Document>> ReadableAsync(
        Caller caller, Standing standing, MeetingId meeting, CancellationToken cancellationToken)
    {
        var readable = new List<Document>();
        if (standing.IsWaiting)
        {
            return readable;
        }

        foreach (var document in await OfAgenda(meeting).ToListAsync(cancellationToken))
        {
            if (await MayReadAsync(caller, standing, document, cancellationToken))
            {
                readable.Add(document);
            }
        }

        return readable;
    }

    public IQueryable<Document> OfAgenda(MeetingId meeting) => db.Set<Document>()
        .Where(d => d.MeetingId == meeting && d.RemovedAt == null && d.Owner == null).OrderBy(d => d.UploadedAt).ThenBy(d => d.Id);

    private async Task<bool> MayReadAsync(Caller caller, Standing standing, Document document, CancellationToken cancellationToken)
    {
        if (standing.MayManage || (caller.Guest is null && document.UploadedById == caller.AccountId))
        {
            return true;
        }

        if (document.Owner is { } owner)
        {
            foreach (var keeper in owners.Where(k => k.Owns(owner)))
            {
                if (await keeper.MayReadAsync(caller, document.MeetingId, owner, cancellationToken))
                {
                    return true;
                }
            }

            return false;
        }

        return document.WithdrawnAt is null && (document.Audience.Length == 0 || Audiences.Includes(document.Audience, caller, standing));
    }
}

/// <summary>Writes and reads <see cref="Document.Audience"/>.</summary>
internal static class Audiences
{
    public const int Most = 300;

    public static bool Includes(string audience, Caller caller, Standing standing) => caller.Guest is null && audience.Split(' ').Any(entry =>
        (caller.PersonId is { } person && entry == "p" + person)
        || (caller.SiteId is { } site && entry == "s" + site)
        || (standing.UnitId is { } unit && entry == "u" + unit));

    /// <summary>Null when an entry is not an id.</summary>
    public static string? Write(IReadOnlyList<AudienceEntry> entries) =>
        entries.Count <= Most && entries.All(e => e is not null && Enum.IsDefined(e.Kind) && Guid.TryParseExact(e.TargetId, "N", out _))
            ? string.Join(' ', entries.Select(e => Letter(e.Kind) + e.TargetId).Distinct())
            : null;

    public static IReadOnlyList<AudienceEntry> Read(string audience) =>
        [.. audience.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => new AudienceEntry(KindOf(e[0]), e[1..]))];

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
internal sealed record AudienceEntry(InviteeKind Kind, string TargetId);
