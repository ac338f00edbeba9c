using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// What is written under restricted items reaches only those who attend them. A fact keeps its number, so that nothing seems lost, but
/// comes without its words. What is said aloud everybody in the room hears: whom it does not concern is sent out by the chair.
/// </summary>
internal sealed class Withheld(IReadOnlySet<AgendaItemId> items)
{
    /// <summary>By the plan of the moment; a stranger at the door is withheld every restricted item.</summary>
    public static Withheld From(Standing? standing, MeetingPlan plan) => new(
        standing is null ? plan.Agenda.Where(i => i.IsRestricted).Select(i => i.Id).ToHashSet() : standing.HiddenItems ?? new HashSet<AgendaItemId>());

    public bool Hides(AgendaItemId? item) => item is { } id && items.Contains(id);

    public NumberedEvent Of(NumberedEvent fact) => fact.Event switch
    {
        NoteWritten note when Hides(note.ItemId) => fact with { Event = note with { Text = "" } },
        ConclusionWritten conclusion when Hides(conclusion.ItemId) => fact with { Event = conclusion with { Text = "", UnitId = null, UnitName = null, Due = null } },
        _ => fact,
    };
}
