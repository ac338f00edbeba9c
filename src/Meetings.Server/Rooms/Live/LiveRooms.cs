using System.Collections.Concurrent;
using Meetings.Server.Kernel;
using Microsoft.Extensions.Options;

namespace Meetings.Server.Rooms.Live;

/// <summary>The rooms that have life in this process: sockets and media.</summary>
internal sealed class LiveRooms(IGrainFactory grains, MediaHost media, LineMemory memory, TimeProvider time, IOptions<RoomOptions> options) : IDisposable
{
    private readonly ConcurrentDictionary<MeetingId, LiveRoom> _rooms = new();

    /// <summary>The media engine has no room for another meeting.</summary>
    public bool IsOverloaded => media is { IsStarted: true, Server.IsOverloaded: true };

    public LiveRoom Of(MeetingId meeting) =>
        _rooms.GetOrAdd(meeting, id => new LiveRoom(command => grains.GetGrain<IRoomGrain>(id.Value).AskAsync(command), media, memory, time, options.Value));

    public LiveRoom? Find(MeetingId meeting) => _rooms.GetValueOrDefault(meeting);

    /// <summary>Lets a room go that nobody is connected to; the log brings it back.</summary>
    public void Release(MeetingId meeting)
    {
        if (_rooms.TryGetValue(meeting, out var room) && room.Attached().IsEmpty && _rooms.TryRemove(meeting, out _))
        {
            room.Dispose();
        }
    }

    public IEnumerable<LiveRoom> All => _rooms.Values;

    public void Dispose()
    {
        foreach (var room in _rooms.Values)
        {
            room.Dispose();
        }
    }
}
