using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms;

/// <summary>Chat, and the lines of it that belong in the minutes.</summary>
internal static class Talking
{
    public static Outcome<Decision> Say(RoomState state, Connection by, Say say)
    {
        if (say.Text.Length == 0)
        {
            return Refusal.Invalid("text_empty");
        }

        // The same message sent again after a lost answer counts once.
        if (state.ChatIds.Contains((by.Conn, say.ClientId)))
        {
            return Decision.Nothing;
        }

        var seats = state.SeatsOf(by.Conn).ToList();
        return Decision.Of(new ChatSaid(by.Conn, seats.Count == 1 ? seats[0].Number : null, say.Text, say.ClientId));
    }

    public static Outcome<Decision> Mark(RoomState state, MarkChat mark) => state.Chat.Find(line => line.Number == mark.Message) switch
    {
        null => Refusal.NotFound("message_unknown"),
        { } line when line.Marked == mark.On => Decision.Nothing,
        _ => Decision.Of(new ChatMarked(mark.Message, mark.On)),
    };
}
