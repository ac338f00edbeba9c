using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Reading;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Documents;

/// <param name="Audience">Empty: everybody who may see the item.</param>
/// <param name="Stamped">Name and time of the reader on every page.</param>
[WireContract]
internal sealed record DocumentRules(IReadOnlyList<AudienceEntry> Audience, bool AllowsDownload, bool Stamped);

/// <summary>Says who may read a paper and how, withdraws it, releases it again, removes it.</summary>
internal sealed class ChangeDocument(MeetingsDbContext db, IMeetings meetings, PaperAccess access, DocumentStore store, IAudit audit, TimeProvider time)
{
    public async Task<Outcome<Done>> RuleAsync(Caller caller, DocumentId id, DocumentRules rules, CancellationToken cancellationToken)
    {
        var found = await ManageAsync(caller, id, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        if (rules.Audience is null || Audiences.Write(rules.Audience) is not { } audience)
        {
            return Refusal.Invalid("audience_invalid", ("max", $"{Audiences.Most}"));
        }

        if (rules.Stamped && !PaperStamps.Available)
        {
            return Refusal.Conflict("stamp_unavailable");
        }

        var document = found.Value;
        (document.Audience, document.AllowsDownload, document.IsStamped) = (audience, rules.AllowsDownload, rules.Stamped);
        audit.Note(caller, "paper.ruled", id.ToString(), rules);
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    /// <param name="isOut">True withdraws (thu hồi), false releases it again.</param>
    public async Task<Outcome<Done>> WithdrawAsync(Caller caller, DocumentId id, bool isOut, CancellationToken cancellationToken)
    {
        var found = await ManageAsync(caller, id, cancellationToken);
        if (found.Refusal is { } hidden)
        {
            return hidden;
        }

        found.Value.WithdrawnAt = isOut ? found.Value.WithdrawnAt ?? time.GetUtcNow() : null;
        audit.Note(caller, isOut ? "paper.withdrawn" : "paper.released", id.ToString());
        await db.SaveChangesAsync(cancellationToken);
        return Done.Instance;
    }

    public async Task<Outcome<Done>> RemoveAsync(Caller caller, DocumentId id, CancellationToken cancellationToken)
    {
        if (await access.SeeAsync(caller, id, cancellationToken) is not var (document, standing))
        {
            return Refusal.NotFound();
        }

        if (!standing.MayManage && document.UploadedById != caller.AccountId)
        {
            return Refusal.Forbidden();
        }

        // The papers of a meeting that was held belong to its record.
        if (await meetings.FindAsync(document.MeetingId, cancellationToken) is { Status: MeetingStatus.Closed })
        {
            return Refusal.Conflict("meeting_closed");
        }

        document.RemovedAt = time.GetUtcNow();
        audit.Note(caller, "paper.removed", id.ToString(), new { document.Name });
        await db.SaveChangesAsync(cancellationToken);
        store.Delete(document);
        return Done.Instance;
    }

    private async Task<Outcome<Document>> ManageAsync(Caller caller, DocumentId id, CancellationToken cancellationToken) =>
        await access.SeeAsync(caller, id, cancellationToken) is not var (document, standing) ? Refusal.NotFound()
        : standing.MayManage ? document
        : Refusal.Forbidden();
}
