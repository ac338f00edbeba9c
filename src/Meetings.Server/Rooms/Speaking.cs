using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms;

/// <summary>Hands, the floor, the microphone closed by the chair, and what was said for how long.</summary>
internal static class Speaking
{
    public static Outcome<Decision> RaiseHand(RoomState state, Connection by, bool up) =>
        state.Hands.Contains(by.Conn) == up ? Decision.Nothing : Decision.Of(new HandRaised(by.Conn, up));

    public static Outcome<Decision> LowerHand(RoomState state, int conn) =>
        state.Hands.Contains(conn) ? Decision.Of(new HandRaised(conn, Up: false)) : Decision.Nothing;

    public static Outcome<Decision> GiveFloor(RoomState state, int conn, int? seat)
    {
        if (state.Find(conn) is not { IsIn: true } speaker)
        {
            return Refusal.NotFound("connection_gone");
        }

        if (speaker.Line != LineState.Present)
        {
            return Refusal.Conflict("speaker_line_lost");
        }

        var seats = state.SeatsOf(conn).Select(s => s.Number).ToList();
        if (seat is { } asked && !seats.Contains(asked))
        {
            return Refusal.NotFound("seat_not_there");
        }

        // A device that carries one person speaks for that person.
        seat ??= seats.Count == 1 ? seats[0] : null;
        if (state.Floor is { } floor && floor.Conn == conn && floor.Seat == seat)
        {
            return Decision.Nothing;
        }

        var given = new FloorGiven(conn, seat);
        return state.Hands.Contains(conn) ? Decision.Of(new HandRaised(conn, Up: false), given) : Decision.Of(given);
    }

    /// <summary>Whoever leads takes the floor away; the holder may give it back.</summary>
    public static Outcome<Decision> TakeFloor(RoomState state, Connection by)
    {
        if (!by.Leads && state.Floor?.Conn != by.Conn)
        {
            return Refusal.Forbidden("only_chair_or_secretary");
        }

        return state.Floor is null ? Decision.Nothing : Decision.Of(new FloorGiven(null, null));
    }

    public static Outcome<Decision> Mute(RoomState state, int conn) =>
        state.Find(conn) is { IsIn: true } ? Decision.Of(new MutedByChair(conn)) : Refusal.NotFound("connection_gone");

    public static Outcome<Decision> EndGrace(RoomState state, RoomContext context) =>
        state.Floor is { StoppedAt: { } stopped } && context.Now - stopped >= context.Options.FloorGrace
            ? Decision.Of(new FloorGiven(null, null))
            : Decision.Nothing;

    public static Outcome<Decision> Note(RoomState state, NoteSpeech speech) =>
        speech.Seconds >= 3 && state.Status is not Scheduling.Contracts.MeetingStatus.Closed && state.Find(speech.Conn) is { IsIn: true }
            ? Decision.Of(new Spoke(speech.Conn, speech.Seconds))
            : Decision.Nothing;
}
