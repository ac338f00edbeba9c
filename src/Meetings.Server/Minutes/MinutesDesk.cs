using System.Text.Json;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Documents.Contracts;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;
using Meetings.Server.Minutes.Docx;
using Meetings.Server.Persistence;
using Meetings.Server.Rooms.Contracts;
using Meetings.Server.Scheduling.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Meetings.Server.Minutes;

[WireContract]
internal sealed record MinutesEdit(int Revision, MinutesBody Body);

[WireContract]
internal sealed record MinutesRevision(int Revision);

/// <summary>Composing, reading, editing the draft.</summary>
internal sealed class MinutesDesk(
    MeetingsDbContext db, IMeetings meetings, IRoomRecords records, MinutesSourcesReader sources, IDocuments documents, ComposingTurn turn, TimeProvider time)
{
    /// <summary>Characters of one field; the notes of a day-long meeting are below a tenth of it.</summary>
    private const int LongestText = 100_000;

    private const int MostRows = 5_000;

    public async Task<Outcome<MinutesView>> ReadAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(caller, id, toChange: false, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (await FindOrComposeAsync(id, cancellationToken) is not { } draft)
        {
            return Refusal.NotFound("minutes_not_ready");
        }

        var (view, standing) = (View(draft), await meetings.StandingAsync(caller, id, cancellationToken));
        var seen = new List<MinutesItem>();
        foreach (var part in view.Body.Items.Where(i => i.ItemId is not { } item || standing!.Sees(item)))
        {
            if (part.PaperId is not { } paper || standing!.MayManage || await documents.MayReadAsync(caller, paper, cancellationToken))
            {
                seen.Add(part);
            }
        }

        return view with { Body = view.Body with { Items = seen } };
    }

    public async Task<Outcome<(string Title, byte[] Bytes)>> DocxAsync(Caller caller, MeetingId id, CancellationToken cancellationToken)
    {
        var view = await ReadAsync(caller, id, cancellationToken);
        return view.Refusal is { } refused ? refused : (view.Value.Body.Title, MinutesDocument.Write(view.Value.Body));
    }

    public async Task<Outcome<MinutesRevision>> EditAsync(Caller caller, MeetingId id, MinutesEdit edit, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(caller, id, toChange: true, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (await FindOrComposeAsync(id, cancellationToken) is not { } draft)
        {
            return Refusal.NotFound("minutes_not_ready");
        }

        if (draft.Revision != edit.Revision)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        var json = JsonSerializer.Serialize(edit.Body, WireJson.Options);
        if (RefuseBody(edit.Body, json) is { } wrong)
        {
            return wrong;
        }

        draft.Body = json.Normalize();
        draft.Revision++;
        draft.EditedAt = time.GetUtcNow();
        draft.EditedBy = caller.AccountId;
        return await SaveAsync(cancellationToken) is { } conflict ? conflict : new MinutesRevision(draft.Revision);
    }

    /// <summary>Makes the draft anew from the record; what was edited by hand is replaced, so the client asks first.</summary>
    public async Task<Outcome<MinutesView>> RecomposeAsync(Caller caller, MeetingId id, int revision, CancellationToken cancellationToken)
    {
        if (await RefuseAsync(caller, id, toChange: true, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (await FindOrComposeAsync(id, cancellationToken) is not { } draft || await ComposeAsync(id, cancellationToken) is not { } body)
        {
            return Refusal.NotFound("minutes_not_ready");
        }

        if (draft.Revision != revision)
        {
            return Refusal.Conflict("edited_elsewhere");
        }

        draft.Body = JsonSerializer.Serialize(body, WireJson.Options);
        draft.Revision++;
        draft.ComposedAt = time.GetUtcNow();
        draft.EditedAt = null;
        draft.EditedBy = null;
        return await SaveAsync(cancellationToken) is { } conflict ? conflict : View(draft);
    }

    /// <summary>Writes the draft when there is none; called when the room closes and, after a crash, when somebody asks.</summary>
    public async Task<MinutesDraft?> FindOrComposeAsync(MeetingId id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is { } found)
        {
            return found;
        }

        // The room's closing and the first reader come at the same moment; the second of them finds what the first wrote.
        using var mine = await turn.TakeAsync(cancellationToken);
        if (await FindAsync(id, cancellationToken) is { } written)
        {
            return written;
        }

        if (await ComposeAsync(id, cancellationToken) is not { } body)
        {
            return null;
        }

        var draft = new MinutesDraft { MeetingId = id, ComposedAt = time.GetUtcNow(), Body = JsonSerializer.Serialize(body, WireJson.Options) };
        db.Add(draft);
        await db.SaveChangesAsync(cancellationToken);
        return draft;
    }

    private Task<MinutesDraft?> FindAsync(MeetingId id, CancellationToken cancellationToken) =>
        db.Set<MinutesDraft>().FirstOrDefaultAsync(d => d.MeetingId == id, cancellationToken);

    private async Task<MinutesBody?> ComposeAsync(MeetingId id, CancellationToken cancellationToken)
    {
        if (await meetings.FindAsync(id, cancellationToken) is not { Status: MeetingStatus.Closed } plan
            || await records.ReadAsync(id, cancellationToken) is not { } record)
        {
            return null;
        }

        return ComposeMinutes.From(await sources.ReadAsync(plan, record, cancellationToken));
    }

    private async Task<Refusal?> RefuseAsync(Caller caller, MeetingId id, bool toChange, CancellationToken cancellationToken)
    {
        if (await meetings.StandingAsync(caller, id, cancellationToken) is not { } standing)
        {
            return Refusal.NotFound();
        }

        return standing.MayManage || (standing.IsInvited && !toChange) ? null : Refusal.Forbidden();
    }

    private static Refusal? RefuseBody(MinutesBody body, string json)
    {
        string?[] texts =
        [
            body.Title, body.Authority, body.ParentAuthority, body.Place, body.Begin, body.End, body.Chair, body.Secretary, body.Closing,
            .. body.Items.Select(i => i.Text), .. body.Items.Select(i => i.Title), .. body.Recipients,
        ];
        if (string.IsNullOrWhiteSpace(body.Title))
        {
            return Refusal.Invalid("title_missing");
        }

        var rows = body.Items.Count + body.Absent.Count + body.Recipients.Count + body.Attendance.Sum(u => u.People.Count + 1);
        return json.Length > 20 * LongestText || rows > MostRows || texts.Any(t => t?.Length > LongestText)
            ? Refusal.Invalid("text_too_long", ("max", $"{LongestText}"))
            : null;
    }

    private async Task<Refusal?> SaveAsync(CancellationToken cancellationToken)
    {
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refusal.Conflict("edited_elsewhere");
        }
    }

    private static MinutesView View(MinutesDraft draft) => new(
        draft.MeetingId,
        MinutesStatus.Draft,
        draft.Revision,
        draft.ComposedAt,
        draft.EditedAt,
        JsonSerializer.Deserialize<MinutesBody>(draft.Body, WireJson.Options)!);
}

/// <summary>Drafts are composed one at a time.</summary>
internal sealed class ComposingTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<IDisposable> TakeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        return new Taken(_turn);
    }

    public void Dispose() => _turn.Dispose();

    private sealed class Taken(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

/// <summary>The room has closed: the draft stands before people have left their chairs.</summary>
internal sealed class DraftOnClose(MinutesDesk desk) : IHandle<RoomClosed>
{
    public Task HandleAsync(RoomClosed news, CancellationToken cancellationToken) => desk.FindOrComposeAsync(news.MeetingId, cancellationToken);
}
