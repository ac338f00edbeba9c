using Meetings.Media.Engine.Participant;

namespace Meetings.Load.Bench;

/// <summary>A forwarding server in its own process, and how our participants get into it. The same participants measure every one.</summary>
internal interface ISystemUnderTest : IAsyncDisposable
{
    string Name { get; }

    int ProcessId { get; }

    /// <summary>Opens an empty room and seats everybody in it, one after the other.</summary>
    Task<SeatedRoom> SeatAsync(Scenario scenario);

    /// <summary>Waits until the server is as warm as one that has run for hours; media flows meanwhile.</summary>
    Task SettleAsync();

    /// <summary>Managed bytes allocated so far; 0 where there are none.</summary>
    Task<long> AllocatedAsync();

    /// <summary>What went wrong so far, or an empty text.</summary>
    Task<string> TroubleAsync();
}

/// <summary>Everybody in a room.</summary>
/// <param name="Publishers">Who sends; they receive on this connection too where the server can.</param>
/// <param name="Everybody">All connections, publishers' included.</param>
/// <param name="JoinMilliseconds">From carrying the offer to established keys, each.</param>
internal sealed record SeatedRoom(IReadOnlyList<HeadlessParticipant> Publishers, IReadOnlyList<HeadlessParticipant> Everybody, IReadOnlyList<double> JoinMilliseconds)
    : IDisposable
{
    public void Dispose()
    {
        foreach (var participant in Everybody)
            participant.Dispose();
    }
}
