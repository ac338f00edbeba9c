using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Invitations.Links;
using Meetings.Server.Kernel;
using Meetings.Server.Notifications.Contracts;
using Meetings.Server.Organisation.Contracts;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Invitations;

/// <summary>The secretary's board: who was told, who answered, who opened the papers, whose line was tried.</summary>
/// <param name="IsSent">The invitations were sent once; from then on changes go out by themselves.</param>
/// <param name="MailIsSetUp">False: only the bell in the application tells.</param>
/// <param name="MailProblem">Why mails wait right now.</param>
/// <param name="Papers">Names of the meeting's papers, in the order of <see cref="InvitationRow.Opened"/>.</param>
[WireContract]
internal sealed record InvitationBoard(
    bool IsSent,
    DateTimeOffset? SentAt,
    int Sequence,
    bool MailIsSetUp,
    string? MailProblem,
    DateTimeOffset? MailNextTry,
    SignedLetterView? Letter,
    IReadOnlyList<PaperName> Papers,
    IReadOnlyList<InvitationRow> Rows);

[WireContract]
internal sealed record PaperName(DocumentId Id, string Name);

/// <param name="Id">Left out before the first sending.</param>
/// <param name="Address">Left out where none is known: told by the bell alone.</param>
/// <param name="Mail">Of the last mail about the invitation.</param>
/// <param name="Opened">One letter a paper: 1 opened, 0 not. Empty without papers, and where nobody keeps note.</param>
/// <param name="Line">What the site's line was last measured to carry.</param>
[WireContract]
internal sealed record InvitationRow(
    string? Id,
    InvitedKind Kind,
    string Name,
    string? Detail,
    MeetingRole Role,
    string? Address,
    MailProgress? Mail,
    DateTimeOffset? OpenedAt,
    ReplyView Reply,
    DateTimeOffset? RemindedAt,
    bool IsRevoked,
    string Opened,
    SiteLine? Line);

internal sealed class Board(
    MeetingsDbContext db, IMeetings meetings, IMeetingPapers papers, IPaperReadings readings, IDirectory directory, Recipients recipients,
    SignedLetters letters, IMail mail)
{
    public async Task<Outcome<InvitationBoard>> RunAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await Managing.RefuseAsync(meetings, caller, id, cancellationToken) is { } refused)
        {
            return refused;
        }

        var plan = (await meetings.FindAsync(id, cancellationToken))!;
        var convocation = await db.Set<Convocation>().AsNoTracking().FirstOrDefaultAsync(c => c.MeetingId == id, cancellationToken);
        var rows = await db.Set<Invitation>().AsNoTracking().Where(i => i.MeetingId == id && i.RemovedAt == null).ToListAsync(cancellationToken);
        var known = rows.Where(r => r.Kind != InvitedKind.Guest).ToDictionary(Dispatch.TargetOf);
        var progress = (await mail.ProgressAsync(id.ToString(), cancellationToken)).Where(p => MailKeys.InvitationOf(p.Key) is not null)
            .GroupBy(p => MailKeys.InvitationOf(p.Key)!.Value).ToDictionary(g => g.Key, g => g.Last().Progress);
        var documents = (await papers.OfMeetingAsync(id, cancellationToken)).SelectMany(g => g).ToList();
        var opened = (await readings.OfMeetingAsync(id, cancellationToken))?.ToLookup(r => r.DocumentId);
        var wanted = await recipients.OfAsync(plan, cancellationToken);
        var members = await MembersAsync(wanted, plan, cancellationToken);
        var letter = await letters.FindAsync(id, cancellationToken);
        return new InvitationBoard(
            convocation is not null,
            convocation?.SentAt,
            convocation?.Sequence ?? 0,
            mail.IsSetUp,
            mail.Trouble?.Problem,
            mail.Trouble?.NextTry,
            letter is null ? null : SignedLetters.View(letter),
            [.. documents.Select(d => new PaperName(d.Id, d.Name))],
            [.. wanted.Select(to => Row(
                to,
                known.GetValueOrDefault(to.Target),
                progress,
                opened is null ? "" : string.Concat(documents.Select(d => opened[d.Id].Any(r => HasOpened(to, members, r)) ? '1' : '0'))))]);
    }

    private static InvitationRow Row(Recipient to, Invitation? row, Dictionary<Guid, MailProgress> progress, string opened) => new(
        row?.Id.ToString("N"),
        to.Kind,
        to.Name,
        to.Detail,
        to.Role,
        to.Mailbox?.Address,
        row is null ? null : progress.GetValueOrDefault(row.Id),
        row?.OpenedAt,
        row is null ? new ReplyView(ReplyKind.None, null, null, null, null, ReplyWay.Link) : Replying.View(row),
        row?.RemindedAt,
        row?.RevokedAt is not null,
        opened,
        to.Line);

    private static bool HasOpened(Recipient to, Dictionary<UnitId, UnitContacts> members, PaperReading reading) => to switch
    {
        { PersonId: { } person } => reading.PersonId == person,
        { SiteId: { } site } => reading.SiteId == site,
        { UnitId: { } unit } => members.TryGetValue(unit, out var of)
            && (of.People.Any(p => p.Id == reading.PersonId) || of.Sites.Any(s => s.Id == reading.SiteId)),
        _ => false,
    };

    /// <summary>A unit has opened a paper when one of its people or sites has.</summary>
    private async Task<Dictionary<UnitId, UnitContacts>> MembersAsync(
        IReadOnlyList<Recipient> wanted, MeetingPlan plan, CancellationToken cancellationToken) =>
        new(await directory.ContactsAsync([.. wanted.Select(w => w.UnitId).OfType<UnitId>()], DateOnly.FromDateTime(plan.LocalStart), cancellationToken));
}
