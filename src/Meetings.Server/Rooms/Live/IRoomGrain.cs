using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>The one owner of a live meeting; its key is the meeting's id.</summary>
internal interface IRoomGrain : IGrainWithGuidKey
{
    /// <summary>Decides, appends to the log, tells everybody, then answers.</summary>
    Task<RoomAnswer> AskAsync(RoomCommand command);

    /// <summary>The state as committed, with what decisions look at.</summary>
    Task<RoomView> LookAsync();

    /// <summary>The plan (agenda, times, status) was changed: read it again.</summary>
    Task ReadPlanAsync();
}

/// <param name="Number">Number of the last committed event when the answer was given.</param>
internal sealed record RoomAnswer(Refusal? Refusal, int Conn, int Revision, long Number);

internal sealed record RoomView(RoomState State, RoomContext Context, string Title);
