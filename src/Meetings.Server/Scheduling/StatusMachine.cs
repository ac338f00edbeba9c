using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Scheduling;

/// <summary>
/// The life of a meeting: draft -> scheduled -> open (people may enter) -> inSession &lt;-> paused -> closed.
/// A scheduled or open meeting may be cancelled; a draft is deleted, not cancelled. Closed and cancelled are final.
/// </summary>
internal static class StatusMachine
{
    public static bool Allows(MeetingStatus from, MeetingStatus to) => (from, to) switch
    {
        (MeetingStatus.Draft, MeetingStatus.Scheduled) => true,
        (MeetingStatus.Scheduled, MeetingStatus.Open or MeetingStatus.Cancelled) => true,
        (MeetingStatus.Open, MeetingStatus.InSession or MeetingStatus.Closed or MeetingStatus.Cancelled) => true,
        (MeetingStatus.InSession, MeetingStatus.Paused or MeetingStatus.Closed) => true,
        (MeetingStatus.Paused, MeetingStatus.InSession or MeetingStatus.Closed) => true,
        _ => false,
    };

    /// <summary>Null when the arrow exists, else the reason in words the catalogue knows.</summary>
    public static Refusal? Refuse(MeetingStatus from, MeetingStatus to) =>
        Allows(from, to) ? null : Refusal.Conflict("meeting_status", ("from", Name(from)), ("to", Name(to)));

    /// <summary>Null when the plan may still be edited in this status.</summary>
    public static Refusal? RefuseEdit(MeetingStatus status) => status switch
    {
        MeetingStatus.Closed => Refusal.Conflict("meeting_closed"),
        MeetingStatus.Cancelled => Refusal.Conflict("meeting_cancelled"),
        _ => null,
    };

    /// <summary>The room stands open or the meeting runs: its time, host and existing items are fixed.</summary>
    public static bool HasStarted(MeetingStatus status) =>
        status is MeetingStatus.Open or MeetingStatus.InSession or MeetingStatus.Paused;

    public static string Name(MeetingStatus status) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
