using Meetings.Server.Kernel;
using Meetings.Server.Scheduling.Contracts;

namespace Meetings.Server.Rooms;

/// <summary>Begin, pause, resume, close, and the items of the agenda.</summary>
internal static class Running
{
    public static Outcome<Decision> Begin(RoomState state) => state.Status switch
    {
        MeetingStatus.Open => Decision.Of(new Begun()),
        MeetingStatus.InSession => Decision.Nothing,
        _ => WrongStatus(state),
    };

    public static Outcome<Decision> Pause(RoomState state) => state.Status switch
    {
        MeetingStatus.InSession => Decision.Of(new Paused()),
        MeetingStatus.Paused => Decision.Nothing,
        _ => WrongStatus(state),
    };

    public static Outcome<Decision> Resume(RoomState state) => state.Status switch
    {
        MeetingStatus.Paused => Decision.Of(new Resumed()),
        MeetingStatus.InSession => Decision.Nothing,
        _ => WrongStatus(state),
    };

    public static Outcome<Decision> Close(RoomState state)
    {
        if (state.Status is not (MeetingStatus.InSession or MeetingStatus.Paused))
        {
            return WrongStatus(state);
        }

        return new Decision([
            .. state.Floor is null ? Array.Empty<RoomEvent>() : [new FloorGiven(null, null)],
            .. state.Item is { } item ? [new ItemEnded(item.ItemId)] : Array.Empty<RoomEvent>(),
            .. state.Shown is null ? Array.Empty<RoomEvent>() : [new PageHidden()],
            new Closed(),
        ]);
    }

    public static Outcome<Decision> BeginItem(RoomState state, AgendaItemId item, RoomContext context)
    {
        if (!context.Items.ContainsKey(item))
        {
            return Refusal.NotFound("agenda_item_unknown");
        }

        if (state.Status != MeetingStatus.InSession)
        {
            return WrongStatus(state);
        }

        return state.Item switch
        {
            null => Decision.Of(new ItemBegun(item)),
            { } running when running.ItemId == item => Decision.Nothing,
            { } running => Decision.Of(new ItemEnded(running.ItemId), new ItemBegun(item)),
        };
    }

    public static Outcome<Decision> EndItem(RoomState state) =>
        state.Item is { } item ? Decision.Of(new ItemEnded(item.ItemId)) : Decision.Nothing;

    private static Refusal WrongStatus(RoomState state) =>
        Refusal.Conflict("room_status", ("status", char.ToLowerInvariant($"{state.Status}"[0]) + $"{state.Status}"[1..]));
}
