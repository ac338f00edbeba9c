using System.Collections.Concurrent;
using Meetings.Server.Accounts.Contracts;
using Meetings.Server.Kernel;

namespace Meetings.Server.Rooms.Live;

/// <summary>
/// All hub connections. One is opened with the device check and stands in no room until its person enters, so what a sign-out or a revoked
/// link ends is not found by looking through the rooms alone.
/// </summary>
internal sealed class OpenLines
{
    private readonly ConcurrentDictionary<string, (Caller Caller, HubGuard.HubLine Line, Action Abort)> _open = new();

    public void Add(string connection, Caller caller, HubGuard.HubLine line, Action abort) => _open[connection] = (caller, line, abort);

    public void Remove(string connection) => _open.TryRemove(connection, out _);

    /// <summary>Hangs up on those of them that are in no room; who is in one is told why by the room.</summary>
    public void EndWaiting(Func<Caller, bool> whose)
    {
        foreach (var (caller, line, abort) in _open.Values)
        {
            if (whose(caller) && line.Socket is null)
            {
                abort();
            }
        }
    }
}
