using System.Globalization;
using Meetings.Server.Hosting;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>The methods that run the meeting. Each makes one command; the room decides.</summary>
internal sealed partial class RoomHub
{
    private int Me => Line.Socket!.Conn;

    [Access(AccessRule.Attending)]
    public Task<HubAnswer> Hand(bool up) => AskAsync(new RaiseHand(Me, up));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> LowerHand(int conn) => AskAsync(new LowerHand(Me, conn));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> GiveFloor(int conn, int? seat = null) => AskAsync(new GiveFloor(Me, conn, seat));

    /// <summary>Whoever leads takes the floor away; its holder may give it back.</summary>
    [Access(AccessRule.Attending)]
    public Task<HubAnswer> TakeFloor() => AskAsync(new TakeFloor(Me));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> Mute(int conn) => AskAsync(new Mute(Me, conn));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> Admit(int conn) => AskAsync(new Admit(Me, conn));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> RefuseEntry(int conn) => AskAsync(new RefuseEntry(Me, conn));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> Remove(int conn) => AskAsync(new RemoveConnection(Me, conn));

    /// <summary>A site says who sits in its room.</summary>
    [Access(AccessRule.Attending)]
    public async Task<HubAnswer> SitDown(SitDownInput input)
    {
        const int most = 500;
        if (Member() is null)
        {
            return HubAnswer.From(Refusal.Forbidden("in_lobby"));
        }

        if (input.People.IsDefault || input.People.Length > most)
        {
            return HubAnswer.From(Refusal.Invalid("too_many_people", ("max", $"{most}")));
        }

        var sitters = await doorway.SittersAsync(Line.Meeting, input.People, Context.ConnectionAborted);
        return sitters.Refusal is { } refusal ? HubAnswer.From(refusal) : await AskAsync(new SitDown(Me, sitters.Value));
    }

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> Begin() => AskAsync(new BeginMeeting(Me));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> Pause() => AskAsync(new PauseMeeting(Me));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> Resume() => AskAsync(new ResumeMeeting(Me));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> Close() => AskAsync(new CloseMeeting(Me));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> BeginItem(AgendaItemId itemId) => AskAsync(new BeginItem(Me, itemId));

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> EndItem() => AskAsync(new EndItem(Me));

    /// <summary>Shows a page to all: those who lead, the floor holder, the presenter of the current item.</summary>
    [Access(AccessRule.Attending)]
    public async Task<HubAnswer> Show(DocumentId documentId, int page)
    {
        // An unknown paper is asked for, too: who may not show must not learn which papers exist.
        var document = await documents.FindAsync(documentId, Context.ConnectionAborted);
        return await AskAsync(new ShowPage(Me, documentId, page, document?.MeetingId == Line.Meeting ? document.Pages : null));
    }

    [Access(AccessRule.Attending)]
    public Task<HubAnswer> Hide() => AskAsync(new HidePage(Me));

    [Access(AccessRule.Attending)]
    public async Task<HubAnswer> Chat(string clientId, string text)
    {
        if (!Bounded.IsClientId(clientId))
        {
            return HubAnswer.From(Refusal.Invalid("client_id_invalid"));
        }

        return Bounded.Text(text, Bounded.ChatText) is { } clean
            ? await AskAsync(new Say(Me, clientId, clean))
            : HubAnswer.From(Bounded.TooLong(Bounded.ChatText));
    }

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> MarkChat(long number, bool on) => AskAsync(new MarkChat(Me, number, on));

    [Access(AccessRule.Chairing)]
    public async Task<RevisionAnswer> Note(string noteId, AgendaItemId? itemId, string text, int revision)
    {
        if (!Bounded.IsClientId(noteId))
        {
            return new RevisionAnswer(Refusal: HubRefusal.From(Refusal.Invalid("client_id_invalid")));
        }

        return Bounded.Text(text, Bounded.NoteText) is { } clean
            ? await AskRevisionAsync(new WriteNote(Me, noteId, itemId, clean, revision))
            : new RevisionAnswer(Refusal: HubRefusal.From(Bounded.TooLong(Bounded.NoteText)));
    }

    [Access(AccessRule.Chairing)]
    public async Task<RevisionAnswer> Conclusion(string id, AgendaItemId? itemId, string text, UnitId? unitId, string? due, int revision)
    {
        DateOnly? day = null;
        if (!string.IsNullOrEmpty(due))
        {
            if (!DateOnly.TryParseExact(due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed))
            {
                return new RevisionAnswer(Refusal: HubRefusal.From(Refusal.Invalid("date_invalid")));
            }

            day = parsed;
        }

        if (!Bounded.IsClientId(id))
        {
            return new RevisionAnswer(Refusal: HubRefusal.From(Refusal.Invalid("client_id_invalid")));
        }

        if (Bounded.Text(text, Bounded.NoteText) is not { } clean)
        {
            return new RevisionAnswer(Refusal: HubRefusal.From(Bounded.TooLong(Bounded.NoteText)));
        }

        string? unitName = null;
        if (unitId is { } unit && (unitName = await doorway.UnitNameAsync(unit, Context.ConnectionAborted)) is null)
        {
            return new RevisionAnswer(Refusal: HubRefusal.From(Refusal.NotFound("unit_unknown")));
        }

        return await AskRevisionAsync(new WriteConclusion(Me, id, itemId, clean, unitId, unitName, day, revision));
    }

    [Access(AccessRule.Chairing)]
    public Task<HubAnswer> RemoveNote(string id) => AskAsync(new RemoveNote(Me, id));
}
