using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms;

/// <summary>Notes and conclusions, saved as typed. Each has its own revision: a stale writer is told, never overwrites.</summary>
internal static class Writing
{
    public static Outcome<Decision> Note(RoomState state, WriteNote note, RoomContext context)
    {
        if (Check(state, note.Id, note.ItemId, context, isNote: true) is { } refusal)
        {
            return refusal;
        }

        var now = state.Notes.GetValueOrDefault(note.Id);
        if (now is not null && now.Text == note.Text && now.ItemId == note.ItemId)
        {
            return Decision.Nothing with { Revision = now.Revision };
        }

        return (now?.Revision ?? 0) == note.Revision
            ? new Decision([new NoteWritten(note.Id, note.ItemId, note.Text, note.Revision + 1, note.By)], Revision: note.Revision + 1)
            : Edited(now?.Revision ?? 0);
    }

    public static Outcome<Decision> Conclude(RoomState state, WriteConclusion conclusion, RoomContext context)
    {
        if (Check(state, conclusion.Id, conclusion.ItemId, context, isNote: false) is { } refusal)
        {
            return refusal;
        }

        var now = state.Conclusions.GetValueOrDefault(conclusion.Id);
        var written = new ConclusionWritten(
            conclusion.Id, conclusion.ItemId, conclusion.Text, conclusion.UnitId, conclusion.UnitName, conclusion.Due,
            conclusion.Revision + 1, conclusion.By);
        if (now is not null && now with { Revision = 0, Conn = 0 } == written with { Revision = 0, Conn = 0 })
        {
            return Decision.Nothing with { Revision = now.Revision };
        }

        return (now?.Revision ?? 0) == conclusion.Revision
            ? new Decision([written], Revision: written.Revision)
            : Edited(now?.Revision ?? 0);
    }

    public static Outcome<Decision> Remove(RoomState state, string id) =>
        state.Notes.ContainsKey(id) || state.Conclusions.ContainsKey(id) ? Decision.Of(new NoteRemoved(id)) : Decision.Nothing;

    private static Refusal? Check(RoomState state, string id, AgendaItemId? item, RoomContext context, bool isNote)
    {
        if (item is { } known && !context.Items.ContainsKey(known))
        {
            return Refusal.NotFound("agenda_item_unknown");
        }

        // A note and a conclusion may not share an id: RemoveNote names only the id.
        if (isNote ? state.Conclusions.ContainsKey(id) : state.Notes.ContainsKey(id))
        {
            return Refusal.Invalid("note_id_taken");
        }

        var isNew = !state.Notes.ContainsKey(id) && !state.Conclusions.ContainsKey(id);
        return isNew && state.Notes.Count + state.Conclusions.Count >= context.Options.MostNotes
            ? Refusal.Conflict("too_many_notes")
            : null;
    }

    private static Refusal Edited(int revision) => Refusal.Conflict("note_edited_elsewhere", ("revision", $"{revision}"));
}
