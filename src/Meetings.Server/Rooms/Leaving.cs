using System.Collections.Immutable;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms;

/// <summary>Going: by will, or by a lost line, which keeps everything.</summary>
internal static class Leaving
{
    public static Outcome<Decision> Leave(RoomState state, Connection by) =>
        new Decision([.. Depart(state, by), new Left(by.Conn)]);

    public static Outcome<Decision> LoseLine(RoomState state, int conn) =>
        state.Find(conn) is { Line: LineState.Present } ? Decision.Of(new Dropped(conn)) : Decision.Nothing;

    public static Outcome<Decision> RegainLine(RoomState state, int conn) =>
        state.Find(conn) is { Line: LineState.Dropped } ? Decision.Of(new Returned(conn)) : Decision.Nothing;

    public static Outcome<Decision> LoseLinesExcept(RoomState state, ImmutableHashSet<int> alive) =>
        new Decision([.. state.Here.Where(c => c.Line == LineState.Present && !alive.Contains(c.Conn)).Select(c => new Dropped(c.Conn))]);

    /// <summary>What a connection lays down before it goes: its seats, its hand, the floor.</summary>
    public static IEnumerable<RoomEvent> Depart(RoomState state, Connection gone, bool keepFloor = false)
    {
        foreach (var seat in state.SeatsOf(gone.Conn))
        {
            yield return new Unseated(seat.Number, gone.Conn);
        }

        if (state.Hands.Contains(gone.Conn))
        {
            yield return new HandRaised(gone.Conn, Up: false);
        }

        if (state.Floor?.Conn == gone.Conn && !keepFloor)
        {
            yield return new FloorGiven(null, null);
        }
    }
}
