using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>Who may do what in a live meeting, in one readable list. Everything else is open to everybody who is in.</summary>
internal static class Permissions
{
    /// <summary>Only the chair, the secretary and those who manage the meeting.</summary>
    public static bool NeedsLead(MemberCommand command) => command switch
    {
        LowerHand or GiveFloor or Mute or Admit or RefuseEntry or RemoveConnection => true,
        BeginMeeting or PauseMeeting or ResumeMeeting or CloseMeeting or BeginItem or EndItem => true,
        MarkChat or WriteNote or WriteConclusion or RemoveNote => true,

        // The floor holder may give the floor back; the presenter and the floor holder may turn pages: see their rules.
        TakeFloor or ShowPage or HidePage => false,
        Leave or RaiseHand or Say or SitDown => false,
        _ => true,
    };

    /// <summary>Hub methods which those who lead may call beyond everybody's; told in the snapshot so that the client shows the buttons.</summary>
    public static readonly IReadOnlyList<string> OfLeaders =
    [
        "LowerHand", "GiveFloor", "TakeFloor", "Mute", "Admit", "RefuseEntry", "Remove", "Begin", "Pause", "Resume", "Close",
        "BeginItem", "EndItem", "Show", "Hide", "MarkChat", "Note", "Conclusion", "RemoveNote", "Board",
    ];

    /// <summary>May turn pages: leaders, who has the floor, and the presenter of the current item.</summary>
    public static bool MayShow(RoomState state, Connection by, RoomContext context) =>
        by.Leads
        || (state.Floor is { } floor && floor.Conn == by.Conn)
        || (state.Item is { } item
            && context.Items.GetValueOrDefault(item.ItemId) is { } presenter
            && state.SeatsOf(by.Conn).Any(seat => seat.Person.PersonId == presenter));

    /// <summary>May see everybody's line: leaders and technicians.</summary>
    public static bool MayWatchLines(Connection by) => by.Leads || by.Arrival.Role == MeetingRole.Technician;

    /// <summary>The names of <see cref="OfLeaders"/> which this connection may call now.</summary>
    public static IReadOnlyList<string> RightsOf(RoomState state, Connection by, RoomContext context)
    {
        if (by.Leads)
        {
            return OfLeaders;
        }

        var rights = new List<string>();
        if (MayShow(state, by, context))
        {
            rights.AddRange(["Show", "Hide"]);
        }

        if (state.Floor is { } floor && floor.Conn == by.Conn)
        {
            rights.Add("TakeFloor");
        }

        if (by.Arrival.Kind == ConnectionKind.Site)
        {
            rights.Add("SitDown");
        }

        if (MayWatchLines(by))
        {
            rights.Add("Board");
        }

        return rights;
    }
}
