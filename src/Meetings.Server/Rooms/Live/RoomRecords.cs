using Meetings.Server.Kernel;
using Meetings.Server.Rooms.Contracts;

namespace Meetings.Server.Rooms.Live;

internal sealed class RoomRecords(RoomLog log) : IRoomRecords
{
    public async Task<RoomRecord?> ReadAsync(MeetingId meeting, CancellationToken cancellationToken) =>
        RecordFold.Of(meeting, await log.ReadAsync(meeting, cancellationToken));
}
