using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Kernel;
using Meetings.Server.Persistence;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Documents.Uploads;

/// <param name="Length">Bytes of the whole file.</param>
/// <param name="Replaces">The paper this is a new version of.</param>
/// <param name="Confirmed">Whoever uploads has said that the file holds no state secret.</param>
[WireContract]
internal sealed record UploadInput(string? Name, long Length, DocumentId? Replaces = null, bool Confirmed = false);

/// <summary>Opens an upload for whoever may bring papers to the item.</summary>
internal sealed class BeginUpload(MeetingsDbContext db, IMeetings meetings, DocumentsSettings settings, IAudit audit, TimeProvider time) : IPaperUploads
{
    private const int MostInMeeting = 500, MostOpen = 20;

    public async Task<Outcome<UploadStarted>> ForItemAsync(
        Caller caller, MeetingId meeting, AgendaItemId item, UploadInput input, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(caller, meeting, item, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (input.Replaces is { } old
            && !await db.Set<Document>().AnyAsync(d => d.Id == old && d.MeetingId == meeting && d.AgendaItemId == item && d.RemovedAt == null, cancellationToken))
        {
            return Refusal.NotFound();
        }

        return await OpenAsync(caller, meeting, item, null, input, cancellationToken);
    }

    public Task<Outcome<UploadStarted>> BeginAsync(
        Caller caller, MeetingId meeting, string owner, string? name, long length, bool confirmed, CancellationToken cancellationToken) =>
        OpenAsync(caller, meeting, default, owner, new UploadInput(name, length, null, confirmed), cancellationToken);

    /// <summary>Null when the caller may bring papers to the item now.</summary>
    public async Task<Refusal?> RefuseAsync(Caller caller, MeetingId meeting, AgendaItemId item, CancellationToken cancellationToken)
    {
        if (await meetings.StandingAsync(caller, meeting, cancellationToken) is not { } standing
            || await meetings.FindAsync(meeting, cancellationToken) is not { } plan
            || plan.Agenda.FirstOrDefault(i => i.Id == item) is not { } planned || !standing.Sees(item))
        {
            return Refusal.NotFound();
        }

        // The unit that presents an item brings its papers itself.
        if (!standing.MayManage && (planned.PresenterId is null || planned.PresenterId != caller.PersonId))
        {
            return Refusal.Forbidden();
        }

        return plan.Status is MeetingStatus.Closed or MeetingStatus.Cancelled
            ? Refusal.Conflict(plan.Status == MeetingStatus.Closed ? "meeting_closed" : "meeting_cancelled")
            : null;
    }

    private async Task<Outcome<UploadStarted>> OpenAsync(
        Caller caller, MeetingId meeting, AgendaItemId item, string? owner, UploadInput input, CancellationToken cancellationToken)
    {
        // No state secret on a network that joins offices (Luật Bảo vệ bí mật nhà nước 117/2025/QH15): nothing comes in without that word.
        if (!input.Confirmed)
        {
            return Refusal.Invalid("documents_not_confirmed");
        }

        if (input.Length <= 0)
        {
            return Refusal.Invalid("document_kind_unknown");
        }

        if (input.Length > settings.MaxMb * 1_000_000L)
        {
            return ReceiveBytes.TooLarge(settings);
        }

        if (await db.Set<Document>().CountAsync(d => d.MeetingId == meeting && d.RemovedAt == null, cancellationToken) >= MostInMeeting)
        {
            return Refusal.Conflict("too_many_documents", ("max", $"{MostInMeeting}"));
        }

        var now = time.GetUtcNow();
        if (await db.Set<Upload>().CountAsync(u => u.AccountId == caller.AccountId && u.BecameId == null && u.ExpiresAt > now, cancellationToken) >= MostOpen)
        {
            return Refusal.Conflict("too_many_uploads", ("max", $"{MostOpen}"));
        }

        var upload = new Upload
        {
            Id = Guid.NewGuid(),
            MeetingId = meeting,
            AgendaItemId = item,
            Owner = owner,
            ReplacesId = input.Replaces,
            Name = Shortened(VietnameseText.Clean(input.Name ?? "")),
            Length = input.Length,
            AccountId = caller.AccountId,
            ExpiresAt = now.AddHours(settings.UploadHours),
        };
        db.Add(upload);
        audit.Note(caller, "upload.confirmed", $"{upload.Id:N}", new { upload.Name, Meeting = meeting.ToString() });
        await db.SaveChangesAsync(cancellationToken);
        return new UploadStarted(upload.Id.ToString("N"), 0);
    }

    private static string Shortened(string name) => name.Length > DocumentName.MaxLength ? name[^DocumentName.MaxLength..] : name;
}
